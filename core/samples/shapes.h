// Curves and surfaces with closed formulas. Meshes are closed, edge-manifold and oriented outward.
#pragma once

#include "core/base/random.h"
#include "core/data/dataset.h"

namespace orthoscope {

using Point3 = Eigen::Vector3d;

// Unit sphere: an icosahedron whose triangles are cut in four `subdivisions` times; 10 * 4^subdivisions + 2
// vertices.
Mesh sphere_mesh(int subdivisions);

// Torus about the y axis; `around` vertices along the large circle, `across` along the small one.
Mesh torus_mesh(int around, int across, double large_radius, double small_radius);

// The (p, q) torus knot: p turns about the axis, q about the tube; p and q without common divisor, and the
// size such that it fits a ball of about radius 1. `t` in [0, 1).
struct TorusKnot {
    int p = 2, q = 3;
    Point3 at(double t) const;
    Point3 tangent(double t) const;  // unit
    Point3 normal(double t) const;   // unit, across the tangent, continuous round the knot
};

// Tube round the knot; its radius swells from `radius` (1 - swell) to `radius` (1 + swell) once round, so
// that a positive swell leaves the knot no turn of its own.
Mesh knot_mesh(const TorusKnot& knot, int along, int across, double radius, double swell);

// Random points of a mesh, uniform by area; n x 3.
Matrix surface_points(const Mesh& mesh, Index n, Random& random);

// n x 3, equally spaced by angle, about the y axis; the radius grows from 0.6 to 1 along the way.
Matrix helix_points(Index n, double turns, double height);

// Uniform in (angle, width) of the sheet; column 0 of `sheet` is the length along the spiral, column 1 the
// width.
struct SwissRoll {
    Matrix points;  // n x 3
    Matrix sheet;   // n x 2
};
SwissRoll swiss_roll(Index n, double turns, Random& random);

double surface_area(const Mesh& mesh);
double signed_volume(const Mesh& mesh);  // positive where faces turn outward

}  // namespace orthoscope
