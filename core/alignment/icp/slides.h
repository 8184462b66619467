// Slides: motions of the answer that the matched planes do not resist.
#pragma once

#include <string>
#include <vector>

#include "core/alignment/icp/pose_step.h"

namespace orthoscope {

struct Slide {
    bool turns = false;   // else it shifts
    RowVector direction;  // unit; of a shift, or the axis of a turn (empty in the plane)
    RowVector through;    // a point of the axis, in the target's coordinates
    double pitch = 0;     // shift along the axis a radian
    std::string sentence; // "slides along (0, 0, 1)", "turns about (0, 1, 0) through (2, 0, 1)"
};

struct Slides {
    Vector stiffness;  // eigenvalues of the point-to-plane Hessian, ascending, 0..about 1
    std::vector<Slide> free;
    std::string sentence() const;  // empty: none
};

// Hessian of PlaneSystem: lengths are in units of the matched set's radius, so turns and shifts compare. A direction
// is free where its eigenvalue is below `limit`.
constexpr double slide_limit = 0.003;
Slides slides(const PlaneSystem& system, double limit = slide_limit);

}  // namespace orthoscope
