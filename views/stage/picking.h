// Picking: the drawn point nearest to the pointer on the screen.
#pragma once

#include <optional>

#include "views/scenes/scene.h"

namespace orthoscope {

struct Hit {
    std::size_t set = 0;    // index into the pickables
    std::size_t point = 0;  // drawn point of it
    Index row = 0;
};

// Within `reach` device pixels of (x, y); of several the nearer on the screen, then to the eye. O(drawn
// points).
std::optional<Hit> pick(const std::vector<Pickable>& sets, const Projector& project, double x, double y,
                        double reach);

// "label, Name" or "row 12, Name"; `name`: as the person calls the set.
std::string caption(const Dataset& set, Index row, const std::string& name);

}  // namespace orthoscope
