#include "core/linalg/tour.h"

#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/random.h"

namespace orthoscope {
namespace {

Matrix orthonormal(const Matrix& columns) {
    return Eigen::HouseholderQR<Matrix>(columns).householderQ() *
           Matrix::Identity(columns.rows(), columns.cols());
}

// Takes the rounding out of a frame without turning it: one step of Newton's iteration to the polar factor.
Matrix orthonormal_near(const Matrix& frame) {
    const Index k = frame.cols();
    return frame * (1.5 * Matrix::Identity(k, k) - 0.5 * (frame.transpose() * frame));
}

// A unit vector orthogonal to the columns: where an axis turns into its own negative, any way is as short.
Vector off(const Matrix& columns) {
    Index least = 0;
    columns.rowwise().squaredNorm().minCoeff(&least);
    Vector v = Vector::Unit(columns.rows(), least);
    for (int twice = 0; twice < 2; ++twice) v -= columns * (columns.transpose() * v);
    return v.normalized();
}

// Haar distributed within the complement of `avoid`.
Matrix random_frame(Index d, Index k, Random& random, const Matrix& avoid) {
    Matrix g = random.normal(d, k);
    for (int twice = 0; twice < 2 && avoid.cols() > 0; ++twice) g -= avoid * (avoid.transpose() * g);
    return orthonormal(g);
}

}  // namespace

FramePath::FramePath(const Matrix& from, const Matrix& to, Spin spin) : from_(from) {
    const Index d = from.rows(), k = from.cols();
    assert(to.rows() == d && to.cols() == k);
    const Eigen::JacobiSVD<Matrix> svd(from.transpose() * to, Eigen::ComputeFullU | Eigen::ComputeFullV);
    va_ = svd.matrixU();
    Matrix vb = svd.matrixV();
    // A turn within the picture cannot mirror it: one axis then goes the long way round instead.
    if (spin == Spin::With && va_.determinant() * vb.determinant() < 0) vb.col(k - 1) *= -1;
    basis_ = Matrix::Zero(d, 2 * k);
    basis_.leftCols(k) = from * va_;
    const Matrix goal = to * vb;
    Matrix away = goal;
    for (int twice = 0; twice < 2; ++twice)
        away -= basis_.leftCols(k) * (basis_.leftCols(k).transpose() * away);
    angles_ = Vector::Zero(k);
    for (Index i = 0; i < k; ++i) {
        const double sine = away.col(i).norm(), cosine = basis_.col(i).dot(goal.col(i));
        if (sine < 1e-13 && cosine > 0) continue;  // this axis is shared
        angles_[i] = std::atan2(sine, cosine);
        basis_.col(k + i) = sine < 1e-13 ? off(basis_.leftCols(k)) : Vector(away.col(i) / sine);
    }
    end_ = goal * va_.transpose();
    length_ = angles_.norm();
    if (spin == Spin::Without) return;
    end_ = to;
    const Matrix turn = va_ * vb.transpose();
    if ((turn - Matrix::Identity(k, k)).norm() < 1e-14) return;
    spin_.emplace(turn);
    double sum = angles_.squaredNorm();
    for (auto& plane : spin_->planes()) sum += 2 * plane.angle * plane.angle;
    length_ = std::sqrt(sum);
}

Matrix FramePath::within(double t) const {
    const Index k = va_.rows();
    Matrix g = Matrix::Zero(2 * k, k);
    for (Index i = 0; i < k; ++i) {
        g(i, i) = std::cos(t * angles_[i]);
        g(k + i, i) = std::sin(t * angles_[i]);
    }
    const Matrix seen = g * va_.transpose();
    return spin_ ? Matrix(seen * spin_->at(t)) : seen;
}

Matrix FramePath::at(double t) const {
    if (t <= 0) return from_;
    if (t >= 1) return end_;
    return basis_ * within(t);
}

Tour::Tour(std::vector<Stop> stops, double radians_per_second) : stops_(std::move(stops)) {
    assert(!stops_.empty() && radians_per_second > 0);
    starts_.push_back(0);
    for (std::size_t i = 0; i < stops_.size(); ++i) {
        const bool home = i + 1 == stops_.size();
        const Matrix& to = stops_[home ? 0 : i + 1].frame;
        paths_.emplace_back(stops_[i].frame, to, home ? FramePath::Spin::With : FramePath::Spin::Without);
        if (!home) stops_[i + 1].frame = paths_.back().end();
        starts_.push_back(starts_.back() + paths_.back().length() / radians_per_second);
    }
}

Tour::Place Tour::at(double seconds) const {
    const double whole = starts_.back();
    if (!(whole > 0) || !(seconds > 0)) return {};
    const double now = std::fmod(seconds, whole);
    const auto next = std::upper_bound(starts_.begin() + 1, starts_.end() - 1, now);
    const auto leg = static_cast<std::size_t>(next - starts_.begin() - 1);
    const double span = starts_[leg + 1] - starts_[leg];
    return {leg, span > 0 ? std::clamp((now - starts_[leg]) / span, 0.0, 1.0) : 0};
}

Tour grand_tour(const Matrix& first, std::uint64_t seed, int targets) {
    Random random(seed);
    std::vector<Tour::Stop> stops{{first}};
    for (int k = 0; k < targets; ++k)
        stops.push_back({random_frame(first.rows(), first.cols(), random, Matrix(first.rows(), 0))});
    return Tour(std::move(stops), tour_speed);
}

double shown_share(const Matrix& a, const Matrix& frame) {
    const double whole = a.trace();
    return whole > 0 ? (frame.array() * (a * frame).array()).sum() / whole : 0;
}

std::vector<Matrix> climb(const Matrix& a, const Matrix& from, const Matrix& avoid) {
    constexpr double longest = 0.35, least_gain = 1e-5;
    std::vector<Matrix> way;
    Matrix frame = from;
    double share = shown_share(a, frame), step = longest;
    for (int round = 0; round < 60; ++round) {
        Matrix uphill = a * frame;
        for (int twice = 0; twice < 2; ++twice) {
            if (avoid.cols() > 0) uphill -= avoid * (avoid.transpose() * uphill);
            uphill -= frame * (frame.transpose() * uphill);
        }
        const Eigen::JacobiSVD<Matrix> svd(uphill, Eigen::ComputeThinU | Eigen::ComputeThinV);
        const double steepest = svd.singularValues()[0];
        if (!(steepest > 1e-12 * a.trace())) break;
        // The geodesic of Edelman, Arias, Smith 1998, theorem 2.3, its fastest angle `step`.
        bool rose = false;
        for (; step > 1e-6; step /= 2) {
            const Vector angles = svd.singularValues() * (step / steepest);
            const Matrix cosine = angles.array().cos().matrix().asDiagonal(),
                         sine = angles.array().sin().matrix().asDiagonal();
            const Matrix next =
                orthonormal_near((frame * svd.matrixV() * cosine + svd.matrixU() * sine) * svd.matrixV().transpose());
            const double now = shown_share(a, next);
            if (now <= share) continue;
            rose = now - share > least_gain * share;
            way.push_back(next), frame = next, share = now;
            break;
        }
        if (!rose) break;
        step = std::min(longest, 1.5 * step);
    }
    return way;
}

Tour guided_tour(const Matrix& first, const Matrix& a, std::uint64_t seed, int peaks) {
    const Index d = first.rows(), k = first.cols();
    Random random(seed);
    std::vector<Tour::Stop> stops{{first, shown_share(a, first), 1}};
    Matrix seen(d, 0);
    for (int peak = 1; peak <= peaks; ++peak) {
        Matrix start = stops.back().frame;
        if (peak > 1) {
            if (d - seen.cols() < k) break;
            start = random_frame(d, k, random, seen);
            stops.push_back({start, shown_share(a, start), 0});
        }
        for (auto& frame : climb(a, start, seen)) stops.push_back({frame, shown_share(a, frame), peak});
        seen.conservativeResize(d, seen.cols() + k);
        seen.rightCols(k) = stops.back().frame;
    }
    return Tour(std::move(stops), tour_speed);
}

}  // namespace orthoscope
