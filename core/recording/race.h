// Race: several recordings, or several lanes of one, brought onto one axis, so that one position gives each of them
// its cursor. Pure arithmetic; it reads no clock.
#pragma once

#include <string_view>
#include <vector>

#include "core/recording/timeline.h"

namespace orthoscope {

// Iteration: iterations done. Time: wall seconds since the first step (Frame::seconds). Cost: how far the cost has
// fallen, in e-folds below the highest first cost of all racers: each is seen when it reaches the same cost.
enum class RaceBy { Iteration, Time, Cost };
std::string_view name_of(RaceBy by);  // "iteration", "time", "cost"
bool race_by_from_name(std::string_view name, RaceBy& by);

class Race {
  public:
    Race() = default;
    // One list of frames a racer. By cost, a racer without finite, positive costs stays at its first frame.
    Race(const std::vector<std::vector<FramePtr>>& racers, RaceBy by);

    RaceBy by() const { return by_; }
    std::size_t racers() const { return at_.size(); }
    double length() const { return length_; }          // of the axis: iterations, seconds or e-folds
    // Where each frame of a racer stands on the axis; ascending.
    const std::vector<double>& places(std::size_t racer) const { return at_[racer]; }
    // Between the frames that enclose the place; at its last frame a racer waits. By cost it stands on computed
    // frames alone: the first that is as low as the place asks, and at its lowest cost its last.
    Cursor at(std::size_t racer, double place) const;
    bool arrived(std::size_t racer, double place) const;  // at its last frame
    // Every place where some frame stands, ascending, without repetitions: what stepping walks through.
    const std::vector<double>& stops() const { return stops_; }
    // By cost: the cost that a place stands for; else the place itself.
    double value(double place) const;

  private:
    RaceBy by_ = RaceBy::Iteration;
    std::vector<std::vector<double>> at_;
    std::vector<double> stops_;
    double length_ = 0, highest_cost_ = 0;
};

}  // namespace orthoscope
