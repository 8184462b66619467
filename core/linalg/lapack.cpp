#include "core/linalg/lapack.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/linalg/blas_threads.h"

extern "C" {
void dgesdd_(const char*, const int*, const int*, double*, const int*, double*, double*, const int*, double*,
             const int*, double*, const int*, int*, int*, std::size_t);
void dgesvd_(const char*, const char*, const int*, const int*, double*, const int*, double*, double*, const int*,
             double*, const int*, double*, const int*, int*, std::size_t, std::size_t);
void dgees_(const char*, const char*, int (*)(const double*, const double*), const int*, double*, const int*, int*,
            double*, double*, double*, const int*, double*, const int*, int*, int*, std::size_t, std::size_t);
void dsyevd_(const char*, const char*, const int*, double*, const int*, double*, double*, const int*, int*,
             const int*, int*, std::size_t, std::size_t);
void dgemm_(const char*, const char*, const int*, const int*, const int*, const double*, const double*, const int*,
            const double*, const int*, const double*, double*, const int*, std::size_t, std::size_t);
void sgemm_(const char*, const char*, const int*, const int*, const int*, const float*, const float*, const int*,
            const float*, const int*, const float*, float*, const int*, std::size_t, std::size_t);
}

namespace orthoscope {
namespace {

// Leading dimensions must be at least 1, also for empty matrices.
int lead(Index rows) { return static_cast<int>(std::max<Index>(rows, 1)); }
int whole(Index n) { return static_cast<int>(n); }

// The many small products inside a decomposition gain nothing by threads, and lose much where others compute too.
constexpr Index undivided = 512;
BlasThreads few_threads(const Matrix& a) {
    return BlasThreads(std::min(a.rows(), a.cols()) <= undivided ? 1 : std::numeric_limits<int>::max());
}

Error no_convergence(const char* routine, int info) {
    return input_error(routine, "did not converge (info " + std::to_string(info) + "); the matrix may be ill scaled");
}

int run_gesdd(Matrix a, Svd& out, Matrix& vt) {
    const int m = whole(a.rows()), n = whole(a.cols()), r = std::min(m, n), ldu = lead(m), ldvt = lead(r);
    std::vector<int> integers(static_cast<std::size_t>(8 * std::max(r, 1)));
    int info = 0, query = -1;
    double size = 0;
    dgesdd_("S", &m, &n, a.data(), &ldu, out.sigma.data(), out.u.data(), &ldu, vt.data(), &ldvt, &size, &query,
            integers.data(), &info, 1);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    dgesdd_("S", &m, &n, a.data(), &ldu, out.sigma.data(), out.u.data(), &ldu, vt.data(), &ldvt, work.data(),
            &count, integers.data(), &info, 1);
    return info;
}

int run_gesvd(Matrix a, Svd& out, Matrix& vt) {
    const int m = whole(a.rows()), n = whole(a.cols()), r = std::min(m, n), ldu = lead(m), ldvt = lead(r);
    const int count = 5 * std::max({m, n, 1}) + 64 * (m + n);
    std::vector<double> work(static_cast<std::size_t>(count));
    int info = 0;
    dgesvd_("S", "S", &m, &n, a.data(), &ldu, out.sigma.data(), out.u.data(), &ldu, vt.data(), &ldvt, work.data(),
            &count, &info, 1, 1);
    return info;
}

}  // namespace

Result<Svd> svd(const Matrix& a) {
    const Index r = std::min(a.rows(), a.cols());
    Svd out{Matrix(a.rows(), r), Matrix(a.cols(), r), Vector(r)};
    if (r == 0) return out;
    const auto limit = few_threads(a);
    Matrix vt(r, a.cols());
    int info = run_gesdd(a, out, vt);
    if (info > 0) info = run_gesvd(a, out, vt);
    if (info != 0) return no_convergence("singular value decomposition", info);
    out.v = vt.transpose();
    return out;
}

Result<RealSchur> real_schur(const Matrix& a) {
    const int n = whole(a.rows()), ld = lead(n);
    RealSchur out{Matrix(n, n), a};
    if (n == 0) return out;
    const auto limit = few_threads(a);
    Vector re(n), im(n);
    int info = 0, query = -1, selected = 0;
    double size = 0;
    dgees_("V", "N", nullptr, &n, out.t.data(), &ld, &selected, re.data(), im.data(), out.z.data(), &ld, &size,
           &query, nullptr, &info, 1, 1);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    dgees_("V", "N", nullptr, &n, out.t.data(), &ld, &selected, re.data(), im.data(), out.z.data(), &ld,
           work.data(), &count, nullptr, &info, 1, 1);
    if (info != 0) return no_convergence("real Schur form", info);
    return out;
}

Result<SymmetricEigen> symmetric_eigen(const Matrix& a) {
    const int n = whole(a.rows()), ld = lead(n);
    SymmetricEigen out{a, Vector(n)};
    if (n == 0) return out;
    const auto limit = few_threads(a);
    int info = 0, query = -1, integer_size = 0;
    double size = 0;
    dsyevd_("V", "L", &n, out.vectors.data(), &ld, out.values.data(), &size, &query, &integer_size, &query, &info,
            1, 1);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    std::vector<int> integers(static_cast<std::size_t>(integer_size));
    dsyevd_("V", "L", &n, out.vectors.data(), &ld, out.values.data(), work.data(), &count, integers.data(),
            &integer_size, &info, 1, 1);
    if (info != 0) return no_convergence("symmetric eigenproblem", info);
    return out;
}

void add_transposed_product(Index k, Index m, Index n, const double* a, Index lda, const double* b, Index ldb,
                            Matrix& c) {
    if (k == 0 || m == 0 || n == 0) return;
    const int mi = whole(m), ni = whole(n), ki = whole(k), la = lead(lda), lb = lead(ldb), lc = lead(c.rows());
    const double one = 1;
    dgemm_("T", "N", &mi, &ni, &ki, &one, a, &la, b, &lb, &one, c.data(), &lc, 1, 1);
}

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix c = Matrix::Zero(a.rows(), b.cols());
    if (c.size() == 0 || a.cols() == 0) return c;
    const int m = whole(a.rows()), n = whole(b.cols()), k = whole(a.cols()), la = lead(m), lb = lead(k);
    const double one = 1, zero = 0;
    dgemm_("N", "N", &m, &n, &k, &one, a.data(), &la, b.data(), &lb, &zero, c.data(), &la, 1, 1);
    return c;
}

