// Order of real numbers by a radix sort in two passes.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// Buffers that a thread keeps between calls.
struct OrderSpace {
    std::vector<std::uint64_t> keys, other;
    std::vector<std::uint32_t> counts;
};

// sorted[i] = values[order[i]] ascending. Values are finite, n below 2^31. 22 bits of position between least
// and largest are sorted by radix, what they leave by insertion; where that is too much (heavy tails) by
// std::sort, so the time is O(n log n) at worst. Ties come in no promised order, but always in the same.
void order_of(const double* values, Index n, double* sorted, std::int32_t* order, OrderSpace& space);

}  // namespace orthoscope
