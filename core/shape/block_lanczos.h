// Largest eigenpairs of a symmetric positive definite operator by block Lanczos with full orthogonalisation and thick
// restarts (Golub & Underwood 1977; Wu & Simon 2000). A block finds the copies of a multiple eigenvalue together.
#pragma once

#include <functional>

#include "core/base/context.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace orthoscope {

struct LanczosRules {
    Index wanted = 1;         // eigenpairs
    Index block = 16;         // columns a step, at most 16
    Index columns = 100;      // of the basis at most, before a restart; more than wanted + 3 blocks
    int threads = 1;
    double tolerance = 1e-9;  // of residuals()
    int power = 1;            // the operator is S to this power, S positive definite
};

class BlockLanczos {
  public:
    // Replaces the columns by the operator's images of them.
    using Operator = std::function<Status(Matrix& block)>;

    // The space orthogonal to the columns of `locked` (n x c, orthonormal), which the operator maps to itself.
    // Precondition: n >= c + wanted + 5 blocks.
    BlockLanczos(Matrix locked, const LanczosRules& rules, std::uint64_t seed);

    // Adds one block; restarts before that where the basis is full. Errors: the operator's.
    Status step(const Operator& apply);
    // Ritz values and residuals of the present basis; true when all wanted have converged.
    bool check();

    Index wanted() const { return rules_.wanted; }
    Index columns() const { return count_; }
    Index steps() const { return steps_; }
    // As of the last check, descending.
    const Vector& values() const { return values_; }
    // |S x - sigma x| sigma_wanted / sigma^2 for theta = sigma^power, to first order |S^power x - theta x| / (power sigma^(power - 1))
    // in place of |S x - sigma x|: for S = s (B + s)^-1 that is |B x - lambda x| of the vectors() over about the largest wanted
    // lambda.
    Vector residuals() const;
    // n x k Ritz vectors after one more application of S, which costs nothing (Ericsson & Ruhe 1980).
    Result<Matrix> vectors(Index k, const Context& context) const;

  private:
    void orthogonalise(Matrix& block, Index from, Matrix& coefficients, Matrix& factor);
    void restart();
    bool in_row_slices(const Context& context, const std::function<void(Index first, Index rows)>& work) const;

    Matrix locked_, basis_, projected_;  // n x c, n x (columns + block), S in the basis
    Matrix next_;                        // n x b: the block that the basis lacks
    Matrix coupling_;                    // b x b: S basis = basis projected + next coupling on the last block
    Matrix ritz_;                        // eigenvectors of projected_, by falling values
    Vector values_;
    Vector last_;                        // |coupling y_last| of each Ritz pair
    LanczosRules rules_;
    Random random_;
    Index count_ = 0, steps_ = 0;
};

}  // namespace orthoscope
