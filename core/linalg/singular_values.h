// Singular values without vectors, and what large matrices are reduced to on the way; LAPACK and BLAS from OpenBLAS.
// Preconditions: finite entries. LAPACK's own failure to converge is an Error.
#pragma once

#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// All min(m, n) values, descending (dgesdd without vectors; dgesvd where that does not converge). Absolute error: some
// rounding units of the largest.
Result<Vector> singular_values(const Matrix& a);

// The same as roots of the eigenvalues of A'A or AA', whichever is smaller: several times faster, with an absolute error of
// up to 1.5e-8 of the largest value, so that small ones are lost. A preview, for values that only serve as a yardstick.
Result<Vector> gram_singular_values(const Matrix& a);

// A A' by dsyrk: half the work of a product.
Matrix row_products(const Matrix& a);

// R of A = QR by Householder reflections: upper triangular, min(m, n) x n, so that R'R = A'A and the singular values of R
// are those of A to rounding.
Result<Matrix> triangular_factor(Matrix a);

// Q of A = QR, m x min(m, n): orthonormal columns that span those of A.
Result<Matrix> orthonormal_columns(Matrix a);

}  // namespace orthoscope
