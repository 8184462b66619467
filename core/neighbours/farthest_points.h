// Rows spread evenly over a set.
#pragma once

#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// `count` rows, each the farthest from those before it (straight distances; first the one farthest from the mean), none
// twice. Deterministic. O(n d count). Errors: Cancelled.
Result<std::vector<Index>> farthest_points(const Matrix& points, Index count, const Context& context);

}  // namespace orthoscope
