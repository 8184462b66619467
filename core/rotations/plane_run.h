// The first two phases that all methods on frames share, and the bookkeeping of a run; internal to core/rotations.
#pragma once

#include <chrono>
#include <optional>

#include "core/method/method.h"
#include "core/rotations/cut.h"

namespace orthoscope {

enum class MeanChoice { Remove, Keep };

// Options of every method on frames.
struct FrameOptions {
    MeanChoice mean = MeanChoice::Remove;
    Closing closed = Closing::Auto;

    template <class V>
    void describe(V& v) {
        v.choice("mean", mean, {"remove", "keep"}, "Take the mean over time off every frame: it is the part that stays.");
        v.choice("closed", closed, {"auto", "yes", "no"},
                 "Whether the last frame steps to the first: auto looks whether that step fits as well as the others.");
    }
};

class PlaneRun : public Solver {
  public:
    PlaneRun(const MethodInfo& info, FrameSteps steps, const FrameOptions& options, const RunSettings& settings);
    // Notes the time of `advance`, which shows the next phase.
    Result<StepStatus> step(const Context& context) final;
    Frame snapshot() const final { return frame_; }
    double fit_seconds() const final;
    std::vector<std::pair<std::string, double>> stage_seconds() const final;

  protected:
    virtual Result<StepStatus> advance(const Context& context) = 0;
    // Makes span_, decides whether the orbit is closed, and puts both into the state with `kept` directions.
    Status find_span(const Context& context);
    void keep_directions(Index k);
    void show(int phase, Metrics metrics, std::int64_t iteration = 0);
    int phase() const { return frame_.phase; }

    const MethodInfo& info_;
    FrameSteps steps_;
    FrameOptions options_;
    RunSettings settings_;
    FrameSpan span_;
    PlanesState state_;

  private:
    Frame frame_;
    std::vector<double> seconds_;  // by phase
};

}  // namespace orthoscope
