// Turn: the beats by which a picture passes from one rigid pose to another.
#pragma once

#include <vector>

#include "core/recording/state.h"

namespace orthoscope {

// `to` with its path from `from`; before it, where the determinant changes, a state that mirrors one axis of `from`.
// Both rotations are orthogonal (to some 1e-4: the path is that of the nearest orthogonal turn). O(d^3).
std::vector<AlignmentState> turn_between(const AlignmentState& from, AlignmentState to);

}  // namespace orthoscope
