// Even triangles on a given surface: split, collapse, flip, relax, project (Botsch & Kobbelt, "A remeshing approach to
// multiresolution modeling", SGP 2004), with Delaunay flips.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/samples/figure/nearest.h"

namespace orthoscope {

struct Remeshed {
    Mesh mesh;
    std::vector<SurfacePoint> places;  // of each vertex on the old mesh
};

// `vertices` vertices where the topology allows it: components, holes and boundaries stay, boundary vertices go only where
// the boundary is nearly straight, and edges of three faces are never collapsed. New vertices lie on the old surface, which
// is 3-D and has an area; creases are rounded by up to half an edge length. Vertices without a face go. Errors: Cancelled.
Result<Remeshed> remesh_surface(const Mesh& mesh, Index vertices, const Context& context);

}  // namespace orthoscope
