// The stepping solver of optimizer-lab; internal to core/descent.
#pragma once

#include <memory>
#include <optional>

#include "core/descent/lab_problem.h"

namespace orthoscope {

class LabRun : public LaneRun {
  public:
    LabRun(LabProblem problem, Vector start_values, SharedMatrix target_values, const LabOptions& options, int threads);

  private:
    // A frame of a lane that has been worked out and not been shown.
    struct Made {
        DescentState state;
        Metrics metrics;
        std::int64_t step = 0;
        bool diverged = false;
    };
    struct Lane {
        Rule rule;
        std::unique_ptr<Optimizer> optimizer;
        Matrix w, update;         // now, and what the last step added
        std::int64_t step = 0;
        double unit = 0;          // the optimiser's rate for a first step of length |W0|
        double change = 0;        // given gradients: sum of <G, step>
        double bound = 0;         // of the truncated Pion: how far the values can have drifted
        Track track;
        std::optional<Result<Made>> made;
    };
    void begin(int lane) override;
    Status advance(int lane, const Context& context) override;
    // Works on this lane and on those that are next, each on a thread of its own: lanes know nothing of each other.
    void make(int lane, const Context& context);
    Result<Made> next_frame(Lane& lane, const Context& context);
    void step(Lane& lane);
    Result<Made> record(Lane& lane, bool diverged);
    double rate_at(std::int64_t step) const;

    LabProblem problem_;
    LabOptions options_;
    std::vector<Lane> lanes_;
    SharedMatrix times_, start_values_, target_values_;
    std::int64_t stride_ = 1;
    int threads_;
};

std::vector<Rule> lab_rules(const LabOptions& options);
// How the row lengths vary: their standard deviation over their mean.
double row_variation(const Matrix& m);

}  // namespace orthoscope