Matrix product_transposed(const Matrix& a, const Matrix& b) {
    Matrix c = Matrix::Zero(a.rows(), b.rows());
    if (c.size() == 0 || a.cols() == 0) return c;
    const int m = whole(a.rows()), n = whole(b.rows()), k = whole(a.cols()), la = lead(m), lb = lead(n);
    const double one = 1, zero = 0;
    dgemm_("N", "T", &m, &n, &k, &one, a.data(), &la, b.data(), &lb, &zero, c.data(), &la, 1, 1);
    return c;
}

Eigen::MatrixXf product_transposed(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b) {
    Eigen::MatrixXf c = Eigen::MatrixXf::Zero(a.rows(), b.rows());
    if (c.size() == 0 || a.cols() == 0) return c;
    const int m = whole(a.rows()), n = whole(b.rows()), k = whole(a.cols()), la = lead(m), lb = lead(n);
    const float one = 1, zero = 0;
    sgemm_("N", "T", &m, &n, &k, &one, a.data(), &la, b.data(), &lb, &zero, c.data(), &la, 1, 1);
    return c;
}

void multiply(Op op_a, Op op_b, Index m, Index n, Index k, float alpha, const float* a, Index lda, const float* b,
              Index ldb, float beta, float* c, Index ldc) {
    if (m == 0 || n == 0) return;
    const int mi = whole(m), ni = whole(n), ki = whole(k), la = lead(lda), lb = lead(ldb), lc = lead(ldc);
    sgemm_(op_a == Op::Plain ? "N" : "T", op_b == Op::Plain ? "N" : "T", &mi, &ni, &ki, &alpha, a, &la, b, &lb, &beta, c,
           &lc, 1, 1);
}

void multiply(Op op_a, Op op_b, Index m, Index n, Index k, double alpha, const double* a, Index lda, const double* b,
              Index ldb, double beta, double* c, Index ldc) {
    if (m == 0 || n == 0) return;
    const int mi = whole(m), ni = whole(n), ki = whole(k), la = lead(lda), lb = lead(ldb), lc = lead(ldc);
    dgemm_(op_a == Op::Plain ? "N" : "T", op_b == Op::Plain ? "N" : "T", &mi, &ni, &ki, &alpha, a, &la, b, &lb, &beta, c,
           &lc, 1, 1);
}

}  // namespace orthoscope
