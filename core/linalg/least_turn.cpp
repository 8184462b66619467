#include "core/linalg/least_turn.h"

namespace orthoscope {

Result<Index> choose_least_turn(Svd& parts, bool rotation_only, bool negated, double rounding) {
    auto& [u, v, sigma] = parts;
    const Index d = sigma.size();
    const Index vanished = (sigma.array() <= rounding).count();
    // With one direction left, the sign of the determinant decides.
    if (vanished > (rotation_only ? 1 : 0)) {
        // tr(U0 P V0') = tr(P K) with K = V0'U0 = A C B': largest at P = B A', or B diag(1, .., 1, -1) A'.
        auto inner = svd(Matrix(v.rightCols(vanished).transpose() * u.rightCols(vanished)));
        if (!inner) return inner.error();
        u.rightCols(vanished) = product(u.rightCols(vanished), inner->v);
        v.rightCols(vanished) = product(v.rightCols(vanished), inner->u);
        return vanished;
    }
    if (!negated) return 0;
    const Index tied = (sigma.array() - sigma(d - 1) <= rounding).count();
    if (tied < 2) return 0;
    // I - 2 w w' in the tied subspace: the trace falls by 2 w' V't Ut w, least for the lowest eigenvector.
    const Matrix inner = v.rightCols(tied).transpose() * u.rightCols(tied);
    auto axes = symmetric_eigen(0.5 * (inner + inner.transpose()));
    if (!axes) return axes.error();
    const Matrix falling = axes->vectors.rowwise().reverse();
    u.rightCols(tied) = product(u.rightCols(tied), falling);
    v.rightCols(tied) = product(v.rightCols(tied), falling);
    return tied;
}

}  // namespace orthoscope
