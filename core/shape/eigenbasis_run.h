// The stepping solver of `laplacian-eigenbasis` and its report; internal to core/shape.
#pragma once

#include <optional>

#include "core/shape/eigenbasis_method.h"
#include "core/shape/eigenbasis_solver.h"

namespace orthoscope {

// Indices of eigenbasis_info().phases.
enum class EigenbasisPhase { Prepare, Laplacian, Factor, Iterate, Basis };

class EigenbasisRun : public Solver {
  public:
    EigenbasisRun(DatasetPtr shape, const EigenbasisOptions& options, int threads);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override;
    std::vector<std::pair<std::string, double>> stage_seconds() const override;

  private:
    Status advance(const Context& context);  // to the phase that frame_ does not show yet
    void show(EigenbasisPhase phase, ShapeState state, Metrics metrics);

    DatasetPtr shape_;
    EigenbasisOptions options_;
    int threads_;
    std::optional<Laplacian> laplacian_;
    std::optional<EigenbasisSolver> solver_;
    double seconds_[5] = {};  // by phase
    Frame frame_;
};

// Largest residual and Weyl's ratio, recomputed from the shape.
Result<Report> eigenbasis_report(const Dataset& shape, const EigenbasisOptions& options, const ShapeState& state,
                                 const Context& context);

}  // namespace orthoscope
