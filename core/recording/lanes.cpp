#include "core/recording/lanes.h"

#include <cmath>
#include <limits>
#include <map>

namespace orthoscope {

std::vector<FramePtr> lane_frames(const std::vector<FramePtr>& frames, int lane) {
    std::vector<FramePtr> list;
    for (auto& frame : frames)
        if (frame->lane == lane) list.push_back(frame);
    return list;
}

int best_lane(const std::vector<FramePtr>& frames) {
    std::map<int, double> last;
    for (auto& frame : frames)
        last[frame->lane] = frame->metrics.empty() ? std::nan("") : frame->metrics.front().second;
    int best = last.empty() ? 0 : last.begin()->first;
    double lowest = std::numeric_limits<double>::infinity();
    for (auto& [lane, cost] : last)
        if (cost < lowest) best = lane, lowest = cost;
    return best;
}

std::vector<int> lane_numbers(const std::vector<FramePtr>& frames) {
    std::map<int, bool> seen;
    for (auto& frame : frames) seen[frame->lane] = true;
    std::vector<int> numbers;
    for (auto& [lane, _] : seen) numbers.push_back(lane);
    return numbers;
}

}  // namespace orthoscope
