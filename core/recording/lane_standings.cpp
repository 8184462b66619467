#include "core/recording/lane_standings.h"

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/recording/lanes.h"

namespace orthoscope {

std::vector<LaneStanding> lane_standings(const std::vector<FramePtr>& frames, const std::vector<std::string>& names) {
    std::map<int, const Frame*> last;
    std::set<int> answers;
    for (auto& frame : frames) {
        last[frame->lane] = frame.get();
        for (auto& [name, _] : frame->metrics)
            if (name == "rank") answers.insert(frame->lane);
    }
    const int best = best_lane(frames);
    std::vector<LaneStanding> list;
    for (auto& [lane, frame] : last) {
        LaneStanding standing;
        standing.lane = lane;
        const auto number = static_cast<std::size_t>(lane);
        standing.name = lane >= 0 && number < names.size() && !names[number].empty() ? names[number]
                                                                                    : "lane " + std::to_string(lane);
        standing.cost = frame->metrics.empty() ? std::numeric_limits<double>::quiet_NaN() : frame->metrics.front().second;
        standing.iteration = frame->iteration;
        standing.best = lane == best;
        standing.offered = answers.empty() || answers.count(lane) > 0;
        list.push_back(std::move(standing));
    }
    const auto key = [](const LaneStanding& s) {
        return std::isfinite(s.cost) ? s.cost : std::numeric_limits<double>::infinity();
    };
    for (auto& one : list)
        for (auto& other : list) one.rank += key(other) < key(one);
    return list;
}

}  // namespace orthoscope
