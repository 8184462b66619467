// Retrieval: does an aligned source row find its own partner among all target rows?
#pragma once

#include <functional>
#include <vector>

#include "core/base/context.h"
#include "core/base/types.h"

namespace orthoscope {

// How alike two rows are. Embeddings: cosine. Clouds and meshes: minus the squared distance.
enum class Likeness { Cosine, Distance };

struct RetrievalScores {
    double top1 = 0;          // share of queries whose partner is nearer than every other target row
    double recall_at_10 = 0;  // share with fewer than ten other target rows nearer or as near
    double tied = 0;          // share with another target row as near as the partner, to rounding; equal rows do that
    double top1_csls = 0;     // by 2 s(x, y) - r_y, r the mean likeness of the 10 nearest queries (Conneau 2018)
};

// queries q x d; partner[i] is the target row that belongs to query i. Candidates are all rows of `target`.
// A tie counts against the query: what cannot be told apart was not found.
// Work in float32 blocks, the 16 best of each query rechecked in double, so a rank is wrong only where more than
// 16 rows tie to 1e-6 and not in double. O(q m d) time, a block of 16 MB of memory. r_y is taken over the queries.
Result<RetrievalScores> retrieval(const Matrix& queries, const std::vector<Index>& partner, const Matrix& target,
                                  Likeness likeness, bool with_csls, const Context& context);

}  // namespace orthoscope
