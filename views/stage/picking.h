// Picking: which point the eye sees under the pointer.
#pragma once

#include <optional>

#include "views/scenes/scene.h"
#include "views/stage/pick_buffer.h"

namespace orthoscope {

struct Hit {
    std::size_t set = 0;    // index into the pickables
    std::size_t point = 0;  // drawn point of it
    Index row = 0;
};

// `seen` round (x, y), of shapes in the order of `sets` and others after them: what lies under the pointer itself; else, within `reach` device
// pixels of it, the nearest on the screen, by its edge or its middle, then to the eye.
std::optional<Hit> pick(const std::vector<Pickable>& sets, const std::vector<PickBuffer::Seen>& seen,
                        const Projector& project, double x, double y, double reach);

// "label, Name" or "row 12, Name"; `name`: as the person calls the set.
std::string caption(const Dataset& set, Index row, const std::string& name);

}  // namespace orthoscope
