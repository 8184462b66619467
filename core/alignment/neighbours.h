// Neighbours of one row in both sets, before and after the alignment; rows that fit worst; rows that crowd.
#pragma once

#include <optional>
#include <vector>

#include "core/alignment/retrieval.h"
#include "core/recording/state.h"

namespace orthoscope {

struct RowValue {
    Index row = 0;
    double value = 0;  // cosine, distance, residual or count
};

// The `k` rows of `set` (n x d) most like `query`: by cosine, highest first, or by distance, nearest first; `without`
// (-1: none) is left out. A cosine with a row of zeros is 0. O(n d).
std::vector<RowValue> nearest_rows(const Matrix& set, const RowVector& query, Likeness likeness, std::size_t k,
                                   Index without = -1);

struct RowNeighbours {
    std::vector<RowValue> own;           // in the row's own set
    std::vector<RowValue> other_before;  // in the other set, as prepared
    std::vector<RowValue> other_after;   // in the other set, with the source moved by `pose`
};

// `of_target` false: `row` is one of `source`, else of `target`; both have d columns. Without a pose other_after stays
// empty. O((n + m) d), and n d^2 for a row of the target.
Result<RowNeighbours> neighbours(const Matrix& source, const Matrix& target, const std::optional<Pose>& pose,
                                 bool of_target, Index row, Likeness likeness, std::size_t k, const Context& context);

// Pairs farthest apart after `pose`: source rows with their distance, the farthest first. `source_row` and
// `target_row` as in Pairs.
std::vector<RowValue> worst_rows(const Matrix& source, const Matrix& target, const Pose& pose,
                                 const std::vector<Index>& source_row, const std::vector<Index>& target_row,
                                 std::size_t k);

struct Hubs {
    std::vector<RowValue> rows;  // target rows that are the nearest of more than one source row, with how many
    Index asked = 0;             // source rows that were asked, spread evenly; all where the work allows it
};

// In high dimensions a few rows are the nearest neighbour of many (hubness). At most `most_work` multiplications.
Result<Hubs> hubs(const Matrix& source, const Matrix& target, const Pose& pose, Likeness likeness, std::size_t k,
                  const Context& context, double most_work = 4e9);

}  // namespace orthoscope
