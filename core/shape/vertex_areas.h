// Areas of the vertices of a mesh: the lumped mass of its triangles as they are.
#pragma once

#include "core/data/dataset.h"

namespace orthoscope {

// n entries: a third of each triangle about the vertex, in squared units of the mesh; 0 where there is none. Triangles
// that name a vertex outside 0..n-1 or whose area is no number do not count. All 0 of sets without triangles.
Vector vertex_areas(const Dataset& shape);

// The same over their sum; where that is 0 all 1 / n.
Vector vertex_shares(const Dataset& shape);

}  // namespace orthoscope
