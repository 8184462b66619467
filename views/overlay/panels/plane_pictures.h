// Draws a PlanePicture into a square.
#pragma once

#include "views/overlay/ink.h"
#include "views/overlay/plane_picture.h"

namespace orthoscope {

// Grey from low to high, or blue and red about zero; a colour frame in its colours; a curve as a curve; a shape with its
// arrows. `faint`: of what takes no part.
void draw_picture(const Ink& ink, const PlanePicture& picture, const Box& box, bool about_zero, bool faint = false);

}  // namespace orthoscope
