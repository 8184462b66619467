// An order of rows in which neighbours stand together; internal to core/maps.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/context.h"
#include "core/base/types.h"

namespace orthoscope {

// The columns of `points` (d x n, finite), halved again and again between two that lie far apart: every run of `unit`
// that begins at a multiple of it lies together, so does every run of unit x branch, unit x branch^2 and so on. The
// same whatever the number of threads. O(d n log n). Preconditions: unit >= 1, branch >= 2. Errors: Cancelled.
Result<std::vector<std::int32_t>> near_order(const Eigen::MatrixXf& points, Index unit, Index branch, int threads,
                                             const Context& context);

}  // namespace orthoscope
