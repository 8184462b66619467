// Products of tall matrices with few columns: what orthogonalising one block against a basis needs. BLAS libraries pack
// and split such products as if they were square; here the basis streams through once.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

constexpr Index tall_width = 16;  // most columns of a block

// V' U: m x b, for V with m columns of n numbers from v on, and U n x b, b <= tall_width. Sums run in an order that does
// not depend on `threads`.
Matrix tall_gram(const double* v, Index m, const Matrix& u, int threads);
// U -= V c, c m x b.
void tall_subtract(const double* v, const Matrix& c, Matrix& u, int threads);

}  // namespace orthoscope
