// Which of equally good orthogonal maps: the one nearest to the identity.
#pragma once

#include "core/linalg/lapack.h"

namespace orthoscope {

// M = U S V' (d x d).  tr(R' M) is largest at R = U V' (last column of U negated where a reflection is forbidden and
// det U V' < 0), but singular values that vanish, or that tie with the smallest where it is negated, leave R free in
// their subspace.  Turns those columns of u and v, which stay an SVD of M to `rounding`, so that R has the largest
// trace of all optima: on the null space R is the polar factor of U0 U0' V0 V0' (Kabsch's where det is set).
// Singular values up to `rounding` count as vanished, differences up to it as ties.
// Returns the dimension of the free subspace, 0 (and u, v untouched) where R is the only optimum.
Result<Index> choose_least_turn(Svd& parts, bool rotation_only, bool negated, double rounding);

}  // namespace orthoscope
