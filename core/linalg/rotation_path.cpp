#include "core/linalg/rotation_path.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Below this the off-diagonal of a Schur block is rounding, not a turn.
constexpr double tiny_angle = 1e-14;

struct Blocks {
    std::vector<RotationPath::Plane> planes;
    std::vector<Index> fixed, minus;
};

// Reads the blocks of T; swaps basis columns where needed so that every angle is positive.
Blocks read_blocks(const Matrix& t, Matrix& basis) {
    Blocks found;
    const Index d = t.rows();
    for (Index i = 0; i < d; ++i) {
        if (i + 1 == d || t(i + 1, i) == 0) {
            (t(i, i) < 0 ? found.minus : found.fixed).push_back(i);
            continue;
        }
        // x Q on rows: with Q = B T B', row coordinates x B turn by the block of T from the right.
        const double c = (t(i, i) + t(i + 1, i + 1)) / 2, s = (t(i, i + 1) - t(i + 1, i)) / 2;
        double angle = std::atan2(s, c);
        if (angle < 0) {
            const Vector swap = basis.col(i);
            basis.col(i) = basis.col(i + 1), basis.col(i + 1) = swap;
            angle = -angle;
        }
        if (angle > tiny_angle) found.planes.push_back({i, angle});
        else found.fixed.insert(found.fixed.end(), {i, i + 1});
        ++i;
    }
    return found;
}

}  // namespace

RotationPath::RotationPath(const Matrix& q) {
    const Index d = q.rows();
    auto schur = real_schur(q);
    assert(schur.ok());  // an orthogonal matrix always converges
    Matrix z = std::move(schur->z);
    auto blocks = read_blocks(schur->t, z);
    // Columns are laid down anew: planes, then fixed axes, then pairs of minus ones, then the flip.
    std::sort(blocks.planes.begin(), blocks.planes.end(), [](auto& a, auto& b) { return a.angle > b.angle; });
    basis_.resize(d, d);
    Index at = 0;
    const std::size_t pairs = blocks.minus.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i, at += 2) {
        basis_.col(at) = z.col(blocks.minus[2 * i]), basis_.col(at + 1) = z.col(blocks.minus[2 * i + 1]);
        planes_.push_back({at, std::numbers::pi});
    }
    for (auto& plane : blocks.planes) {
        basis_.middleCols(at, 2) = z.middleCols(plane.first, 2);
        planes_.push_back({at, plane.angle});
        at += 2;
    }
    for (auto column : blocks.fixed) basis_.col(at++) = z.col(column);
    if (blocks.minus.size() % 2) {
        basis_.col(at) = z.col(blocks.minus.back());
        flip_ = at;
    }
}

RotationPath::RotationPath(Matrix basis, std::vector<Plane> planes, std::optional<Index> flip)
    : basis_(std::move(basis)), planes_(std::move(planes)), flip_(flip) {}

bool RotationPath::ambiguous() const {
    return std::any_of(planes_.begin(), planes_.end(),
                       [](auto& p) { return p.angle > std::numbers::pi - 1e-6; });
}

Matrix RotationPath::at(double t) const { return at_times(t, Matrix::Identity(dimension(), dimension())); }

// at(t) = I + sum over planes of B_k (T_k(t) - I) B_k', so untouched directions stay exact.
Matrix RotationPath::at_times(double t, const Matrix& s) const {
    if (planes_.empty() || t == 0) return s;
    const Index p = static_cast<Index>(planes_.size());
    Matrix left(dimension(), 2 * p), right(2 * p, s.cols());
    for (Index k = 0; k < p; ++k) {
        const auto& plane = planes_[static_cast<std::size_t>(k)];
        const auto b = basis_.middleCols(plane.first, 2);
        const double half = std::sin(t * plane.angle / 2), c1 = -2 * half * half, sn = std::sin(t * plane.angle);
        left.middleCols(2 * k, 2) = b;
        const Eigen::Matrix<double, 2, Eigen::Dynamic> seen = b.transpose() * s;
        right.row(2 * k) = c1 * seen.row(0) + sn * seen.row(1);
        right.row(2 * k + 1) = -sn * seen.row(0) + c1 * seen.row(1);
    }
    return s + product(left, right);
}

Matrix RotationPath::mirror(double t) const {
    Matrix m = Matrix::Identity(dimension(), dimension());
    if (flip_) m -= 2 * t * basis_.col(*flip_) * basis_.col(*flip_).transpose();
    return m;
}

}  // namespace orthoscope
