// Nearest rows: for each query the target row at the smallest Euclidean distance.
#pragma once

#include "core/base/context.h"
#include "core/base/types.h"

namespace orthoscope {

struct NearestRows {
    Indices row;    // q: of the target
    Vector square;  // q: squared distance
};

// queries q x d, target m x d, m > 0. A k-d tree up to 10 dimensions, else products of blocks in double (the squared
// distance to some 1e-15 of the squared spread). O(q log m) or O(q m d) time, a block of 32 MB beside the tree.
Result<NearestRows> nearest_rows(const Matrix& queries, const Matrix& target, const Context& context);

}  // namespace orthoscope
