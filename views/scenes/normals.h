// Normals of a surface at its vertices, for display: at rest, and on the way to other places.
#pragma once

#include "core/base/types.h"
#include "views/scenes/drawn_shape.h"

namespace orthoscope {

// Triangles with a vertex number outside 0..n-1 are left out everywhere.
bool inside(const Triangles& triangles, Index t, Index n);

// Mean of the adjacent face normals, weighted by area; a vertex of no face gets (0, 0, 1).
Positions vertex_normals(const Positions& vertices, const Triangles& triangles);

// A face whose corners move straight from A to B has, a part w of the way, the area normal (1 - w)^2 a + w (1 - w) between
// + w^2 other, where a is the one at A and other that at B. Sums of these round each vertex, in units of that of a. A face
// of which a corner stays is torn, and says nothing of where the others arrive.
struct MovingNormals {
    Positions between, other;
};
MovingNormals moving_normals(const Positions& homes, const Ends& ends, const Triangles& triangles);

}  // namespace orthoscope
