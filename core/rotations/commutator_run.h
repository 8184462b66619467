// The stepping solver of `double-commutator`; internal to core/rotations.
#pragma once

#include "core/rotations/commutator_method.h"

namespace orthoscope {

// Indices of commutator_info().phases.
enum class CommutatorPhase { Covariance, Commutators, Generator, Planes };

// What the method is given: rows (T x d, then the mean is theirs) or a covariance (d x d).
struct CommutatorInput {
    std::shared_ptr<const Matrix> rows;  // null: none
    Matrix covariance;                   // empty where there are rows
};
// A square symmetric matrix without negative eigenvalues that is opened as a matrix is a covariance, everything else rows.
Result<CommutatorInput> commutator_input(const Pairs& inputs);

class CommutatorRun : public Solver {
  public:
    CommutatorRun(CommutatorInput input, const CommutatorOptions& options);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return seconds_; }

  private:
    Status find_directions(const Context& context);
    void find_planes();
    void show(CommutatorPhase phase, Metrics metrics);

    CommutatorInput input_;
    CommutatorOptions options_;
    Vector values_;                             // k eigenvalues, descending
    double trace_ = 0;
    std::vector<std::vector<Index>> equal_;     // runs of equal eigenvalues
    PlanesState state_;
    Frame frame_;
    double seconds_ = 0;
};

}  // namespace orthoscope
