// The zero set of a body as a closed triangle mesh, by marching tetrahedra.
#pragma once

#include "core/base/context.h"
#include "core/samples/figure/blend.h"

namespace orthoscope {

// A cubic lattice of the given step, turned and shifted at random by `random` so that two calls give
// different meshes; each cube is cut into six tetrahedra along its long diagonal, which makes the mesh
// closed, edge-manifold and outward whatever the values are. Vertices lie within about step^2 of the surface.
Mesh isosurface(const BlendedBody& body, double step, Random& random);

}  // namespace orthoscope
