// The stepping solver of `sliced-wasserstein-flow`; internal to core/transport.
#pragma once

#include "core/transport/flow_method.h"
#include "core/transport/flow_starts.h"
#include "core/transport/sliced.h"

namespace orthoscope {

const MethodInfo& sliced_flow_info();

// Indices of sliced_flow_info().phases.
enum class FlowPhase { Start, Centre, Project, Sort, Couple, Turn };

class FlowSolver : public Solver {
  public:
    FlowSolver(std::shared_ptr<const Pairs> pairs, const FlowOptions& options, const RunSettings& settings);
    Status begin();  // rows and the first frame; before anything else
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }
    std::vector<std::string> lanes() const override { return names_; }

  private:
    Status prepare(const Context& context);  // rows, means, directions
    Status choose_starts(const Context& context);
    Status begin_lane(const Context& context);
    Status centre(const Context& context);
    Status project(const Context& context);
    void sort();
    void couple();
    Result<bool> turn(const Context& context);  // false: no step lowers the cost
    Result<StepStatus> descend(const Context& context);
    StepStatus next_lane(StepStatus ended);
    Result<Sliced> look(const Matrix& rotation, const Matrix& directions, bool partners,
                        const Context& context) const;
    Matrix retracted(const Matrix& skew, double step) const;
    double step_length(const Matrix& skew) const;
    void show(FlowPhase phase, AlignmentState state, Metrics extra);

    std::shared_ptr<const Pairs> pairs_;
    FlowOptions options_;
    RunSettings settings_;
    std::vector<Index> source_rows_, target_rows_;  // empty: all
    Matrix source_, target_, directions_,
        present_;               // rows used, centred where asked; directions of cost and of gradient
    std::vector<double> mass_;  // of source_; empty: alike
    std::vector<FlowStart> starts_;
    std::vector<std::string> names_;
    std::vector<StepStatus> ended_;
    std::vector<double> costs_;
    int lane_ = 0, refusals_ = 0;
    std::int64_t iteration_ = 0;
    FlowPhase next_ = FlowPhase::Centre;
    Sliced seen_;  // at the present pose
    Matrix skew_;  // of the present gradient
    Matrix last_step_, last_skew_;
    double cost_ = 0;
    AlignmentState state_;
    Frame frame_;
    double fit_seconds_ = 0;
};

}  // namespace orthoscope
