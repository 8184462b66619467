// Factor of a symmetric sparse matrix, and solves with many right-hand sides at once.
#pragma once

#include <memory>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/shape/laplacian.h"

namespace orthoscope {

class SparseFactor {
  public:
    // A + shift, positive definite; both triangles of A are stored. Errors: Memory, Cancelled; Input where a pivot is not
    // positive.
    static Result<SparseFactor> make(const SparseMatrix& a, double shift, const Context& context);

    // Each column of b (n x p) becomes (A + shift)^-1 of it. Errors: Cancelled.
    Status solve(Matrix& b, int threads, const Context& context) const;
    Index nonzeros() const;  // of L
    // How many eigenvalues of A lie below `value`: the negative pivots of A - value (Sylvester). -1 where a pivot is too
    // close to 0 to tell. Errors: Cancelled.
    Result<Index> count_below(const SparseMatrix& a, double value, const Context& context) const;

  private:
    struct Impl;
    std::shared_ptr<const Impl> impl_;
};

}  // namespace orthoscope
