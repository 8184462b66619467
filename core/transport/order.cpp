#include "core/transport/order.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

constexpr int bits = 11;
constexpr std::uint32_t buckets = 1u << bits;

void by_comparison(const double* values, Index n, double* sorted, std::int32_t* order) {
    std::iota(order, order + n, 0);
    std::sort(order, order + n, [values](std::int32_t a, std::int32_t b) {
        return values[a] < values[b] || (values[a] == values[b] && a < b);
    });
    for (Index i = 0; i < n; ++i) sorted[i] = values[order[i]];
}

void prefix_sums(std::uint32_t* counts) {
    std::uint32_t sum = 0;
    for (std::uint32_t i = 0; i < buckets; ++i) {
        const std::uint32_t here = counts[i];
        counts[i] = sum, sum += here;
    }
}

// Sorted up to neighbours of one key; false where that is still too far from sorted.
bool finish(double* sorted, std::int32_t* order, Index n) {
    Index moves = 0;
    const Index most = 8 * n;
    for (Index i = 1; i < n; ++i) {
        if (sorted[i - 1] <= sorted[i]) continue;
        const double value = sorted[i];
        const std::int32_t row = order[i];
        Index j = i;
        for (; j > 0 && sorted[j - 1] > value; --j) sorted[j] = sorted[j - 1], order[j] = order[j - 1];
        sorted[j] = value, order[j] = row;
        if ((moves += i - j) > most) return false;
    }
    return true;
}

}  // namespace

void order_of(const double* values, Index n, double* sorted, std::int32_t* order, OrderSpace& space) {
    if (n < 200) return by_comparison(values, n, sorted, order);
    const auto [least, largest] = std::minmax_element(values, values + n);
    const double low = *least, range = *largest - low, scale = double(buckets * buckets - 1) / range;
    if (!(range > 0) || !std::isfinite(range) || !std::isfinite(scale))
        return by_comparison(values, n, sorted, order);
    const auto count = static_cast<std::size_t>(n);
    space.keys.resize(count), space.other.resize(count);
    space.counts.assign(2 * buckets, 0);
    std::uint32_t *first = space.counts.data(), *second = first + buckets;
    for (std::size_t i = 0; i < count; ++i) {
        const auto key = static_cast<std::uint32_t>(static_cast<std::int32_t>((values[i] - low) * scale));
        ++first[key & (buckets - 1)], ++second[key >> bits];
        space.keys[i] = std::uint64_t(key) << 32 | i;
    }
    prefix_sums(first), prefix_sums(second);
    for (std::uint64_t k : space.keys) space.other[first[(k >> 32) & (buckets - 1)]++] = k;
    for (std::uint64_t k : space.other) {
        const std::uint32_t at = second[k >> (32 + bits)]++;
        const auto row = static_cast<std::int32_t>(k & 0xffffffffu);
        order[at] = row, sorted[at] = values[row];
    }
    if (!finish(sorted, order, n)) by_comparison(values, n, sorted, order);
}

}  // namespace orthoscope
