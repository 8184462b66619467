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

// Rows that no pair holds, in a fixed random order, until `rows` has `budget` entries.
void fill_up(std::vector<Index>& rows, const std::vector<Index>& paired, Index n, std::size_t budget) {
    if (rows.size() >= budget || paired.size() >= static_cast<std::size_t>(n)) return;
    std::vector<char> taken(static_cast<std::size_t>(n), 0);
    for (Index row : paired) taken[static_cast<std::size_t>(row)] = 1;
    const bool everything = static_cast<std::size_t>(n) <= budget;
    for (Index row : everything ? all(n) : Random(2).permutation(n))
        if (!taken[static_cast<std::size_t>(row)] && rows.size() < budget) rows.push_back(row);
}

}  // namespace

std::vector<Index> drawn_rows(Index n, std::size_t budget) {
    if (static_cast<std::size_t>(n) <= budget) return all(n);
    return Random(1).choose(n, static_cast<Index>(budget));
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
        const auto wanted = static_cast<Index>(
            std::min<std::size_t>(std::min(for_source, for_target), static_cast<std::size_t>(count)));
        // Rows of a surface keep their own numbers below: pairs come first only among points.
        const std::vector<Index> chosen = wanted == count ? all(count) : Random(1).choose(count, wanted);
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
