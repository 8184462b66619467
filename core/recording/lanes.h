// Lanes: several starts of one run, recorded side by side.
#pragma once

#include <vector>

#include "core/recording/frame.h"

namespace orthoscope {

// The frames of one lane, in order. What the first lane recorded before all others, without metrics and in phases earlier
// than any of theirs, prepared every lane and opens each.
std::vector<FramePtr> lane_frames(const std::vector<FramePtr>& frames, int lane);

// The lane whose last frame has the lowest first metric (its cost); the lowest number where they tie, 0 without
// frames. A metric that is not finite never wins.
int best_lane(const std::vector<FramePtr>& frames);

// Numbers of the lanes that have frames, ascending.
std::vector<int> lane_numbers(const std::vector<FramePtr>& frames);

}  // namespace orthoscope
