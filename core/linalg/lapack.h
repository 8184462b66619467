// The few LAPACK and BLAS verbs the program needs, from OpenBLAS (linked by name: see core/CMakeLists.txt).
// Preconditions: finite entries. LAPACK's own failure to converge is an Error.
#pragma once

#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

struct Svd {
    Matrix u, v;   // m x r and n x r with r = min(m, n); orthonormal columns
    Vector sigma;  // r, descending, >= 0
};
// A = U diag(sigma) V' (dgesdd; dgesvd where that does not converge).
Result<Svd> svd(const Matrix& a);

// A = Z T Z' with T quasi upper triangular (dgees). A is square.
struct RealSchur {
    Matrix z, t;
};
Result<RealSchur> real_schur(const Matrix& a);

// Symmetric A = V diag(values) V', values ascending (dsyevd). Only the lower triangle is read.
struct SymmetricEigen {
    Matrix vectors;
    Vector values;
};
Result<SymmetricEigen> symmetric_eigen(const Matrix& a);

// C += A' B by dgemm, for blocks given by pointer and leading dimension (column-major): A is k x m, B is k x n.
void add_transposed_product(Index k, Index m, Index n, const double* a, Index lda, const double* b, Index ldb,
                            Matrix& c);

// A B and A B' by dgemm (Eigen's own product has no AVX without -march flags).
Matrix product(const Matrix& a, const Matrix& b);
Matrix product_transposed(const Matrix& a, const Matrix& b);
// The same in single precision, for nearest-neighbour searches that are rechecked in double.
Eigen::MatrixXf product_transposed(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b);

// C = alpha op(A) op(B) + beta C by sgemm on column-major blocks; C is m x n, the inner dimension is k.
enum class Op { Plain, Transposed };
void multiply(Op op_a, Op op_b, Index m, Index n, Index k, float alpha, const float* a, Index lda, const float* b,
              Index ldb, float beta, float* c, Index ldc);
// The same by dgemm.
void multiply(Op op_a, Op op_b, Index m, Index n, Index k, double alpha, const double* a, Index lda, const double* b,
              Index ldb, double beta, double* c, Index ldc);

void set_blas_threads(int threads);

}  // namespace orthoscope
