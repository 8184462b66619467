// The stepping solver of `procrustes`; internal to core/alignment.
#pragma once

#include "core/alignment/baselines.h"
#include "core/alignment/procrustes_method.h"

namespace orthoscope {

const MethodInfo& procrustes_info();

// Indices of procrustes_info().phases.
enum class ProcrustesPhase { Start, Centre, CrossCovariance, SingularValues, Reflect, Rotate, Scale };

class ProcrustesSolver : public Solver {
  public:
    ProcrustesSolver(std::shared_ptr<const Pairs> pairs, ProcrustesRules rules);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }  // centring, cross-covariance, SVD and Q

  private:
    StepStatus centre();
    Result<StepStatus> gather(const Context& context);
    Result<StepStatus> decompose();
    void reflect();
    void rotate();
    StepStatus rescale();
    void show(ProcrustesPhase phase, AlignmentState state, Metrics extra = {});
    double rmse_now(const AlignmentState& state) const;

    std::shared_ptr<const Pairs> pairs_;
    ProcrustesRules rules_;
    FitRows rows_;
    ProcrustesPhase next_;
    Moments moments_;
    Index gathered_ = 0;
    ProcrustesFit fit_;
    std::shared_ptr<const RotationPath> path_;
    AlignmentState state_;
    Frame frame_;
    double fit_seconds_ = 0;
};

}  // namespace orthoscope
