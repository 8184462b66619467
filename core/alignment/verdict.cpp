#include "core/alignment/verdict.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"

namespace orthoscope {
namespace {

constexpr double surely_shifted = 5;  // standard errors

struct Judge {
    const Evidence& e;
    const Baselines& b;
    Report& report;
    Verdict verdict = Verdict::Supported;

    void lower(Verdict to, std::string why) {
        const bool first = to > verdict;
        verdict = std::max(verdict, to);
        // The weightiest reason stands first.
        report.reasons.insert(first ? report.reasons.begin() : report.reasons.end(), std::move(why));
    }

    // Errors below this are rounding: ratios of them mean nothing.
    double floor() const { return 1e-9 * std::max(b.target_rms, 1e-300); }
    double chance() const { return 1.0 / double(std::max<Index>(b.rows_used, 1)); }

    // A scale, a shift or a reflection allowed, nothing else.
    bool nearly_rigid_map(double limit) const {
        return b.free_scale_rmse < limit || b.free_shift_rmse < limit || b.mirrored_rmse < limit;
    }
    bool better_map() const {
        const double limit = 0.5 * e.rmse;
        return e.rmse > floor() && (nearly_rigid_map(limit) || (b.affine_rmse < limit && e.pairs > 2 * e.dimensions));
    }

    void against_chance() {
        if (!std::isnan(b.shuffled_best) && b.reference_rmse > floor() && b.reference_rmse >= b.shuffled_best)
            lower(Verdict::Unsupported, "The fit (rmse " + brief(b.reference_rmse) + ") is no better than refits on shuffled pairs (" +
                                            brief(b.shuffled_rmse) + " on average, " + std::to_string(b.shuffles) +
                                            " tries): the pairs carry no common rotation.");
        against_shifts();
        if (std::isnan(b.heldout_rmse)) return;
        const double share = b.target_rms > 0 ? b.heldout_rmse / b.target_rms : 0;
        const bool found = b.heldout_recall_at_10 > std::max(0.02, 30 * chance());
        // Where another map explains the rows, or the folds had too few rows to learn from, this alone proves little.
        const bool decisive = !better_map() && e.pairs * 4 >= e.dimensions * 5;
        if (share > 0.98 && !found)
            lower(decisive ? Verdict::Unsupported : Verdict::Doubtful, "Held-out rows land no nearer to their partners (" + brief(b.heldout_rmse) +
                                            ") than the spread of the target itself (" + brief(b.target_rms) + ").");
        else if (share > 0.7 && b.heldout_top1 < 0.5)
            lower(Verdict::Doubtful, "Held-out rows land " + brief(b.heldout_rmse) + " from their partners, " +
                                         in_percent(share) + " of the target's own spread.");
    }

    // Rows of unlike neighbours miss their partners by a shift altogether; of rows that follow a path it shows in a small but
    // steady gain, from the row on where one was lost.
    void against_shifts() {
        if (e.rmse <= floor()) return;
        const auto which = [](int shift) { return std::string(shift > 0 ? "next" : "previous"); };
        if (!std::isnan(b.shifted_rmse) && b.shifted_rmse < 0.5 * e.rmse)
            return lower(Verdict::Unsupported, "The rows look shifted: pairing each row with the partner of the " + which(b.shift) +
                                                   " one fits " + brief(e.rmse / std::max(b.shifted_rmse, floor())) + " times better.");
        if (b.tail.z <= surely_shifted) return;
        const bool whole = b.tail.from * 20 < b.tail.from + b.tail.rows;
        const std::string where = whole ? "The rows look shifted" : "From about pair " + std::to_string(b.tail.from) + " on the rows look shifted";
        lower(Verdict::Unsupported, where + ": the partner of the " + which(b.tail.shift) + " row fits better, rmse " +
                                        brief(b.tail.shifted_rmse) + " against " + brief(b.tail.rmse) + " over " +
                                        std::to_string(b.tail.rows) + " rows (z = " + brief(b.tail.z) + ").");
    }

    void against_algebra() {
        if (e.pairs < e.dimensions)
            lower(Verdict::Doubtful, "There are fewer pairs (" + std::to_string(e.pairs) + ") than dimensions (" +
                                         std::to_string(e.dimensions) +
                                         "): some orthogonal map always fits, so the fit's own error says little.");
        else if (e.smallest_gap < 1e-8)
            lower(Verdict::Doubtful, "The optimum is not unique: the data leave a direction undetermined "
                                     "(relative gap " + brief(e.smallest_gap) + " of the singular values).");
        if (std::isnan(b.heldout_rmse) && e.pairs >= e.dimensions)
            lower(Verdict::Doubtful, "There are too few rows to hold any out, so the fit cannot be checked.");
    }

    // What forbidding a reflection costs is said even where it changes no verdict.
    void price_of_rotation() {
        const double limit = 0.5 * e.rmse;
        if (!e.rotation_only || e.rmse <= floor() || b.mirrored_rmse < limit || b.mirrored_rmse > 0.98 * e.rmse) return;
        report.reasons.push_back("Forbidding a reflection has its price: the rmse is " + brief(e.rmse) +
                                 ", with one it would be " + brief(b.mirrored_rmse) + " (--mode orthogonal).");
    }

