// The bookkeeping that the laboratory's methods share: lanes that go on side by side, one frame each in turn; internal to
// core/descent.
#pragma once

#include "core/method/method.h"

namespace orthoscope {

// Largest matrix that frames keep, in entries; of larger ones values alone are followed.
constexpr Index most_kept_entries = 4096;

// The values of one lane at its recorded times.
class Track {
  public:
    void add(const Vector& values, double drift) { values_.push_back(values), drift_.push_back(drift); }
    SharedMatrix path() const;
    SharedMatrix drift() const;

  private:
    std::vector<Vector> values_;
    std::vector<double> drift_;
};

class LaneRun : public Solver {
  public:
    Result<StepStatus> step(const Context& context) final;
    Frame snapshot() const final { return frame_; }
    double fit_seconds() const final { return seconds_; }
    std::vector<std::string> lanes() const final { return names_; }

  protected:
    explicit LaneRun(std::vector<std::string> names) : names_(std::move(names)), ended_(names_.size(), 0) {}
    // Shows the first frame of a lane; the constructor of a method calls it for lane 0.
    virtual void begin(int lane) = 0;
    // Works up to the next frame of a lane, shows it, and says when it was the last.
    virtual Status advance(int lane, const Context& context) = 0;

    void show(int lane, int phase, std::int64_t iteration, Metrics metrics, DescentState state);
    void end(int lane, bool diverged);
    bool ended(int lane) const { return ended_[std::size_t(lane)] != 0; }
    int count() const { return int(names_.size()); }

  private:
    std::vector<std::string> names_;
    std::vector<char> ended_;
    int lane_ = 0, begun_ = 1, diverged_ = 0;
    Frame frame_;
    double seconds_ = 0;
};

// How many frames a lane gets of `steps` steps, so that the paths of r values in all lanes stay small: every `stride`-th
// step has one.
std::int64_t frame_stride(std::int64_t steps, Index values, std::size_t lanes);

// Names in `names` that a choice of "all" (0) or of one (from 1) leaves.
std::vector<std::size_t> chosen_lanes(std::size_t choice, std::size_t count);

// The state of a lane's last frame; null: it has none.
const DescentState* last_descent(const Recording& recording, int lane);
FramePtr last_frame(const Recording& recording, int lane);
double metric_of(const Frame& frame, std::string_view name);  // void_metric where it has none

}  // namespace orthoscope
