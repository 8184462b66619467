// From functional maps to pointwise maps and back.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/shape/eigenbasis.h"

namespace orthoscope {

class ComputeBackend;

// For each row of `queries` (m x d) the nearest row of `points` (n x d) in Euclidean distance; ties take the
// lower row. Found by blocked float32 products whose rounding is bounded; what they cannot decide is compared
// in double, so that the answer is that of double arithmetic whatever the machine and the number of threads.
// Blocks that the triangle inequality puts out of reach are left out (nearest_tree.h): time O(n m d) at worst,
// memory 4 n d bytes and as much for the queries' order. Errors: Input (no points, another number of columns,
// entries that are not finite), Cancelled. `compute` runs it instead (core/compute/backend.h), with the same answer.
Result<Indices> nearest_rows(const Matrix& queries, const Matrix& points, int threads,
                             const Context& context, ComputeBackend* compute = nullptr);

// p21(y) = argmin_x |C Phi1(x) - Phi2(y)|: m entries. C is k2 x k1 and uses the first k2 and k1 vectors; both
// bases belong to shapes of the same area (shape_pair.h). Errors: as nearest_rows.
Result<Indices> map_of(const Matrix& functional_map, const Matrix& source_vectors,
                       const Matrix& target_vectors, int threads, const Context& context,
                       ComputeBackend* compute = nullptr);

// C = Phi2^+ Phi1[p21], k2 x k1; rows of the map that are -1 do not count.
Matrix functional_map_of(const Indices& map, const Eigenbasis& source, const Eigenbasis& target, Index k1,
                         Index k2);

}  // namespace orthoscope
