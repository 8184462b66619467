#include "core/samples/figure/blend.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

// Where along the cone, in [0, 1], the ball nearest to p sits. With L the length and s = (r0 - r1) / L, the
// slope of |p - c(t)| - r(t) vanishes where the line from the ball to p leans by asin s from the normal of
// the axis.
double nearest_ball(const RoundCone& cone, const Point3& p) {
    const Point3 axis = cone.to - cone.from, q = p - cone.from;
    const double squared = axis.squaredNorm(), fall = cone.from_radius - cone.to_radius;
    if (squared <= fall * fall) return fall > 0 ? 0 : 1;  // one ball holds the other
    const double along = q.dot(axis) / squared;
    const double across = std::sqrt(std::max(0.0, q.squaredNorm() - along * along * squared));
    return std::clamp(along - across * fall / std::sqrt(squared * (squared - fall * fall)), 0.0, 1.0);
}

}  // namespace

RoundCone::RoundCone(const Point3& a, double a_radius, const Point3& b, double b_radius, double width)
    : from(a),
      to(b),
      from_radius(a_radius),
      to_radius(b_radius),
      blend(width),
      middle((a + b) / 2),
      reach((a - b).norm() / 2 + std::max(a_radius, b_radius)) {}

double distance(const RoundCone& cone, const Point3& p, Point3* gradient) {
    const double t = nearest_ball(cone, p);
    const Point3 apart = p - cone.from - t * (cone.to - cone.from);
    const double length = apart.norm();
    if (gradient) *gradient = length > 0 ? Point3(apart / length) : Point3(0, 1, 0);
    return length - cone.from_radius - t * (cone.to_radius - cone.from_radius);
}

double radius_beside(const RoundCone& cone, const Point3& p) {
    return cone.from_radius + nearest_ball(cone, p) * (cone.to_radius - cone.from_radius);
}

double BlendedBody::value(const Point3& p, Point3* gradient) const {
    double sum = 1e300;
    Point3 slope(0, 1, 0), added;
    for (auto& cone : cones) {
        // Too far to change the sum.
        const double limit = sum + cone.blend + cone.reach;
        if (limit < 1e100 && limit > 0 && (p - cone.middle).squaredNorm() > limit * limit) continue;
        const double d = distance(cone, p, gradient ? &added : nullptr), apart = std::abs(d - sum);
        const double u = std::max(0.0, 1 - apart / cone.blend);
        if (gradient) {
            const double weight = d < sum ? 1 - u * u / 2 : u * u / 2;
            if (weight > 0) slope += weight * (added - slope);
        }
        sum = std::min(sum, d) - cone.blend * u * u * u / 6;
    }
    if (gradient) *gradient = slope;
    return sum;
}

double BlendedBody::relative_size(const Point3& p) const {
    double weights = 0, sum = 0;
    for (auto& cone : cones) {
        const double limit = 0.12 + cone.reach;
        if ((p - cone.middle).squaredNorm() > limit * limit) continue;
        const double weight = std::exp(-std::max(0.0, distance(cone, p)) / 0.02);
        weights += weight, sum += weight * radius_beside(cone, p);
    }
    return weights > 0 ? std::clamp(std::sqrt(sum / weights / 0.07), 0.6, 1.3) : 1;
}

Point3 BlendedBody::project(Point3 p) const {
    Point3 slope;
    for (int step = 0; step < 4; ++step) {
        const double off = value(p, &slope);
        if (std::abs(off) < 1e-9) break;
        p -= off / std::max(slope.squaredNorm(), 0.05) * slope;
    }
    return p;
}

void BlendedBody::bounds(Point3& low, Point3& high) const {
    low.setConstant(1e300), high.setConstant(-1e300);
    double blend = 0;
    for (auto& cone : cones) {
        const Point3 from = Point3::Constant(cone.from_radius), to = Point3::Constant(cone.to_radius);
        low = low.cwiseMin(cone.from - from).cwiseMin(cone.to - to);
        high = high.cwiseMax(cone.from + from).cwiseMax(cone.to + to);
        blend = std::max(blend, cone.blend);
    }
    low.array() -= blend, high.array() += blend;
}

}  // namespace orthoscope
