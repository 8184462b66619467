// Even triangles on a smooth body: split, collapse, flip, relax, project; Botsch and Kobbelt, "A Remeshing
// Approach to Multiresolution Modeling" (SGP 2004), with edge lengths that follow BlendedBody::relative_size.
#pragma once

#include "core/base/context.h"
#include "core/samples/figure/blend.h"

namespace orthoscope {

// Precondition: `mesh` is closed, edge-manifold, and near the zero set of `body`. The result has the same
// topology and `vertices` vertices (within a few where topology forbids more collapses), each on the zero
// set.
Mesh remesh(const BlendedBody& body, const Mesh& mesh, Index vertices, const Context& context);

}  // namespace orthoscope
