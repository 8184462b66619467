// A smooth body as the zero set of a blend of rounded cones.
#pragma once

#include <vector>

#include "core/samples/shapes.h"

namespace orthoscope {

// The hull of two balls: radius `from_radius` at `from`, `to_radius` at `to`.
struct RoundCone {
    RoundCone(const Point3& from, double from_radius, const Point3& to, double to_radius, double blend);

    Point3 from, to;
    double from_radius, to_radius;
    double blend;  // width of the blend with the cones before it in the list
    Point3 middle;
    double reach;  // the cone lies in the ball of this radius about `middle`
};

// Distance of p from the cone, negative inside: min over t in [0, 1] of |p - c(t)| - r(t). `gradient` is
// unit.
double distance(const RoundCone& cone, const Point3& p, Point3* gradient = nullptr);
// Radius of the cone beside p.
double radius_beside(const RoundCone& cone, const Point3& p);

// Smooth minimum of the distances in the order of the list: with u = max(0, 1 - |a - b| / k),
// min(a, b) - k u^3 / 6. Its slope never exceeds 1, so |value| is a safe step.
struct BlendedBody {
    std::vector<RoundCone> cones;

    double value(const Point3& p, Point3* gradient = nullptr) const;
    // Wanted edge length at p relative to the mean: fine on thin limbs, coarse on the trunk; in [0.6, 1.3].
    double relative_size(const Point3& p) const;
    // Moves p to the surface by Newton's steps along the gradient; precondition: p lies near it.
    Point3 project(Point3 p) const;
    void bounds(Point3& low, Point3& high) const;
};

}  // namespace orthoscope
