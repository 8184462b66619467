// Pairs of rows of two sets that may belong together: a sparse bipartite graph.
#pragma once

#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// m target rows, n source rows; the pairs of target row i are pair_start[i] .. pair_start[i + 1] - 1, sources ascending.
// The same pairs by source row: source_start, and by_source lists their numbers, targets ascending.
struct CandidatePairs {
    Index sources = 0, targets = 0;
    std::vector<Index> target_start, source_start;
    std::vector<std::int32_t> source, target;  // of each pair
    std::vector<double> cost;                  // squared Euclidean distance of each pair, in double
    std::vector<Index> by_source;

    Index size() const { return static_cast<Index>(source.size()); }
};

// Each row's `neighbours` nearest rows of the other set, both ways. Distances are compared in float32 (relative error
// 1e-5 of the largest squared norm), the costs kept are double. Time as nearest_rows of pointwise.h, memory
// O((n + m) (d + neighbours)). Preconditions: n, m > 0, one dimension, neighbours >= 1. Errors: Input (entries that are not finite),
// Memory, Cancelled.
Result<CandidatePairs> near_pairs(const Matrix& source, const Matrix& target, Index neighbours, int threads,
                                  const Context& context);

}  // namespace orthoscope
