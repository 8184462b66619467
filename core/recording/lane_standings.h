// Standings: how the lanes of a run compare, for lists.
#pragma once

#include <string>
#include <vector>

#include "core/recording/frame.h"

namespace orthoscope {

struct LaneStanding {
    int lane = 0;
    std::string name;       // "lane 3" where it has none
    double cost = 0;        // first metric of its last frame; may be not finite
    std::int64_t iteration = 0;  // of its last frame
    int rank = 1;           // 1 is the best; lanes of equal cost share one; not finite comes last
    bool best = false;      // what best_lane says
    bool offered = true;    // false: the run gives some lanes a "rank" as answers, and this is none of them
};

// One entry a lane that has frames, in the order of their numbers.
std::vector<LaneStanding> lane_standings(const std::vector<FramePtr>& frames, const std::vector<std::string>& names);

}  // namespace orthoscope
