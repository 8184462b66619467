// The torus of two planes with its caption and its windings, for whichever panel has room for it.
#pragma once

#include "views/overlay/panels/panels.h"

namespace orthoscope {

struct TorusPanel {
    Extent size;
    Ink::Point now{0, 0};  // where the present place is drawn, from the top left
    std::function<void(const Ink&, const Box&)> draw;  // empty: no two planes turn, or there is no room
};
// As large as the room lets it be. Refers to the moment.
TorusPanel torus_panel(const Moment& moment, const Ink& ink, Extent room);

}  // namespace orthoscope
