#include "views/scenes/drawn_rows.h"

#include <numeric>

#include "core/base/random.h"

namespace orthoscope {
namespace {

std::vector<Index> all(Index n) {
    std::vector<Index> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), Index(0));
    return rows;
}

// One of each of `count` equal stretches, ascending: the work is of the rows that are drawn, not of all.
std::vector<Index> spread(Index n, std::size_t count, std::uint64_t seed) {
    if (static_cast<std::size_t>(n) <= count) return all(n);
    Random random(seed);
    std::vector<Index> rows(count);
    const auto edge = [&](std::size_t k) { return Index(double(n) * double(k) / double(count)); };
    for (std::size_t k = 0; k < count; ++k)
        rows[k] = edge(k) + Index(random.below(static_cast<std::uint64_t>(edge(k + 1) - edge(k))));
    return rows;
}

// Rows that no pair holds, until `rows` has `budget` entries.
void fill_up(std::vector<Index>& rows, const std::vector<Index>& paired, Index n, std::size_t budget) {
    if (rows.size() >= budget || paired.size() >= static_cast<std::size_t>(n)) return;
    std::vector<char> taken(static_cast<std::size_t>(n), 0);
    for (Index row : paired) taken[static_cast<std::size_t>(row)] = 1;
    std::vector<Index> left;
    for (Index row = 0; row < n; ++row)
        if (!taken[static_cast<std::size_t>(row)]) left.push_back(row);
    for (Index k : spread(static_cast<Index>(left.size()), budget - rows.size(), 2)) rows.push_back(left[static_cast<std::size_t>(k)]);
}

}  // namespace

std::vector<Index> drawn_rows(Index n, std::size_t budget) {
    return spread(n, budget, 1);
}

DrawnRows drawn_rows(const Pairs& pairs, std::size_t budget, bool whole_source, bool whole_target) {
    const auto n = static_cast<std::size_t>(pairs.source->rows()),
               m = static_cast<std::size_t>(pairs.target->rows());
    DrawnRows drawn;
    std::size_t for_source = n, for_target = m;
    const std::size_t asked = (whole_source ? 0 : n) + (whole_target ? 0 : m);
    if (asked > budget) {
        // Each set its share; a surface takes nothing.
        if (!whole_source) for_source = whole_target ? budget : std::max<std::size_t>(1, budget * n / asked);
        if (!whole_target)
            for_target =
                whole_source ? budget : std::max<std::size_t>(1, budget - std::min(budget, for_source));
    }
    if (pairs.paired) {
        const Index count = pairs.pair_count();
        // Rows of a surface keep their own numbers below: pairs come first only among points.
        const std::vector<Index> chosen = spread(count, std::min(for_source, for_target), 1);
        for (Index k : chosen) {
            drawn.source.push_back(pairs.source_row[static_cast<std::size_t>(k)]);
            drawn.target.push_back(pairs.target_row[static_cast<std::size_t>(k)]);
        }
        drawn.pairs = chosen.size();
    }
    fill_up(drawn.source, pairs.paired ? pairs.source_row : std::vector<Index>{}, pairs.source->rows(),
            for_source);
    fill_up(drawn.target, pairs.paired ? pairs.target_row : std::vector<Index>{}, pairs.target->rows(),
            for_target);
    return drawn;
}

}  // namespace orthoscope
