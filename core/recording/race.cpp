#include "core/recording/race.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 3> names{"iteration", "time", "cost"};

double cost_of(const Frame& frame) {
    const double cost = frame.metrics.empty() ? std::nan("") : frame.metrics.front().second;
    return std::isfinite(cost) && cost > 0 ? cost : std::nan("");
}

// The frames of an iteration share the way from the iteration before to it.
std::vector<double> by_iteration(const std::vector<FramePtr>& frames) {
    std::map<std::int64_t, int> count, seen;
    for (auto& frame : frames) ++count[frame->iteration];
    std::vector<double> places;
    for (auto& frame : frames) {
        const auto i = frame->iteration;
        const double place = i <= 0 ? 0 : double(i - 1) + double(++seen[i]) / count[i];
        places.push_back(places.empty() ? place : std::max(places.back(), place));
    }
    return places;
}

std::vector<double> by_time(const std::vector<FramePtr>& frames) {
    std::vector<double> places;
    for (auto& frame : frames)
        places.push_back(places.empty() ? std::max(frame->seconds, 0.0) : std::max(places.back(), frame->seconds));
    return places;
}

// A cost that rises for a while loses nothing of the way that was gone.
std::vector<double> by_cost(const std::vector<FramePtr>& frames, double highest) {
    std::vector<double> places;
    double place = 0;
    for (auto& frame : frames) {
        const double cost = cost_of(*frame);
        if (std::isfinite(cost)) place = std::max(place, std::log(highest / cost));
        places.push_back(place);
    }
    return places;
}

double first_cost(const std::vector<FramePtr>& frames) {
    for (auto& frame : frames)
        if (const double cost = cost_of(*frame); std::isfinite(cost)) return cost;
    return 0;
}

}  // namespace

std::string_view name_of(RaceBy by) { return names[static_cast<std::size_t>(by)]; }

bool race_by_from_name(std::string_view name, RaceBy& by) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return false;
    by = static_cast<RaceBy>(found - names.begin());
    return true;
}

Race::Race(const std::vector<std::vector<FramePtr>>& racers, RaceBy by) : by_(by) {
    for (auto& frames : racers) highest_cost_ = std::max(highest_cost_, first_cost(frames));
    for (auto& frames : racers) {
        if (by == RaceBy::Iteration) at_.push_back(by_iteration(frames));
        else if (by == RaceBy::Time) at_.push_back(by_time(frames));
        else at_.push_back(by_cost(frames, highest_cost_));
        if (!at_.back().empty()) length_ = std::max(length_, at_.back().back());
        stops_.insert(stops_.end(), at_.back().begin(), at_.back().end());
    }
    std::sort(stops_.begin(), stops_.end());
    stops_.erase(std::unique(stops_.begin(), stops_.end()), stops_.end());
}

Cursor Race::at(std::size_t racer, double place) const {
    const auto& places = at_[racer];
    if (places.empty()) return {};
    if (by_ == RaceBy::Cost) {
        const auto reached = std::lower_bound(places.begin(), places.end(), place);
        const auto frame = place >= places.back() ? places.size() - 1 : static_cast<std::size_t>(reached - places.begin());
        return {frame, frame, 0};
    }
    const auto above = std::upper_bound(places.begin(), places.end(), place);
    if (above == places.begin()) return {0, 0, 0};
    const auto lower = static_cast<std::size_t>(above - places.begin()) - 1;
    if (above == places.end() || places[lower] == place) return {lower, lower, 0};
    return {lower, lower + 1, (place - places[lower]) / (places[lower + 1] - places[lower])};
}

bool Race::arrived(std::size_t racer, double place) const {
    return at_[racer].empty() || at(racer, place).lower + 1 == at_[racer].size();
}

double Race::value(double place) const { return by_ == RaceBy::Cost ? highest_cost_ * std::exp(-place) : place; }

}  // namespace orthoscope
