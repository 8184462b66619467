#include "core/descent/skew_maps.h"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/linalg/blas_threads.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"

extern "C" void dgesv_(const int*, const int*, double*, const int*, int*, double*, const int*, int*);

namespace orthoscope {
namespace {

// As in core/linalg/lapack.cpp: small decompositions lose by being divided.
constexpr int undivided = 512;

// A^-1 B; A is I less something skew, which is never singular.
Matrix solved(Matrix a, Matrix b) {
    const int n = int(a.rows()), columns = int(b.cols());
    if (n == 0) return b;
    std::vector<int> pivots(static_cast<std::size_t>(n));
    int info = 0;
    const BlasThreads limit(n <= undivided ? 1 : std::numeric_limits<int>::max());
    dgesv_(&n, &columns, a.data(), &n, pivots.data(), b.data(), &n, &info);
    return b;
}

}  // namespace

Matrix skew_exponential(const Matrix& x) {
    const Index n = x.rows();
    // Each row sum bounds the angle; below 1/2 the [6/6] approximant is exact to rounding.
    const double size = x.size() ? x.cwiseAbs().rowwise().sum().maxCoeff() : 0;
    const int halvings = size > 0.5 ? int(std::ceil(std::log2(size / 0.5))) : 0;
    const Matrix scaled = x * std::ldexp(1.0, -halvings);
    // c_j of [6/6]: 12 - j over products, starting from 1. Even powers of a skew matrix are symmetric.
    std::array<double, 7> c{1};
    for (int j = 1; j <= 6; ++j) c[std::size_t(j)] = c[std::size_t(j - 1)] * double(7 - j) / double(j * (13 - j));
    const Matrix one = Matrix::Identity(n, n), second = -row_products(scaled), fourth = row_products(second);
    const Matrix even = one + c[2] * second + c[4] * fourth + c[6] * product(fourth, second);
    const Matrix odd = product(scaled, c[1] * one + c[3] * second + c[5] * fourth);
    Matrix out = solved(even - odd, even + odd);
    for (int i = 0; i < halvings; ++i) out = product(out, out);
    return out;
}

Matrix cayley(const Matrix& x) {
    const Matrix one = Matrix::Identity(x.rows(), x.cols());
    return solved(one - 0.5 * x, one + 0.5 * x);
}

Matrix truncated_exponential(const Matrix& x) { return Matrix::Identity(x.rows(), x.cols()) + x + 0.5 * product(x, x); }

double largest_angle(const Matrix& x) {
    if (x.size() == 0) return 0;
    auto values = gram_singular_values(x);  // of the largest exact to rounding
    return values ? (*values)(0) : 0;
}

}  // namespace orthoscope
