// The stepping solver of `generalized-procrustes`; internal to core/group.
#pragma once

#include <deque>

#include "core/group/generalized_method.h"
#include "core/group/group_fit.h"

namespace orthoscope {

const MethodInfo& generalized_info();

// Indices of generalized_info().phases.
enum class GeneralizedPhase { Start, Centre, Mean, Reflect, Rotate, Scale };

class GeneralizedSolver : public Solver {
  public:
    GeneralizedSolver(std::shared_ptr<const Pairs> pairs, const GeneralizedOptions& options);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }

  private:
    Result<StepStatus> iterate(const Context& context);
    void centre();
    void add_rotation(const std::vector<Matrix>& before);
    void add(GeneralizedPhase phase, GroupState state, double cost);
    SharedMatrix mean_now() const;  // of the poses of state_
    double cost_now() const;        // of the poses of state_, on the rows that fit

    std::shared_ptr<const Pairs> pairs_;
    GeneralizedOptions options_;
    GroupRows rows_;
    GroupFit fit_;
    GroupState state_;  // as far as the beats have come
    std::deque<Frame> beats_;
    StepStatus last_ = StepStatus::Running;  // once beats_ is empty
    std::int64_t iteration_ = 0;
    double fit_seconds_ = 0;
    Frame frame_;
};

}  // namespace orthoscope
