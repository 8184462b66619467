#include "core/alignment/wasserstein/signatures.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/median.h"
#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index most_bands = 24, most_vectors = 6;

struct Profile {
    Matrix scores;  // n x f
    Matrix axes;
    Vector variance;
};

// Quantiles of the normal distribution at (i + 1/2) / n, by bisection on erfc.
Vector normal_scores(Index n) {
    Vector z(n);
    for (Index i = 0; i < (n + 1) / 2; ++i) {
        const double p = (double(i) + 0.5) / double(n);
        double low = -9, high = 0;
        for (int k = 0; k < 36; ++k) {
            const double middle = (low + high) / 2;
            (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
        }
        z(i) = (low + high) / 2, z(n - 1 - i) = -z(i);
    }
    if (n % 2) z(n / 2) = 0;
    return z;
}

void to_scores(Matrix& features, const Vector& z) {
    std::vector<Index> order(static_cast<std::size_t>(features.rows()));
    for (Index f = 0; f < features.cols(); ++f) {
        std::iota(order.begin(), order.end(), Index{0});
        auto column = features.col(f);
        std::sort(order.begin(), order.end(), [&](Index a, Index b) { return column(a) != column(b) ? column(a) < column(b) : a < b; });
        Vector scores(features.rows());
        for (std::size_t i = 0; i < order.size(); ++i) scores(order[i]) = z(Index(i));
        column = scores;
    }
}

// Overlapping hats over the places 0 .. d - 1: d x count.
Matrix hats(Index d, Index count) {
    count = std::min(count, d);
    const double width = count > 1 ? double(d - 1) / double(count - 1) : 1;
    Matrix out(d, count);
    for (Index k = 0; k < count; ++k)
        for (Index i = 0; i < d; ++i) out(i, k) = std::max(0.0, 1 - std::abs(double(i) - double(k) * width) / width);
    return out;
}

// 1, falling to 0 for rows that lie more than `reach` deviations farther out than the median: strays must not shape
// the axes.
Vector row_weights(const Matrix& x, double reach) {
    const Vector length = x.rowwise().norm();
    const double middle = upper_median(length), spread = upper_median(Vector((length.array() - middle).abs()));
    const double cut = middle + reach * 1.4826 * spread;
    return (cut / length.array().max(1e-300)).min(1).pow(8).matrix();
}

// Where few dimensions leave room for near and far: distances at fixed shares of the sorted distances to other rows,
// which strays elsewhere hardly change. To at most 1000 rows, evenly picked.
Matrix distance_shares(const Matrix& x) {
    constexpr double shares[] = {0.004, 0.01, 0.025, 0.06, 0.15, 0.4};
    const Index n = x.rows(), others = std::min<Index>(n, 1000);
    Matrix picked(others, x.cols()), out(n, Index(std::size(shares)));
    for (Index k = 0; k < others; ++k) picked.row(k) = x.row(k * n / others);
    const Vector square = picked.rowwise().squaredNorm();
    for (Index i = 0; i < n; ++i) {
        Vector far = square - 2 * picked * x.row(i).transpose();
        auto first = far.data();
        for (Index k = 0; k < out.cols(); ++k) {
            auto at = far.data() + std::clamp<Index>(Index(std::lround(shares[k] * double(others))), 1, others - 1);
            if (others < 2) at = far.data();
            if (at >= first) std::nth_element(first, at, far.data() + far.size()), first = at;
            out(i, k) = *at + x.row(i).squaredNorm();
        }
    }
    return out;
}

// `counted`: rows that the moments are taken over (empty: all); every row gets its features.
Result<Profile> profile(const Matrix& x, const std::vector<Index>& counted, const Vector& z, double reach) {
    const Index d = x.cols();
    Vector weight = row_weights(x, reach);
    if (!counted.empty()) {
        Vector kept = Vector::Zero(x.rows());
        for (Index i : counted) kept(i) = weight(i);
        weight = kept;
    }
    weight /= std::max(weight.sum(), 1e-300);
    auto moment = [&](const Matrix& left, const Vector& factor, const Matrix& right) {
        Matrix c = Matrix::Zero(left.cols(), right.cols());
        const Matrix weighted = (weight.array() * factor.array()).matrix().asDiagonal() * right;
        add_transposed_product(left.rows(), left.cols(), right.cols(), left.data(), left.rows(), weighted.data(), right.rows(), c);
        return c;
    };
    const Vector ones = Vector::Ones(x.rows());
    auto eigen = symmetric_eigen(moment(x, ones, x));
    if (!eigen) return eigen.error();
    Profile p{{}, eigen->vectors.rowwise().reverse(), eigen->values.reverse()};
    const Vector variance = p.variance.cwiseMax(1e-9 * std::max(p.variance(0), 1e-300));
    const Matrix white = product(x, p.axes) * variance.cwiseSqrt().cwiseInverse().asDiagonal();
    const Matrix energy = white.cwiseAbs2(), few = product(energy, hats(d, most_vectors));
    const Vector square = x.rowwise().squaredNorm(), white_square = energy.rowwise().sum();
    auto centred = [&](const Vector& f) { return Vector(f.array() - weight.dot(f)); };
    Matrix vectors(d, 2 + few.cols());
    vectors.col(0) = moment(white, ones, ones), vectors.col(1) = moment(white, centred(square), ones);
    for (Index k = 0; k < few.cols(); ++k) vectors.col(2 + k) = moment(white, centred(few.col(k)), ones);
    const Matrix bands = product(energy, hats(d, most_bands)), linear = product(white, vectors);
    const Matrix near = d <= 8 ? distance_shares(x) : Matrix(x.rows(), 0);
    p.scores.resize(x.rows(), bands.cols() + 2 + linear.cols() + near.cols() + 3);
    p.scores << bands, square, white_square, linear, near, Matrix::Zero(x.rows(), 3);
    const Index quadratic = p.scores.cols() - 3;
    const Vector factors[] = {centred(white_square), linear.col(0), linear.col(1)};
    for (Index k = 0; k < 3; ++k)
        p.scores.col(quadratic + k) = product(white, moment(white, factors[k], white)).cwiseProduct(white).rowwise().sum();
    to_scores(p.scores, z);
    return p;
}

// Columns of f a and g b are uncorrelated but in pairs, of correlation r (H. Hotelling, Biometrika 28, 1936).
struct Canonical {
    Matrix a, b;
    Vector r;
};
Result<Canonical> canonical(const Matrix& f, const Matrix& g) {
    const Index k = f.cols();
    const double n = double(f.rows());
    auto gram = [&](const Matrix& left, const Matrix& right) {
        Matrix c = Matrix::Zero(k, k);
        add_transposed_product(left.rows(), k, k, left.data(), left.rows(), right.data(), right.rows(), c);
        return Matrix(c / n);
    };
    const Matrix ridge = 0.05 * Matrix::Identity(k, k);
    const Eigen::LLT<Matrix> left(gram(f, f) + ridge), right(gram(g, g) + ridge);
    Matrix t = left.matrixL().solve(gram(f, g));
    t = right.matrixL().solve(t.transpose()).transpose();
    auto parts = svd(t);
    if (!parts) return parts.error();
    return Canonical{left.matrixU().solve(parts->u), right.matrixU().solve(parts->v), parts->sigma};
}

PointsMatrix picked(const Matrix& from, const std::vector<Index>& rows) {
    PointsMatrix out(Index(rows.size()), from.cols());
    for (std::size_t i = 0; i < rows.size(); ++i) out.row(Index(i)) = from.row(rows[i]).cast<float>();
    return out;
}

}  // namespace

