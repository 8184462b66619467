// Factor of a symmetric sparse matrix, and solves with many right-hand sides at once.
#pragma once

#include <memory>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/shape/laplacian.h"

namespace orthoscope {

// P (A + shift) P' = L D L' in minimum-degree order. Columns of L with the same rows are kept together (supernodes), and
// right-hand sides lie eight side by side, so that each number of L that is read serves eight of them.
class SparseFactor {
  public:
    // A + shift, positive definite; both triangles of A are stored. Errors: Memory, Cancelled; Input where a pivot is not
    // positive.
    static Result<SparseFactor> make(const SparseMatrix& a, double shift, const Context& context);

    // Each column of b (n x p) becomes (A + shift)^-1 of it, on up to `threads` threads. Errors: Cancelled.
    Status solve(Matrix& b, int threads, const Context& context) const;
    Index nonzeros() const;  // of L
    // How many eigenvalues of A, of the same pattern, lie below `value`: the negative pivots of A - value (Sylvester). -1
    // where a pivot is too close to 0 to tell. Errors: Cancelled.
    Result<Index> count_below(const SparseMatrix& a, double value, const Context& context);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace orthoscope
