// Maps from skew-symmetric matrices to orthogonal ones.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// exp(X) of a skew X by a diagonal Pade approximant, which is orthogonal to rounding, with scaling and squaring; relative
// error about 1e-15 (N. Higham, Functions of Matrices, chapter 10).
Matrix skew_exponential(const Matrix& x);
// (I - X/2)^-1 (I + X/2), orthogonal for a skew X; agrees with exp(X) to the second order.
Matrix cayley(const Matrix& x);
// I + X + X^2 / 2; of a skew X its singular values are sqrt(1 + a^4 / 4), a the angles of X.
Matrix truncated_exponential(const Matrix& x);
// The largest angle of a skew X: its largest singular value, by X'X.
double largest_angle(const Matrix& x);

}  // namespace orthoscope
