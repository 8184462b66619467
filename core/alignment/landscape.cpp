#include "core/alignment/landscape.h"

#include <Eigen/LU>
#include <Eigen/SVD>
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/linalg/procrustes.h"

namespace orthoscope {
namespace {

struct Partners {
    std::vector<Index> source, target;
    std::vector<double> weight;
    void add(Index x, Index y, double w) {
        if (y < 0 || !(w > 0)) return;
        source.push_back(x), target.push_back(y), weight.push_back(w);
    }
};

Partners partners_of(const Pairs& pairs, const AlignmentState& state) {
    Partners found;
    if (state.coupling) {
        for (Index k = 0; k < state.coupling->rows(); ++k)
            found.add(static_cast<Index>((*state.coupling)(k, 0)), static_cast<Index>((*state.coupling)(k, 1)),
                      (*state.coupling)(k, 2));
    } else if (state.matching) {
        for (Index i = 0; i < state.matching->size(); ++i)
            found.add(i, static_cast<Index>((*state.matching)[i]), state.confidence ? (*state.confidence)(i, 0) : 1);
    } else if (pairs.paired) {
        Index count = pairs.pair_count();
        if (state.cross_covariance && state.covered > 0 && state.covered < 1)
            count = std::max<Index>(1, static_cast<Index>(std::llround(state.covered * double(count))));
        for (Index k = 0; k < count; ++k) {
            const auto at = static_cast<std::size_t>(k);
            const bool fits = pairs.fits.empty() || pairs.fits[at];
            if (fits)
                found.add(pairs.source_row[at], pairs.target_row[at], pairs.weights.size() ? pairs.weights[k] : 1);
        }
    }
    return found;
}

// Every choice of signs with the product asked for, by falling sum e_i s_i.
std::vector<Vector> signs(const Vector& sigma, double product) {
    const Index d = sigma.size();
    std::vector<Vector> all;
    for (int bits = 0; bits < 1 << d; ++bits) {
        Vector e(d);
        for (Index i = 0; i < d; ++i) e[i] = bits >> i & 1 ? -1 : 1;
        if (e.prod() * product > 0) all.push_back(e);
    }
    std::stable_sort(all.begin(), all.end(),
                     [&](const Vector& a, const Vector& b) { return a.dot(sigma) > b.dot(sigma); });
    return all;
}

}  // namespace

double Landscape::cost(const Matrix& r) const {
    const double gain = (r.array() * cross.array()).sum();
    return std::max(0.0, scale * scale * source_square + target_square - 2 * scale * gain) / weight;  // but for rounding
}

std::vector<CriticalPoint> Landscape::critical_points(bool mirrored) const {
    const Eigen::JacobiSVD<Matrix> svd(cross, Eigen::ComputeFullU | Eigen::ComputeFullV);
    const Matrix &u = svd.matrixU(), &v = svd.matrixV();
    const Vector sigma = svd.singularValues();
    const double side = u.determinant() * v.determinant() * (mirrored ? -1 : 1);
    std::vector<CriticalPoint> found;
    for (auto& e : signs(sigma, side)) {
        CriticalPoint point;
        point.rotation = u * e.asDiagonal() * v.transpose();
        point.cost = cost(point.rotation);
        const Vector part = 2 * scale / weight * e.cwiseProduct(sigma);
        const Index turns = dimension() == 3 ? 3 : 1;
        point.curvature = Vector::Constant(turns, part.sum());
        // A turn about v_k moves the other two axes.
        if (turns == 3) point.curvature -= part;
        point.falling = static_cast<int>((point.curvature.array() < 0).count());
        found.push_back(std::move(point));
    }
    return found;
}

Matrix Landscape::quaternion_form(bool mirrored) const {
    assert(dimension() == 3);
    const Eigen::Matrix3d m = cross * sheet_factor(3, mirrored).transpose();
    Matrix n(4, 4);
    n(0, 0) = m.trace();
    n.block(0, 1, 1, 3) << m(1, 2) - m(2, 1), m(2, 0) - m(0, 2), m(0, 1) - m(1, 0);
    n.block(1, 0, 3, 1) = n.block(0, 1, 1, 3).transpose();
    n.block(1, 1, 3, 3) = m + m.transpose() - m.trace() * Eigen::Matrix3d::Identity();
    return n;
}

Vector Landscape::grid(Index side, bool mirrored) const {
    constexpr double pi = std::numbers::pi;
    const auto place = [&](Index i) { return -pi + double(2 * i + 1) * pi / double(side); };
    if (dimension() == 2) {
        Vector values(side);
        for (Index i = 0; i < side; ++i) values[i] = cost(Vector::Constant(1, place(i)), mirrored);
        return values;
    }
    const Eigen::Matrix4d n = quaternion_form(mirrored);
    const double base = (scale * scale * source_square + target_square) / weight, gain = 2 * scale / weight;
    Vector values = Vector::Constant(side * side * side, std::numeric_limits<double>::quiet_NaN());
    for (Index i = 0; i < side; ++i)
        for (Index j = 0; j < side; ++j)
            for (Index k = 0; k < side; ++k) {
                const Eigen::Vector3d v(place(i), place(j), place(k));
                const double angle = v.norm();
                if (angle > pi) continue;
                const double sine = angle > 0 ? std::sin(angle / 2) / angle : 0.5;
                const Eigen::Vector4d q(std::cos(angle / 2), sine * v[0], sine * v[1], sine * v[2]);
                values[(i * side + j) * side + k] = std::max(0.0, base - gain * q.dot(n * q));
            }
    return values;
}

std::optional<Landscape> landscape_of(const Pairs& pairs, const AlignmentState& state, bool centred) {
    const Index d = pairs.dimension();
    if (d != 2 && d != 3) return std::nullopt;
    const Partners partners = partners_of(pairs, state);
    if (partners.source.empty()) return std::nullopt;
    const RowPairs rows{*pairs.source, *pairs.target, partners.source, partners.target, partners.weight};
    Landscape result;
    result.pivot = result.place = RowVector::Zero(d);
    if (centred) weighted_means(rows, result.pivot, result.place);
    const Moments sums = moments(rows, result.pivot, result.place);
    result.cross = sums.cross;
    result.source_square = sums.source_square, result.target_square = sums.target_square;
    result.weight = sums.weight;
    result.scale = state.scale;
    if (!result.cross.allFinite() || !(result.weight > 0)) return std::nullopt;
    return result;
}

}  // namespace orthoscope
