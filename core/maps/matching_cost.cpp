#include "core/maps/matching_cost.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/maps/functional_map_method.h"
#include "core/maps/sliced_method.h"
#include "core/maps/zoomout_method.h"
#include "core/method/describe.h"
#include "core/shape/eigenbasis_method.h"

namespace orthoscope {
namespace {

constexpr double rows_worth_a_word = 100000;
constexpr double share_of_threads = 0.8;  // that work on average

// Processor seconds to find the nearest of `points` rows in k dimensions for each of `queries` rows (nearest_tree.h).
double nearest_seconds(double queries, double points, double k) {
    return queries * 3.8e-5 * std::pow(k / 100, 1.4) * std::pow(points / 50000, 0.8);
}

double wall(double processor_seconds, int threads) {
    return processor_seconds / std::max(1.0, share_of_threads * double(std::min(threads, 8)));
}

std::string duration(double seconds) {
    if (seconds < 90) return counted(std::uint64_t(std::max(1.0, std::ceil(seconds / 10) * 10)), "second");
    if (seconds < 5400) return counted(std::uint64_t(std::ceil(seconds / 60)), "minute");
    return counted(std::uint64_t(std::ceil(seconds / 3600)), "hour");
}

template <class Options>
ShapeCost cost_by(const ParameterSet& options, const RunSettings& settings, const std::vector<DatasetPtr>& sets) {
    return matching_cost(sets[0]->rows(), sets[1]->rows(), options_from<Options>(options).plan(settings), settings.threads);
}

}  // namespace

ShapeCost eigenbasis_cost(Index rows, Index k, int threads) {
    const double n = double(rows), wanted = double(std::min(k, rows));
    // The basis of Krylov vectors, what is formed from it, and the factor twice.
    const double bytes = n * (8 * (7 * wanted + 210) + 1500);
    return {std::uint64_t(bytes), wall(1.2e-4 * n * std::pow(wanted / 150, 1.5), threads)};
}

ShapeCost matching_cost(Index source_rows, Index target_rows, const MatchingPlan& plan, int threads) {
    const double n = double(source_rows), m = double(target_rows), k = double(plan.vectors);
    const ShapeCost one = eigenbasis_cost(source_rows, plan.vectors, threads), other = eigenbasis_cost(target_rows, plan.vectors, threads);
    const double full = nearest_seconds(m, n, k), grown = double(plan.search ? plan.portfolio.fine : std::max<Index>(plan.from, 20));
    double work = 0;
    if (plan.search) work += 8 + 7e-5 * (n + m) + double(plan.candidates) * nearest_seconds(m, n, grown);
    const double steps = std::max(0.0, std::ceil((k - grown) / double(std::max<Index>(plan.step, 1))));
    if (plan.zoomout) work += full + steps * (m > double(most_zoomed_rows) ? nearest_seconds(double(zoomed_rows), n, k) + 1.3e-5 * n : full);
    if (plan.sliced) work += 2 + full;
    const bool large = n * m > most_balanced_pairs;
    work += double(large ? std::min(plan.balance_rounds, 1) : plan.balance_rounds) * (2 * full + 2 * nearest_seconds(n, m, k) + 1e-4 * (n + m));
    const double held = 8 * k * (n + m), zoom = 8 * k * (2 * n + 2 * m) + 4 * k * n,
                 balance = plan.balance_rounds ? 12 * k * (n + m) + 60 * double(plan.balanced_rules.neighbours) * (n + m) : 0;
    const double largest = std::max({double(std::max(one.bytes, other.bytes)), zoom, balance});
    return {std::uint64_t(held + largest), one.seconds + other.seconds + wall(work, threads)};
}

std::string in_words(const ShapeCost& cost) { return "some " + human_bytes(cost.bytes) + " and " + duration(cost.seconds); }

std::optional<std::string> cost_sentence(const std::string& method, const ParameterSet& options, const RunSettings& settings,
                                         const std::vector<DatasetPtr>& sets) {
    double rows = 0;
    for (auto& set : sets) rows += double(set->rows());
    if (rows <= rows_worth_a_word) return {};
    std::optional<ShapeCost> cost;
    if (method == eigenbasis_info().id && sets.size() == 1)
        cost = eigenbasis_cost(sets[0]->rows(), Index(options_from<EigenbasisOptions>(options).k), settings.threads);
    else if (sets.size() < 2) return {};
    else if (method == functional_map_info().id) cost = cost_by<FunctionalMapOptions>(options, settings, sets);
    else if (method == zoomout_info().id) cost = cost_by<ZoomOutMethodOptions>(options, settings, sets);
    else if (method == sliced_refinement_info().id) cost = cost_by<SlicedMethodOptions>(options, settings, sets);
    if (!cost) return {};
    return method + " of " + counted(std::uint64_t(rows), "row") + " in all will take " + in_words(*cost) +
           ", more on a busy machine; it can be interrupted at any time.";
}

}  // namespace orthoscope
