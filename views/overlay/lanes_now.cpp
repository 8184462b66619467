#include "views/overlay/lanes_now.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/recording/lanes.h"
#include "views/overlay/number.h"

namespace orthoscope {

double lane_cost(const Frame& frame) {
    return frame.metrics.empty() ? void_metric : frame.metrics.front().second;
}

std::string lane_noun(const Exhibit& exhibit) {
    if (exhibit.method && exhibit.method->id == "diagnose") return "cause";
    return exhibit.method && exhibit.method->family == MethodFamily::Spectrum ? "lane" : "start";
}

std::string lane_name(const Exhibit& exhibit, int lane) {
    const auto at = static_cast<std::size_t>(lane);
    if (lane >= 0 && at < exhibit.lanes.size() && !exhibit.lanes[at].empty()) return exhibit.lanes[at];
    return lane_noun(exhibit) + " " + grouped(lane + 1);
}

std::vector<LaneNow> lanes_now(const Exhibit& exhibit, const Frame& shown) {
    std::map<int, LaneNow> found;
    const bool ended = !exhibit.frames.empty() && exhibit.frames.back().get() == &shown;
    for (auto& frame : exhibit.all_frames) {
        LaneNow& lane = found[frame->lane];
        ++lane.frames;
        lane.last_cost = lane_cost(*frame);
        const bool reached =
            std::tie(frame->iteration, frame->phase) <= std::tie(shown.iteration, shown.phase);
        if (ended || reached || !lane.frame) lane.frame = frame;
    }
    std::vector<LaneNow> lanes;
    if (found.size() < 2) return lanes;
    for (auto& [number, lane] : found) {
        lane.lane = number;
        lane.name = lane_name(exhibit, number);
        lane.shown = number == exhibit.lane;
        if (lane.shown && lane.frame->lane == shown.lane)
            for (auto& frame : exhibit.frames)
                if (frame.get() == &shown) lane.frame = frame;
        lane.cost = lane_cost(*lane.frame);
        lanes.push_back(std::move(lane));
    }
    const auto key = [](const LaneNow& lane) {
        return std::isfinite(lane.last_cost) ? lane.last_cost : INFINITY;
    };
    std::stable_sort(lanes.begin(), lanes.end(), [&](auto& a, auto& b) { return key(a) < key(b); });
    for (std::size_t k = 1; k < lanes.size(); ++k)
        lanes[k].rank = key(lanes[k]) == key(lanes[k - 1]) ? lanes[k - 1].rank : static_cast<int>(k) + 1;
    return lanes;
}

std::optional<int> judged_elsewhere(const Exhibit& exhibit) {
    if (exhibit.all_frames.empty()) return {};
    const int best = best_lane(exhibit.all_frames);
    return best == exhibit.lane ? std::nullopt : std::optional<int>(best);
}

}  // namespace orthoscope
