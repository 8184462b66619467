#include "core/recording/lanes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace orthoscope {

std::vector<FramePtr> lane_frames(const std::vector<FramePtr>& frames, int lane) {
    std::vector<FramePtr> list, shared;
    for (auto& frame : frames)
        if (frame->lane == lane) list.push_back(frame);
    if (list.empty() || frames.front()->lane == lane) return list;
    int first = list.front()->phase;
    for (auto& frame : list) first = std::min(first, frame->phase);
    for (auto& frame : frames) {
        if (frame->lane != frames.front()->lane || !frame->metrics.empty() || frame->phase >= first) break;
        shared.push_back(frame);
    }
    list.insert(list.begin(), shared.begin(), shared.end());
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
