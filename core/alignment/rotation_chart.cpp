#include "core/alignment/rotation_chart.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <Eigen/SVD>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi;

Matrix nearest_orthogonal(const Matrix& r) {
    const Matrix excess = r.transpose() * r - Matrix::Identity(r.rows(), r.cols());
    if (!r.allFinite() || excess.norm() < 1e-9) return r;
    const Eigen::JacobiSVD<Matrix> svd(r, Eigen::ComputeFullU | Eigen::ComputeFullV);
    return svd.matrixU() * svd.matrixV().transpose();
}

bool jumps(const Vector& a, const Vector& b) {
    return (a - b).norm() > pi;
}

// Where between t0 and t1 the vectors change over to the other side: the last place on the side of `a`.
Vector last_before_jump(const std::function<Matrix(double)>& rotation_at, double t0, double t1, Vector a) {
    for (int round = 0; round < 48; ++round) {
        const double middle = (t0 + t1) / 2;
        const Vector at = chart(rotation_at(middle));
        if (jumps(a, at))
            t1 = middle;
        else
            t0 = middle, a = at;
    }
    return a;
}

}  // namespace

Matrix exp_rotation(const Vector& v) {
    if (v.size() == 1) {
        const double c = std::cos(v[0]), s = std::sin(v[0]);
        Matrix r(2, 2);
        r << c, s, -s, c;
        return r;
    }
    assert(v.size() == 3);
    const double angle = v.norm(), half = angle / 2;
    const double a = angle < 1e-8 ? 1 : std::sin(angle) / angle;
    const double sinc = half < 1e-8 ? 1 : std::sin(half) / half;
    Eigen::Matrix3d cross;
    cross << 0, -v[2], v[1], v[2], 0, -v[0], -v[1], v[0], 0;
    return (Eigen::Matrix3d::Identity() + a * cross + sinc * sinc / 2 * cross * cross).transpose();
}

Vector log_rotation(const Matrix& r) {
    if (r.rows() == 2) return Vector::Constant(1, std::atan2(r(0, 1) - r(1, 0), r(0, 0) + r(1, 1)));
    assert(r.rows() == 3);
    Eigen::Quaterniond q(Eigen::Matrix3d(r.transpose()));
    if (q.w() < 0) q.coeffs() *= -1;
    const double sine = q.vec().norm();
    if (sine < 1e-12) return 2 * q.vec();
    return q.vec() * (2 * std::atan2(sine, q.w()) / sine);
}

Matrix sheet_factor(Index d, bool mirrored) {
    Matrix f = Matrix::Identity(d, d);
    if (mirrored && d == 2) f(1, 1) = -1;
    if (mirrored && d == 3) f = -f;
    return f;
}

bool is_mirrored(const Matrix& r) {
    return r.determinant() < 0;
}

Vector chart(const Matrix& r) {
    const Matrix q = nearest_orthogonal(r);
    return log_rotation(q * sheet_factor(q.rows(), is_mirrored(q)).transpose());
}

Matrix from_chart(const Vector& v, bool mirrored) {
    const Matrix r = exp_rotation(v);
    return mirrored ? Matrix(r * sheet_factor(r.rows(), true)) : r;
}

std::vector<ChartLine> chart_path(const std::function<Matrix(double)>& rotation_at, int steps) {
    std::vector<ChartLine> lines(1);
    Matrix before = rotation_at(0);
    lines.back().push_back(chart(before));
    for (int k = 1; k <= steps; ++k) {
        const double t = double(k) / steps;
        const Matrix now = rotation_at(t);
        const Vector at = chart(now), last = lines.back().back();
        if (is_mirrored(now) != is_mirrored(before)) {
            lines.emplace_back();
        } else if (jumps(last, at)) {
            const Vector edge = last_before_jump(rotation_at, t - 1.0 / steps, t, last).normalized() * pi;
            lines.back().push_back(edge);
            lines.push_back({-edge});
        }
        lines.back().push_back(at);
        before = now;
    }
    return lines;
}

double chart_angle(const Matrix& a, const Matrix& b) {
    return log_rotation(a.transpose() * b).norm();
}

}  // namespace orthoscope
