// Surfaces with a known pose, for the tests of icp.
#pragma once

#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"

namespace icp_test {

using namespace orthoscope;

inline DatasetPtr cloud(Matrix points, const char* name) {
    auto set = std::make_shared<Dataset>();
    set->name = name, set->payload = PointCloud{std::move(points)};
    return set;
}

// n points on a lumpy body without symmetry, of radius about 1, drawn at random.
inline Matrix body(Index n, std::uint64_t seed) {
    Random random(seed), shape(99);
    Matrix centres = shape.normal(5, 3);
    centres.rowwise().normalize();
    Matrix points(n, 3);
    for (Index i = 0; i < n; ++i) {
        const RowVector u = random.normal(1, 3).row(0).normalized();
        double r = 0.8;
        for (Index c = 0; c < 5; ++c) r += (0.3 + 0.12 * double(c)) * std::exp(6 * (u.dot(centres.row(c)) - 1));
        points.row(i) = r * u;
        points(i, 0) *= 1.25, points(i, 2) *= 0.8;
    }
    return points;
}

// The same in the plane: a closed curve.
inline Matrix outline(Index n, std::uint64_t seed) {
    Random random(seed);
    Matrix points(n, 2);
    for (Index i = 0; i < n; ++i) {
        const double a = 2 * std::numbers::pi * random.uniform();
        const double r = 1 + 0.3 * std::cos(2 * a + 0.4) + 0.2 * std::sin(3 * a) + 0.1 * std::cos(5 * a);
        points.row(i) << r * std::cos(a), r * std::sin(a);
    }
    return points;
}

// The rotation of a unit quaternion, acting on rows.
inline Matrix from_quaternion(double x, double y, double z, double w) {
    Matrix r(3, 3);
    r << 1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w),  //
        2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w),   //
        2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y);
    return r;
}

struct Planted {
    Matrix rotation;
    RowVector shift;
    Matrix apply(const Matrix& x) const { return (x * rotation).rowwise() + shift; }
};
inline Planted pose(Index d, std::uint64_t seed) {
    Random random(seed);
    Planted p;
    p.rotation = random_orthogonal(d, random, true);
    p.shift = 2 * random.normal(1, d).row(0);
    return p;
}

inline RunRequest icp(std::vector<std::pair<std::string, std::string>> options = {}, bool fit_only = true) {
    RunRequest request;
    request.method = "icp", request.options = find_method("icp")->parameters(), request.fit_only = fit_only;
    for (auto& [name, value] : options)
        if (!request.options.set_text(name, value).ok()) std::abort();
    return request;
}

inline double degrees_off(const Report& report, const Matrix& rotation) {
    return 2 * std::asin(std::min(1.0, (*report.matrix("rotation") - rotation).norm() / std::sqrt(8.0))) * 180 / std::numbers::pi;
}
// How far the image of the source's mean is from where it should be.
inline double shift_off(const Report& report, const Matrix& source, const Planted& truth) {
    const RowVector mean = source.colwise().mean();
    return (mean * *report.matrix("rotation") + report.matrix("translation")->row(0) - mean * truth.rotation - truth.shift).norm();
}

inline bool says(const std::vector<std::string>& sentences, std::string_view part) {
    for (auto& s : sentences)
        if (s.find(part) != std::string::npos) return true;
    return false;
}

}  // namespace icp_test
