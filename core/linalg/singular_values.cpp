#include "core/linalg/singular_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/linalg/blas_threads.h"

extern "C" {
void dgesdd_(const char*, const int*, const int*, double*, const int*, double*, double*, const int*, double*, const int*,
             double*, const int*, int*, int*, std::size_t);
void dgesvd_(const char*, const char*, const int*, const int*, double*, const int*, double*, double*, const int*, double*,
             const int*, double*, const int*, int*, std::size_t, std::size_t);
void dsyevd_(const char*, const char*, const int*, double*, const int*, double*, double*, const int*, int*, const int*,
             int*, std::size_t, std::size_t);
void dsyrk_(const char*, const char*, const int*, const int*, const double*, const double*, const int*, const double*,
            double*, const int*, std::size_t, std::size_t);
void dgeqrf_(const int*, const int*, double*, const int*, double*, double*, const int*, int*);
void dorgqr_(const int*, const int*, const int*, double*, const int*, const double*, double*, const int*, int*);
}

namespace orthoscope {
namespace {

int whole(Index n) { return static_cast<int>(n); }
int lead(Index rows) { return static_cast<int>(std::max<Index>(rows, 1)); }

// As in lapack.cpp: small decompositions lose by being divided.
constexpr Index undivided = 512;
BlasThreads few_threads(const Matrix& a) {
    return BlasThreads(std::min(a.rows(), a.cols()) <= undivided ? 1 : std::numeric_limits<int>::max());
}

Error no_convergence(const char* what, int info) {
    return input_error(what, "did not converge (info " + std::to_string(info) + "); the matrix may be ill scaled");
}

int run_gesdd(Matrix& a, Vector& values) {
    const int m = whole(a.rows()), n = whole(a.cols()), ld = lead(m), one = 1, query = -1;
    std::vector<int> integers(static_cast<std::size_t>(8 * std::max(std::min(m, n), 1)));
    int info = 0;
    double size = 0, none = 0;
    dgesdd_("N", &m, &n, a.data(), &ld, values.data(), &none, &one, &none, &one, &size, &query, integers.data(), &info, 1);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    dgesdd_("N", &m, &n, a.data(), &ld, values.data(), &none, &one, &none, &one, work.data(), &count, integers.data(), &info,
            1);
    return info;
}

int run_gesvd(Matrix& a, Vector& values) {
    const int m = whole(a.rows()), n = whole(a.cols()), ld = lead(m), one = 1;
    const int count = 5 * std::max({m, n, 1}) + 64 * (m + n);
    std::vector<double> work(static_cast<std::size_t>(count));
    int info = 0;
    double none = 0;
    dgesvd_("N", "N", &m, &n, a.data(), &ld, values.data(), &none, &one, &none, &one, work.data(), &count, &info, 1, 1);
    return info;
}

// Householder vectors below the diagonal, R on and above it; the scales of the reflections in `scales`.
int factor(Matrix& a, Vector& scales) {
    const int m = whole(a.rows()), n = whole(a.cols()), ld = lead(m), query = -1;
    int info = 0;
    double size = 0;
    dgeqrf_(&m, &n, a.data(), &ld, scales.data(), &size, &query, &info);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    dgeqrf_(&m, &n, a.data(), &ld, scales.data(), work.data(), &count, &info);
    return info;
}

}  // namespace

Result<Vector> singular_values(const Matrix& a) {
    Vector values(std::min(a.rows(), a.cols()));
    if (values.size() == 0) return values;
    const auto limit = few_threads(a);
    // Upright: LAPACK's QR of a tall matrix takes three quarters of the time of its LQ of the same wide one.
    const auto upright = [&] { return a.cols() > a.rows() ? Matrix(a.transpose()) : a; };
    Matrix worked = upright();
    int info = run_gesdd(worked, values);
    if (info > 0) worked = upright(), info = run_gesvd(worked, values);
    if (info != 0) return no_convergence("singular values", info);
    return values;
}

Result<Vector> gram_singular_values(const Matrix& a) {
    const bool wide = a.cols() > a.rows();
    const int n = whole(std::min(a.rows(), a.cols())), k = whole(std::max(a.rows(), a.cols())), la = lead(a.rows()), lc = lead(n);
    Vector values(n);
    if (n == 0) return values;
    Matrix gram(n, n);
    const double one = 1, zero = 0;
    dsyrk_("L", wide ? "N" : "T", &n, &k, &one, a.data(), &la, &zero, gram.data(), &lc, 1, 1);
    const auto limit = few_threads(gram);
    int info = 0, query = -1, integer_size = 0;
    double size = 0;
    dsyevd_("N", "L", &n, gram.data(), &lc, values.data(), &size, &query, &integer_size, &query, &info, 1, 1);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    std::vector<int> integers(static_cast<std::size_t>(integer_size));
    dsyevd_("N", "L", &n, gram.data(), &lc, values.data(), work.data(), &count, integers.data(), &integer_size, &info, 1, 1);
    if (info != 0) return no_convergence("eigenvalues of the Gram matrix", info);
    return Vector(values.reverse().cwiseMax(0).cwiseSqrt());
}

Matrix row_products(const Matrix& a) {
    const int n = whole(a.rows()), k = whole(a.cols()), la = lead(n);
    Matrix out = Matrix::Zero(n, n);
    const double one = 1, zero = 0;
    if (out.size() > 0) dsyrk_("L", "N", &n, &k, &one, a.data(), &la, &zero, out.data(), &la, 1, 1);
    out.triangularView<Eigen::StrictlyUpper>() = out.transpose();
    return out;
}

Result<Matrix> triangular_factor(Matrix a) {
    const Index r = std::min(a.rows(), a.cols());
    if (r == 0) return Matrix(Matrix::Zero(r, a.cols()));
    Vector scales(r);
    if (const int info = factor(a, scales); info != 0) return no_convergence("triangular factor", info);
    Matrix out = a.topRows(r);
    for (Index j = 0; j < r; ++j) out.col(j).tail(r - 1 - j).setZero();
    return out;
}

Result<Matrix> orthonormal_columns(Matrix a) {
    const Index r = std::min(a.rows(), a.cols());
    if (r == 0) return Matrix(a.rows(), r);
    Vector scales(r);
    int info = factor(a, scales);
    if (info != 0) return no_convergence("orthonormal columns", info);
    Matrix q = a.leftCols(r);
    const int m = whole(q.rows()), n = whole(r), ld = lead(m), query = -1;
    double size = 0;
    dorgqr_(&m, &n, &n, q.data(), &ld, scales.data(), &size, &query, &info);
    const int count = static_cast<int>(size) + 1;
    std::vector<double> work(static_cast<std::size_t>(count));
    dorgqr_(&m, &n, &n, q.data(), &ld, scales.data(), work.data(), &count, &info);
    if (info != 0) return no_convergence("orthonormal columns", info);
    return q;
}

}  // namespace orthoscope
