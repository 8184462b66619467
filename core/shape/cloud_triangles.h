// Triangles of a point cloud, for its Laplacian: the Delaunay star of each point among its neighbours.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// For each point its `neighbours` nearest other places are projected to their principal plane, and the Delaunay triangles
// at the point are taken (Sharp & Crane 2020, section 5.7): a triangle that its three corners agree on comes three times.
// Points at one place share their neighbours. n x 2 or n x 3. Errors: Cancelled.
Result<Triangles> cloud_triangles(const Matrix& points, Index neighbours, const Context& context);

}  // namespace orthoscope
