// Which panel of the overlay lies at a place, and what its name counts.
#pragma once

#include "views/overlay/overlay.h"
#include "views/stage/stage.h"

namespace orthoscope {

// The part of a panel that can be clicked, else the panel; empty: none is there.
std::string panel_under(const std::vector<PlacedPanel>& panels, double x, double y);

// The K of "prefix-K".
std::optional<int> numbered(const std::string& id, std::string_view prefix);

// What of a plane the board of rotation planes has at a place; none: the place is not on it.
std::optional<PlaneTarget> plane_under(const std::vector<PlacedPanel>& panels, double x, double y);

}  // namespace orthoscope
