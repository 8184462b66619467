// The stepping solver of `transport-plan`; internal to core/transport.
#pragma once

#include <memory>

#include "core/transport/exact_plan.h"
#include "core/transport/plan_method.h"
#include "core/transport/semi_dual.h"
#include "core/transport/sinkhorn.h"

namespace orthoscope {

const MethodInfo& transport_plan_info();

// Indices of transport_plan_info().phases.
enum class PlanPhase { Start, Candidates, Simplex, Price, Balance, Ascend, Plan };

// The pose that plans are made under: --start, or as loaded.
Result<AlignmentState> plan_pose(const Pairs& pairs);

class PlanSolver : public Solver {
  public:
    PlanSolver(std::shared_ptr<const Pairs> pairs, const PlanOptions& options, const RunSettings& settings);
    Status begin();  // pose, geometry and the first frame; before anything else
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }

  private:
    Status exact_part(const Context& context);
    Status balance(const Context& context);
    Status ascend(const Context& context);
    Status finish(const Context& context);
    Status show(PlanPhase phase, Index keep, Metrics extra, const Context& context);
    PlanRows rows() const;
    std::string work() const;  // what the next step does, for a person who waits for it
    std::int64_t batch() const { return std::max<std::int64_t>(1, iteration_ / 5); }

    std::shared_ptr<const Pairs> pairs_;
    PlanOptions options_;
    RunSettings settings_;
    TransportGeometry geometry_;
    std::unique_ptr<Sinkhorn> sinkhorn_;
    std::unique_ptr<SemiDual> semi_dual_;
    std::unique_ptr<ExactPlan> exact_;
    AlignmentState state_;
    Frame frame_;
    PlanPhase next_ = PlanPhase::Plan;
    std::int64_t iteration_ = 0;
    StepStatus outcome_ = StepStatus::Converged;
    double cost_ = 0, fit_seconds_ = 0;
};

}  // namespace orthoscope
