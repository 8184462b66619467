// Causes that lie in the rows: which row belongs to which.
#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "core/alignment/retrieval.h"
#include "core/base/median.h"
#include "core/diagnose/robust_fit.h"
#include "core/diagnose/shift_scores.h"
#include "core/diagnose/suspect.h"
#include "core/alignment/fit_choices.h"
#include "core/evaluate/nearest_rows.h"
#include "core/run/run.h"

namespace orthoscope {
namespace {

constexpr Index most_hub_rows = 3000, most_permuted_rows = 1500;

// A fit of other partners, beside one of the same rows shuffled.
Tried other_rows(CauseId id, const Case& c, const FitRows& rows) {
    auto fit = fit_of_rows(c, rows, c.rules);
    if (!fit) return fit.error();
    Random random(c.seed);
    const auto mixed = shuffled(rows, random);
    auto chance = fit_of_rows(c, mixed, c.rules);
    if (!chance) return chance.error();
    Finding f(id, std::move(*fit));
    f.cost = cost_of(c, rows, f.pose), f.chance = cost_of(c, mixed, *chance), f.before = c.cost;
    f.matching = matching_of(c, rows), f.free_map = c.free_map;
    return std::optional<Finding>(std::move(f));
}

// Source row i with target row i + shift, without the ends that have no partner.
FitRows moved(const FitRows& rows, Index shift) {
    const Index n = static_cast<Index>(rows.source.size());
    FitRows out;
    for (Index i = std::max<Index>(0, -shift); i < std::min(n, n - shift); ++i)
        out.source.push_back(rows.source[std::size_t(i)]), out.target.push_back(rows.target[std::size_t(i + shift)]);
    return out;
}

// The ends too, where the rows wrap round.
FitRows wrapped(const FitRows& rows, Index shift) {
    const Index n = static_cast<Index>(rows.source.size());
    FitRows out;
    for (Index i = 0; i < n; ++i)
        out.source.push_back(rows.source[std::size_t(i)]),
            out.target.push_back(rows.target[std::size_t(((i + shift) % n + n) % n)]);
    return out;
}

// Rows equal to another row of the set, in the order of `rows`.
std::vector<char> repeated(const Matrix& values, const std::vector<Index>& rows) {
    Matrix packed(values.cols(), Index(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) packed.col(Index(i)) = values.row(rows[i]).transpose();
    std::map<std::string_view, std::vector<std::size_t>> groups;
    const std::size_t bytes = std::size_t(values.cols()) * sizeof(double);
    for (std::size_t i = 0; i < rows.size(); ++i)
        groups[{reinterpret_cast<const char*>(packed.col(Index(i)).data()), bytes}].push_back(i);
    std::vector<char> out(rows.size(), 0);
    for (auto& [key, group] : groups)
        if (group.size() > 1)
            for (auto i : group) out[i] = 1;
    return out;
}

// Where the slip begins, as many rows as slipped have no partner at all.
FitRows without_seam(const Case& c, const FitRows& rows, Index seam, Index slip) {
    auto fit = fit_of_rows(c, rows, c.rules);
    if (!fit) return rows;
    const Vector square = squared_residuals(c, rows, *fit);
    const double limit = inlier_limit(upper_median(square), c.dimension());
    std::vector<char> keep(rows.source.size(), 1);
    for (std::size_t i = 0; i < keep.size(); ++i)
        keep[i] = std::abs(rows.source[i] - seam) > slip || square(Index(i)) <= limit;
    return chosen(rows, keep);
}

// Up to row `cut` (front) or from it on the pairs stand as they are; the others are `shift` rows off.
struct Slip {
    double cost = std::numeric_limits<double>::infinity();
    Index cut = 0, shift = 0;
    bool front = true;

    // Sums of the residuals up to each row say where the slip lies; a tenth of the rows stays on either side.
    void offer(const Vector& plain, const Vector& slipped, bool in_front, Index by) {
        const Index n = plain.size();
        double sum = in_front ? slipped.sum() : plain.sum();
        for (Index at = 0; at <= n - n / 10; ++at) {
            if (const double mean = sum / double(n - std::abs(by)); at >= n / 10 && mean < cost)
                cost = mean, cut = at, shift = by, front = in_front;
            if (at < n) sum += in_front ? plain(at) - slipped(at) : slipped(at) - plain(at);
        }
    }
    FitRows rows(const FitRows& all) const {
        const Index n = Index(all.source.size());
        FitRows out;
        for (Index i = 0; i < n; ++i) {
            const Index to = (front ? i < cut : i >= cut) ? i : i + shift;
            if (to < 0 || to >= n) continue;
            out.source.push_back(all.source[std::size_t(i)]), out.target.push_back(all.target[std::size_t(to)]);
        }
        return out;
    }
};

// At most so many rows, evenly spread.
FitRows thinned(const FitRows& rows, Index most) {
    const Index n = Index(rows.source.size());
    if (n <= most) return rows;
    FitRows out;
    for (Index k = 0; k < most; ++k) {
        const auto i = std::size_t(k * n / most);
        out.source.push_back(rows.source[i]), out.target.push_back(rows.target[i]);
    }
    return out;
}

}  // namespace

Index repeating_rows(const Matrix& values, const std::vector<Index>& rows) {
    const auto twice = repeated(values, rows);
    return std::count(twice.begin(), twice.end(), 1);
}

// A row that repeats in one set though its partners in the other differ cannot belong to all of them.
Tried try_duplicates(const Case& c) {
    const auto source = repeated(*c.pairs.source, c.rows.source), target = repeated(*c.pairs.target, c.rows.target);
    std::vector<char> keep(source.size(), 1);
    for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = source[i] == target[i];
    const Index kept = std::count(keep.begin(), keep.end(), 1), n = c.count();
    if (kept == n || (n - kept) * 200 < n || kept < std::max<Index>(c.dimension() + 2, n / 4)) return std::optional<Finding>();
    return other_rows(CauseId::Duplicates, c, chosen(c.rows, keep));
}

Tried try_shift(const Case& c, const Context& context) {
    const Index n = c.count(), d = c.dimension();
    if (n < 8) return std::optional<Finding>();
    double best = std::numeric_limits<double>::infinity();
    Index shift = 0;
    for (Index candidate : likely_shifts(c.pairs, c.rows, 40)) {
        if (context.stopped()) return cancelled_error();
        auto rows = moved(c.rows, candidate);
        if (Index(rows.source.size()) < std::max<Index>(d + 2, n / 4)) continue;
        rows = thinned(rows, std::max<Index>(3000, 10 * d));
        auto fit = fit_of_rows(c, rows, c.rules);
        if (!fit) return fit.error();
        if (const double cost = cost_of(c, rows, *fit); cost < best) best = cost, shift = candidate;
    }
    if (shift == 0) return std::optional<Finding>();
    auto found = other_rows(CauseId::Shift, c, moved(c.rows, shift));
    if (!found) return found;
    // The rows that fell off the end came back at the start: then all take part.
    auto whole = other_rows(CauseId::Shift, c, wrapped(c.rows, shift));
    if (!whole) return whole;
    return (*whole)->cost <= 1.5 * (*found)->cost + c.floor() ? whole : found;
}

Tried try_reversed(const Case& c) {
    if (c.count() < 3) return std::optional<Finding>();
    FitRows rows = c.rows;
    std::reverse(rows.target.begin(), rows.target.end());
    return other_rows(CauseId::Reversed, c, rows);
}

Tried try_outliers(const Case& c, const Context& context) {
    const Index n = c.count(), d = c.dimension();
    if (n < 4 * d || n < 20) return std::optional<Finding>();
    const double work = double(std::min<Index>(n, 5000)) * double(d) * double(d) + 30 * std::pow(double(d), 3);
    const int starts = std::clamp(static_cast<int>(2e9 / work), 10, 200);
    auto robust = robust_fit(c, c.rows, starts, context);
    if (!robust) return robust.error();
    if (robust->inliers == n || robust->inliers * 10 < n * 3) return std::optional<Finding>();
    Random random(c.seed);
    const auto mixed = shuffled(c.rows, random);
    auto chance = robust_fit(c, mixed, starts / 4, context);
    if (!chance) return chance.error();
    const auto rows = chosen(c.rows, robust->inlier);
    Finding f(CauseId::Outliers, std::move(robust->fit));
    f.cost = cost_of(c, rows, f.pose), f.chance = cost_of(c, chosen(mixed, chance->inlier), chance->fit);
    f.before = c.cost, f.matching = matching_of(c, rows), f.free_map = c.free_map;
    return std::optional<Finding>(std::move(f));
}

// From some row on the target has slipped: a row was lost, or one too many came in. Before or behind it the pairs are
// right, over three tenths of the rows at least.
Tried try_slip(const Case& c, const Context& context) {
    const Index n = c.count(), d = c.dimension();
    if (n < std::max<Index>(4 * d, 20)) return std::optional<Finding>();
    Slip best;
    for (const bool front : {true, false}) {
        std::vector<char> part(std::size_t(n), 0);
        for (Index i = 0; i < n * 3 / 10; ++i) part[std::size_t(front ? i : n - 1 - i)] = 1;
        auto fit = fit_of_rows(c, chosen(c.rows, part), c.rules);
        if (!fit) return fit.error();
        Matrix x, y;
        gather_rows(*c.pairs.source, c.rows.source, 0, RowVector::Zero(d), n, x);
        gather_rows(*c.pairs.target, c.rows.target, 0, RowVector::Zero(d), n, y);
        x = fit->apply(x);
        const Vector plain = (x - y).rowwise().squaredNorm();
        for (Index shift = -20; shift <= 20; ++shift) {
            if (shift == 0 || std::abs(shift) >= n / 4) continue;
            if (context.stopped()) return cancelled_error();
            const Index first = std::max<Index>(0, -shift), count = n - std::abs(shift);
            Vector slipped = Vector::Zero(n);
            slipped.segment(first, count) =
                (x.middleRows(first, count) - y.middleRows(first + shift, count)).rowwise().squaredNorm();
            best.offer(plain, slipped, front, shift);
        }
    }
    if (best.shift == 0) return std::optional<Finding>();
    const auto rows = best.rows(c.rows);
    return other_rows(CauseId::Slip, c, without_seam(c, rows, c.rows.source[std::size_t(best.cut)], std::abs(best.shift)));
}

// Another order of the rows altogether, by the solver for sets without pairs.
Tried try_permuted(const Case& c, const Context& context) {
    const auto method = find_method("procrustes-wasserstein");
    if (!c.search || !method || c.pairs.source->rows() > most_permuted_rows || c.pairs.target->rows() > most_permuted_rows)
        return std::optional<Finding>();
    RunRequest request;
    request.method = method->info().id, request.options = method->parameters(), request.settings.seed = c.seed;
    request.fit_only = false, request.max_seconds = 30;
    auto result = run(request, {c.pairs.sets[0], c.pairs.sets[1]}, context);
    if (!result) {
        if (result.error().kind == ErrorKind::Cancelled) return result.error();
        return std::optional<Finding>();
    }
    const auto matching = result->report.indices("matching");
    if (!matching || result->report.verdict != Verdict::Supported) return std::optional<Finding>();
    FitRows rows;
    for (Index i = 0; i < matching->size(); ++i)
        if ((*matching)(i) >= 0) rows.source.push_back(i), rows.target.push_back((*matching)(i));
    if (Index(rows.source.size()) < std::max<Index>(3, c.count() / 4)) return std::optional<Finding>();
    auto found = other_rows(CauseId::Permuted, c, rows);
    // Partners that were chosen to fit have to beat those that the same search chooses among unrelated rows.
    const double unrelated = result->report.metric("unrelated_cost").value_or(void_metric);
    if (found && *found && std::isfinite(unrelated)) (*found)->chance = std::min((*found)->chance, unrelated);
    return found;
}

// A few target rows that are everybody's nearest: the pairs may fit and yet not be found again.
Tried try_hubs(const Case& c, const Context& context) {
    if (c.dimension() < 8 || c.count() < 50 || !(c.cost < 0.9 * c.shuffled_cost)) return std::optional<Finding>();
    const Index n = std::min(c.count(), most_hub_rows);
    const auto which = Random(c.seed).choose(c.count(), n);
    Matrix queries(n, c.dimension());
    std::vector<Index> partner;
    for (Index i = 0; i < n; ++i) {
        const auto at = std::size_t(which[std::size_t(i)]);
        queries.row(i) = c.pairs.source->row(c.rows.source[at]);
        partner.push_back(c.rows.target[at]);
    }
    queries = c.fit.apply(queries);
    auto nearest = nearest_rows(queries, *c.pairs.target, context);
    if (!nearest) return nearest.error();
    std::vector<Index> asked(std::size_t(c.pairs.target->rows()), 0);
    for (auto row : nearest->row) ++asked[std::size_t(row)];
    std::sort(asked.rbegin(), asked.rend());
    Index drawn = 0;
    for (std::size_t k = 0; k < std::max<std::size_t>(1, asked.size() / 100); ++k) drawn += asked[k];
    if (drawn * 5 < n) return std::optional<Finding>();
    auto scores = retrieval(queries, partner, *c.pairs.target, Likeness::Distance, true, context);
    if (!scores) return scores.error();
    if (scores->top1 > 0.9 || scores->top1_csls <= scores->top1) return std::optional<Finding>();
    // In shares of the queries that miss, not of the squared error, which hubs leave alone.
    Finding f(CauseId::Hubs, c.fit);
    f.before = 1 - scores->top1, f.cost = 1 - scores->top1_csls, f.chance = std::numeric_limits<double>::infinity();
    return std::optional<Finding>(std::move(f));
}

}  // namespace orthoscope
