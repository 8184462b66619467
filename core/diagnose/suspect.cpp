#include "core/diagnose/suspect.h"

#include <algorithm>

namespace orthoscope {
namespace {

constexpr int chance_tries = 5;

FitRows explicit_rows(const Pairs& pairs) {
    FitRows rows = fit_rows(pairs);
    if (!rows.source.empty()) return rows;
    rows.source = pairs.source_row, rows.target = pairs.target_row;
    if (pairs.paired) return rows;
    const Index n = std::min(pairs.source->rows(), pairs.target->rows());
    for (Index i = 0; i < n; ++i) rows.source.push_back(i), rows.target.push_back(i);
    return rows;
}

Status measure(Case& c) {
    auto fit = fit_of_rows(c, c.rows, c.rules);
    if (!fit) return fit.error();
    c.fit = std::move(*fit);
    c.cost = cost_of(c, c.rows, c.fit);
    RowVector source, target;
    weighted_means(c.rows.rows(c.pairs), source, target);
    if (!c.rules.centred) target.setZero();
    c.spread = 0;
    for (Index row : c.rows.target) c.spread += (c.pairs.target->row(row) - target).squaredNorm() / double(c.count());
    Random random(c.seed);
    for (int k = 0; k < chance_tries; ++k) {
        const auto rows = shuffled(c.rows, random);
        auto chance = fit_of_rows(c, rows, c.rules);
        if (!chance) return chance.error();
        c.shuffled_cost += cost_of(c, rows, *chance) / chance_tries;
    }
    return success();
}

}  // namespace

Result<Case> make_case(const Pairs& pairs, const ProcrustesRules& rules, std::uint64_t seed, bool search) {
    Case c{pairs, rules, explicit_rows(pairs), {}, 0, 0, 0, !pairs.paired, false, seed, search};
    if (auto status = measure(c); !status) return status.error();
    return c;
}

Result<Case> freed(const Case& plain) {
    Case c{plain.pairs, {false, true, true}, plain.rows, {}, 0, 0, 0, plain.in_order, true, plain.seed, plain.search};
    if (auto status = measure(c); !status) return status.error();
    return c;
}

double Finding::gain() const {
    if (known_gain) return *known_gain;
    if (!(before > 0)) return 0;
    const double mended = 1 - cost / before, beats = chance > 0 ? 1 - cost / chance : 0;
    return std::max(0.0, mended) * std::max(0.0, beats);
}

Result<ProcrustesFit> fit_of_rows(const Case& c, const FitRows& rows, const ProcrustesRules& rules) {
    return procrustes(rows.rows(c.pairs), rules);
}

double cost_of(const Case& c, const FitRows& rows, const ProcrustesFit& fit) {
    const double error = rmse(rows.rows(c.pairs), fit);
    return error * error;
}

FitRows shuffled(const FitRows& rows, Random& random) {
    FitRows out = rows;
    const auto order = random.permutation(static_cast<Index>(rows.target.size()));
    for (std::size_t i = 0; i < order.size(); ++i) out.target[i] = rows.target[static_cast<std::size_t>(order[i])];
    return out;
}

FitRows chosen(const FitRows& rows, const std::vector<char>& keep) {
    FitRows out;
    for (std::size_t i = 0; i < keep.size(); ++i) {
        if (!keep[i]) continue;
        out.source.push_back(rows.source[i]), out.target.push_back(rows.target[i]);
        if (!rows.weight.empty()) out.weight.push_back(rows.weight[i]);
    }
    return out;
}

Indices matching_of(const Case& c, const FitRows& rows) {
    Indices matching = Indices::Constant(c.pairs.source->rows(), -1);
    for (std::size_t i = 0; i < rows.source.size(); ++i) matching(rows.source[i]) = rows.target[i];
    return matching;
}

namespace {

Tried tried(CauseId id, const Case& c, const Context& context) {
    switch (id) {
        case CauseId::Centring: return try_centring(c);
        case CauseId::Units: return try_units(c);
        case CauseId::Mirror: return try_mirror(c);
        case CauseId::Axes: return try_axes(c);
        case CauseId::AxisUnits: return try_axis_units(c);
        case CauseId::Normalisation: return try_normalisation(c);
        case CauseId::Rank: return try_rank(c);
        case CauseId::Duplicates: return try_duplicates(c);
        case CauseId::Shift: return try_shift(c, context);
        case CauseId::Reversed: return try_reversed(c);
        case CauseId::Outliers: return try_outliers(c, context);
        case CauseId::Slip: return try_slip(c, context);
        case CauseId::Permuted: return try_permuted(c, context);
        default: return try_hubs(c, context);
    }
}

}  // namespace

Tried try_cause(CauseId id, const Case& c, const Context& context) {
    if (context.stopped()) return cancelled_error();
    auto found = tried(id, c, context);
    if (found && *found && id != CauseId::Hubs && (*found)->before <= c.floor()) (*found)->known_gain = 0;
    return found;
}

}  // namespace orthoscope
