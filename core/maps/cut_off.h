// The basis cut off after its first k functions: what is left of each shape, and the pointwise map that the leading
// k x k block of the functional map gives.
#pragma once

#include <memory>

#include "core/alignment/pairs.h"
#include "core/base/context.h"
#include "core/recording/state.h"

namespace orthoscope {

// Rows (n x d) as the first k functions of a basis (n x K) give them: the combination nearest to them in the norm
// sum_i mass_i |.|^2, so that more functions are never farther. The basis need not be orthonormal under these masses.
// Rows where the basis is 0, or that are not finite, stay where they are. O(n K^2) to make, O(n k d) a reconstruction.
class Reconstruction {
  public:
    // Precondition: as many rows, basis rows and masses; masses >= 0.
    Reconstruction(const Matrix& rows, SharedMatrix vectors, const Vector& masses);
    Index functions() const { return vectors_->cols(); }
    Matrix rows(Index k) const;  // 1 <= k <= functions()
    const SharedMatrix& vectors() const { return vectors_; }

  private:
    Matrix rows_;
    SharedMatrix vectors_;
    Matrix lower_, solved_;  // L of the Gram matrix L L', and L^-1 Phi' A X
    std::vector<Index> fixed_;
};

struct CutOff {
    Index functions = 0;                    // k: of each basis; fewer where it has fewer
    SharedMatrix source_rows, target_rows;  // n x d and m x d; the second null for a single shape
    SharedMatrix functional_map;            // the whole C that was cut; null: there is none yet
    Index block = 0;                        // rows and columns of it that were kept
    SharedIndices map;                      // m: source vertex of each target vertex; null: not found yet
};

// The reconstructions of a run's shapes.
class CutShapes {
  public:
    // Whether the state has bases of one or two such shapes.
    static bool possible(const Pairs& pairs, const ShapeState& state);
    // Null where that is not possible.
    static std::shared_ptr<const CutShapes> make(const Pairs& pairs, const ShapeState& state);
    bool fits(const ShapeState& state) const;  // has these bases
    Index most() const;                        // functions that both bases have
    CutOff at(Index k) const;                  // without a map; k is held within 1..most()

  private:
    std::unique_ptr<const Reconstruction> source_, target_;
};

// How much of C a cut-off at k keeps: at most its smaller side; 0 without one.
Index cut_block(const ShapeState& state, Index k);

// p21(y) = argmin_x |C' Phi1(x) - Phi2(y)| with C' the leading block x block of C. Preconditions: 1 <= block <=
// cut_block(state, block). Reports progress. Errors: of nearest_rows (pointwise.h).
Result<SharedIndices> cut_map(const ShapeState& state, Index block, int threads, const Context& context);

}  // namespace orthoscope
