#include "core/recording/timeline.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace orthoscope {
namespace {

// Starts and ends at rest; constant speed over the middle 80 % of the passage (a trapezium of speeds), so that a
// rotation keeps its angular speed where it is watched.
double eased(double x) {
    constexpr double ramp = 0.1, top = 1 / (1 - ramp);
    if (x < ramp) return top * x * x / (2 * ramp);
    if (x > 1 - ramp) return 1 - top * (1 - x) * (1 - x) / (2 * ramp);
    return top * (x - ramp / 2);
}

}  // namespace

void Timeline::set_durations(std::vector<double> seconds) {
    starts_ = std::move(seconds);
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

Cursor Timeline::at(double position) const {
    if (starts_.empty()) return {};
    if (position <= starts_.front()) return {0, 0, 0};
    if (position >= starts_.back()) return {starts_.size() - 1, starts_.size() - 1, 0};
    const auto upper = static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), position) -
                                                starts_.begin());
    const double span = starts_[upper] - starts_[upper - 1];
    const double x = (position - starts_[upper - 1]) / span;
    if (x <= 0) return {upper - 1, upper - 1, 0};
    return {upper - 1, upper, eased(x)};
}

double Timeline::position_of(std::size_t frame) const {
    return starts_.empty() ? 0 : starts_[std::min(frame, starts_.size() - 1)];
}

std::size_t Timeline::frame_before(double position) const {
    std::size_t frame = 0;
    for (std::size_t i = 0; i < starts_.size() && starts_[i] < position - 1e-9; ++i) frame = i;
    return frame;
}

std::size_t Timeline::frame_after(double position) const {
    for (std::size_t i = 0; i < starts_.size(); ++i)
        if (starts_[i] > position + 1e-9) return i;
    return starts_.empty() ? 0 : starts_.size() - 1;
}

double Timeline::fold(double play_time, Loop loop, bool& ended) const {
    const double total = length();
    ended = false;
    if (total <= 0) return 0;
    if (loop == Loop::Once) {
        ended = play_time <= 0 || play_time >= total;
        return std::clamp(play_time, 0.0, total);
    }
    const double period = loop == Loop::Repeat ? total : 2 * total;
    double t = std::fmod(play_time, period);
    if (t < 0) t += period;
    return t > total ? period - t : t;
}

std::vector<double> default_durations(const std::vector<FramePtr>& frames,
                                      const std::vector<double>& phase_seconds) {
    // Pieces of one growing phase share its time.
    const auto key = [](const Frame& f) { return std::tuple(f.iteration, f.phase, f.lane); };
    std::map<std::tuple<std::int64_t, int, int>, double> pieces;
    for (auto& frame : frames) pieces[key(*frame)] += 1;
    std::vector<double> seconds;
    double total = 0;
    for (auto& frame : frames) {
        const auto phase = static_cast<std::size_t>(frame->phase);
        double s = phase < phase_seconds.size() ? phase_seconds[phase] : 1;
        s /= pieces[key(*frame)];
        seconds.push_back(s), total += s;
    }
    // A run of many iterations plays within a minute.
    if (const double most = 60; total > most)
        for (auto& s : seconds) s *= most / total;
    return seconds;
}

}  // namespace orthoscope
