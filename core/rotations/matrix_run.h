// The stepping solver of `planes-of-matrix`; internal to core/rotations.
#pragma once

#include "core/rotations/matrix_method.h"

namespace orthoscope {

// Indices of matrix_planes_info().phases.
enum class MatrixPhase { Matrix, Schur, Planes };

class MatrixRun : public Solver {
  public:
    // `rows` (T x d) may be null.
    MatrixRun(orthoscope::Matrix matrix, std::shared_ptr<const orthoscope::Matrix> rows, const RunSettings& settings);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return seconds_; }

  private:
    Status split(const Context& context);
    void find_planes();
    void show(MatrixPhase phase, Metrics metrics);

    orthoscope::Matrix matrix_;
    std::shared_ptr<const orthoscope::Matrix> rows_;
    RunSettings settings_;
    Split split_;
    PlanesState state_;
    Frame frame_;
    double seconds_ = 0, defect_ = 0;
};

}  // namespace orthoscope