    void against_other_maps() {
        const double limit = 0.5 * e.rmse;
        if (e.rmse <= floor()) return;
        if (!e.scale && b.free_scale_rmse < limit)
            lower(Verdict::Doubtful, "Allowing one scale lowers the rmse from " + brief(e.rmse) + " to " +
                                         brief(b.free_scale_rmse) + ": the units may differ (--scale).");
        if (b.free_shift_rmse < limit)
            lower(Verdict::Doubtful, "The sets lie apart: centring lowers the rmse from " + brief(e.rmse) + " to " +
                                         brief(b.free_shift_rmse) + " (--center on).");
        if (e.rotation_only && b.mirrored_rmse < limit)
            lower(Verdict::Doubtful, "Forbidding a reflection costs: the rmse is " + brief(e.rmse) + ", with one it would be " +
                                         brief(b.mirrored_rmse) + " (--mode orthogonal).");
        if (!std::isnan(b.affine_rmse) && b.affine_rmse < limit && e.pairs > 2 * e.dimensions &&
            !nearly_rigid_map(limit))
            lower(Verdict::Doubtful, "An unconstrained affine map fits " + brief(e.rmse / std::max(b.affine_rmse, floor())) +
                                         " times better: the sets are related, but not by a rotation alone.");
    }
};

double least(const std::vector<double>& values) { return *std::min_element(values.begin(), values.end()); }
double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

// What a search without given pairs has to show: that chance does not find as much, and that nothing else does.
void against_other_answers(Judge& judge, const FoundMatching& found, Index matched) {
    if (matched == 0) return judge.lower(Verdict::Unsupported, "No correspondences were found: nothing was aligned.");
    const bool chance = !found.null_costs.empty();
    const double floor = judge.floor() * judge.floor();
    if (!chance)
        judge.lower(Verdict::Doubtful, "There was no search of an unrelated target to compare the cost with.");
    else if (found.cost > floor && found.cost >= 0.95 * least(found.null_costs))
        judge.lower(Verdict::Unsupported, "The best answer found (" + brief(found.cost) + ", " + found.unit +
                                              ") is no better than what the same search finds in unrelated rows (" +
                                              brief(least(found.null_costs)) + "): no common rotation was found.");
    else if (found.cost > floor && found.cost >= 0.8 * mean(found.null_costs))
        judge.lower(Verdict::Doubtful, "The best answer found (" + brief(found.cost) + ", " + found.unit +
                                           ") is little better than a search of unrelated rows (" +
                                           brief(mean(found.null_costs)) + " on average).");
    if (std::isnan(found.next_cost)) return;
    const double room = chance ? mean(found.null_costs) - found.cost : found.cost;
    if (found.next_cost - found.cost < 0.1 * std::max(room, 0.0))
        judge.lower(Verdict::Doubtful, "Another answer is nearly as good (" + brief(found.next_cost) + " against " +
                                           brief(found.cost) + ")" + (found.next.empty() ? "" : ": " + found.next) +
                                           ". The sets may be symmetric.");
}

}  // namespace

void judge(const Evidence& e, const Baselines& b, Report& report) {
    report.reasons.clear();
    Judge judge{e, b, report};
    judge.against_other_maps();
    judge.against_algebra();
    judge.against_chance();
    report.verdict = judge.verdict;
    if (judge.verdict == Verdict::Supported) {
        std::string why = "rmse " + brief(e.rmse);
        if (!std::isnan(b.shuffled_rmse)) why += " against " + brief(b.shuffled_rmse) + " on shuffled pairs";
        // Among equal rows none is first.
        if (!std::isnan(b.heldout_top1))
            why += b.tied > 0.1 ? "; " + in_percent(b.heldout_recall_at_10) + " of held-out rows find their partner among ten (some rows are equal)"
                                : "; " + in_percent(b.heldout_top1) + " of held-out rows find their partner first";
        report.reasons.push_back(std::string("The pairs share one ") +
                                 (e.reflected ? "rotation with a reflection" : "rotation") + ": " + why + ".");
    }
    judge.price_of_rotation();
    if (e.path_ambiguous)
        report.reasons.push_back("A plane turns by 180 degrees: the turn shown could go either way round.");
}

void judge_found(const Evidence& e, const Baselines& b, Report& report) {
    report.reasons.clear();
    Judge judge{e, b, report};
    const FoundMatching& found = *e.found;
    if (e.pairs > 0) judge.against_other_maps(), judge.against_algebra();
    against_other_answers(judge, found, e.pairs);
    if (e.pairs > 0 && e.pairs * 10 < e.asked)
        judge.lower(Verdict::Doubtful, "Only " + std::to_string(e.pairs) + " of " + std::to_string(e.asked) +
                                           " source rows have a partner.");
    // In a dense cloud the partner is one of several near ones, so that rank 10 will do; but the partners were chosen near,
    // so it says nothing unless they are far nearer than in unrelated rows.
    const bool near_enough = b.heldout_recall_at_10 >= 0.9 && !(found.cost > 0.25 * mean(found.null_costs));
    if (!std::isnan(b.heldout_top1) && b.heldout_top1 < 0.5 && !near_enough)
        judge.lower(Verdict::Doubtful, "Refitted without the held-out rows, only " + in_percent(b.heldout_top1) +
                                           " of the matched rows find the partner again that they were given: the "
                                           "matching fits, but it does not repeat.");
    report.verdict = judge.verdict;
    if (judge.verdict != Verdict::Supported) return;
    std::string why = "One rotation and one matching stand out: " + found.unit + " " + brief(found.cost) + " against " +
                      brief(mean(found.null_costs)) + " where the same search meets unrelated rows";
    if (!std::isnan(found.next_cost)) why += "; the next distinct answer has " + brief(found.next_cost);
    report.reasons.push_back(why + ".");
}

}  // namespace orthoscope
