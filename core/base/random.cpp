#include "core/base/random.h"

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthoscope {

double Random::uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

double Random::normal() {
    if (has_spare_) return has_spare_ = false, spare_;
    // Marsaglia's polar method.
    double u, v, s;
    do u = 2 * uniform() - 1, v = 2 * uniform() - 1, s = u * u + v * v;
    while (s >= 1 || s == 0);
    const double factor = std::sqrt(-2 * std::log(s) / s);
    spare_ = v * factor, has_spare_ = true;
    return u * factor;
}

std::uint64_t Random::below(std::uint64_t n) {
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
    std::uint64_t value;
    do value = engine_();
    while (value >= limit);
    return value % n;
}

Matrix Random::normal(Index rows, Index columns) {
    Matrix m(rows, columns);
    for (Index i = 0; i < rows; ++i)
        for (Index j = 0; j < columns; ++j) m(i, j) = normal();
    return m;
}

std::vector<Index> Random::permutation(Index n) {
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    for (Index i = n; i > 1; --i)
        std::swap(order[std::size_t(i - 1)], order[below(static_cast<std::uint64_t>(i))]);
    return order;
}

std::vector<Index> Random::choose(Index n, Index count) {
    auto order = permutation(n);
    order.resize(static_cast<std::size_t>(std::min(n, count)));
    std::sort(order.begin(), order.end());
    return order;
}

Matrix random_orthogonal(Index d, Random& random, bool rotation) {
    if (d == 0) return Matrix(0, 0);
    Eigen::HouseholderQR<Matrix> qr(random.normal(d, d));
    Matrix q = qr.householderQ();
    for (Index j = 0; j < d; ++j)
        if (qr.matrixQR()(j, j) < 0) q.col(j) = -q.col(j);
    if (rotation && q.determinant() < 0) q.col(0) = -q.col(0);
    return q;
}

}  // namespace orthoscope
