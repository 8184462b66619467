// Lanes at a moment: where each start of a run stands when the one shown stands at a frame, and how they
// rank.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/stage/exhibit.h"

namespace orthoscope {

struct LaneNow {
    int lane = 0;
    std::string name;
    FramePtr frame;   // its last one up to the iteration shown; its last of all where the shown lane ends
    double cost = 0;  // of that frame; not a number where it has none
    double last_cost = 0;  // of its last frame so far
    int rank = 1;          // by last cost, 1 the lowest; equal costs share a rank
    bool shown = false;
    std::size_t frames = 0;
};

// The lowest last cost first; empty where the exhibit has a single lane. `shown`: a frame of the lane shown.
std::vector<LaneNow> lanes_now(const Exhibit& exhibit, const Frame& shown);

// What lanes are compared by: the first metric of a frame; not a number without one.
double lane_cost(const Frame& frame);
// The lane that the verdict judges, where another one is shown.
std::optional<int> judged_elsewhere(const Exhibit& exhibit);
// What a lane is: "start" where a run searches from several, "cause" where it tries several, "lane" where schemes run
// side by side.
std::string lane_noun(const Exhibit& exhibit);
// "start 3" where the run gave no name.
std::string lane_name(const Exhibit& exhibit, int lane);

}  // namespace orthoscope
