// Which rows of the sets are drawn, within a budget; chosen once, with a fixed seed, and kept while things
// move.
#pragma once

#include <cstddef>
#include <vector>

#include "core/alignment/pairs.h"

namespace orthoscope {

struct DrawnRows {
    std::vector<Index> source, target;
    std::size_t pairs = 0;  // the first `pairs` entries of both belong together
};

// All rows where they fit into `budget` points; else pairs first, so that lines connect points that are
// drawn. `whole_source`, `whole_target`: that set is a surface, drawn whole outside the budget.
DrawnRows drawn_rows(const Pairs& pairs, std::size_t budget, bool whole_source, bool whole_target);

// At most `budget` of n rows.
std::vector<Index> drawn_rows(Index n, std::size_t budget);

}  // namespace orthoscope