Result<Signatures> signatures(const SearchRows& rows, double noise, double reach, std::uint64_t seed, const Context& context) {
    const Index n = rows.all_x.rows(), m = rows.all_y.rows(), d = rows.dimension();
    // The copy is made of the larger set: rows can only be left out.
    const Matrix& base = rows.all_y;
    Random random(seed);
    const Vector zx = normal_scores(n), zy = normal_scores(m);
    auto px = profile(rows.all_x, {}, zx, reach);
    if (context.stopped()) return cancelled_error();
    auto py = profile(base, {}, zy, reach);
    if (context.stopped()) return cancelled_error();
    auto copy = profile(base + noise * random.normal(m, d), n < m ? random.choose(m, n) : std::vector<Index>{}, zy, reach);
    if (context.stopped()) return cancelled_error();
    if (!px || !py || !copy) return (!px ? px : !py ? py : copy).error();
    auto pairs = canonical(copy->scores, py->scores);
    if (!pairs) return pairs.error();
    const Eigen::ArrayXd r = pairs->r.array().min(0.95);
    Signatures out;
    out.correlations = pairs->r;
    out.x = picked(product(px->scores, pairs->a * (r / (1 - r.square())).matrix().asDiagonal()), rows.x_row);
    out.y = picked(product(py->scores, pairs->b), rows.y_row);
    const Matrix leak = product(Matrix(copy->axes.transpose()), py->axes);
    double far = 0;
    for (Index i = 0; i < d; ++i)
        for (Index j = 0; j < d; ++j) far += leak(i, j) * leak(i, j) * double((i - j) * (i - j));
    out.blur = 0.5 + std::sqrt(far / double(d));
    out.x_axes = px->axes, out.y_axes = py->axes, out.x_variance = px->variance, out.y_variance = py->variance;
    return out;
}

Matrix near_diagonal(const Matrix& m, const Signatures& s, double blur) {
    const Index d = m.rows();
    Matrix inside = product(product(Matrix(s.x_axes.transpose()), m), s.y_axes);
    for (Index i = 0; i < d; ++i)
        for (Index j = 0; j < d; ++j) inside(i, j) *= std::exp(-double((i - j) * (i - j)) / (2 * blur * blur));
    return product(product(s.x_axes, inside), Matrix(s.y_axes.transpose()));
}

}  // namespace orthoscope
