// eigenbasis() one block at a time.
#pragma once

#include <memory>
#include <optional>

#include "core/shape/block_lanczos.h"
#include "core/shape/eigenbasis.h"
#include "core/shape/sparse_factor.h"

namespace orthoscope {

// In the coordinates y = A^1/2 phi the problem is the ordinary one of B = A^-1/2 W A^-1/2 on the vertices that have a
// triangle. Its null space is known: functions constant on each component. The rest follows from block Lanczos with
// the cube of S = s (B + s)^-1, s > 0 small against the largest value looked for: what is looked for stands further apart from the
// rest. The count of values below the last found is checked by the signs of the pivots of B - lambda; where it is higher, a
// second search goes on beside what was found. Few vertices go to LAPACK at once.
class EigenbasisSolver {
  public:
    // `laplacian` outlives this.
    EigenbasisSolver(const Laplacian& laplacian, Index k, int threads);

    // Errors: Cancelled, Memory.
    Status factor(const Context& context);
    // One block; nothing where done.
    Status iterate(const Context& context);
    // Judges the present basis; done where the wanted values have settled and none is missing below the last: a value may
    // come more often than a block has columns. Errors: Cancelled.
    Status check(const Context& context);
    bool done() const { return done_; }

    Index size() const { return k_; }  // that will be found
    double shift() const { return shift_; }
    Index steps() const { return lanczos_ ? lanczos_->steps() : 0; }
    Index columns() const { return null_.cols() + found_values_.size() + (lanczos_ ? lanczos_->columns() : 0); }
    // As of the last check: the present values, at most k, ascending; and the largest residual among those sought, over
    // the largest value.
    Vector values() const;
    double residual() const;

    // Precondition: done.
    Result<Eigenbasis> finish(const Context& context) const;

  private:
    Status solve_dense(const Context& context);
    Status accept(const Context& context);
    Vector values_of(const Vector& ritz) const;
    Vector scales() const;  // A^-1/2 of the active vertices

    const Laplacian& laplacian_;
    Index k_ = 0;
    int threads_ = 1;
    double shift_ = 0;
    bool done_ = false;
    std::vector<Index> active_;  // vertices with a triangle
    SparseMatrix scaled_;        // B
    Matrix null_;                // active x min(components, k), orthonormal
    std::optional<SparseFactor> factor_;
    std::optional<BlockLanczos> lanczos_;
    Vector found_values_;   // beside the null space, ascending; final where done_
    Matrix found_vectors_;  // in y
};

}  // namespace orthoscope
