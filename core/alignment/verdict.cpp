#include "core/alignment/verdict.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace orthoscope {
namespace {

std::string brief(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}
std::string percent(double share) { return brief(std::round(share * 1000) / 10) + " %"; }

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

    bool better_map() const {
        const double limit = 0.5 * e.rmse;
        return e.rmse > floor() && (b.free_scale_rmse < limit || b.mirrored_rmse < limit ||
                                    (b.affine_rmse < limit && e.pairs > 2 * e.dimensions));
    }

    void against_chance() {
        if (!std::isnan(b.shuffled_best) && b.reference_rmse > floor() && b.reference_rmse >= b.shuffled_best)
            lower(Verdict::Unsupported, "The fit (rmse " + brief(b.reference_rmse) + ") is no better than refits on shuffled pairs (" +
                                            brief(b.shuffled_rmse) + " on average, " + std::to_string(b.shuffles) +
                                            " tries): the pairs carry no common rotation.");
        if (!std::isnan(b.shifted_rmse) && b.shifted_rmse < 0.5 * e.rmse && e.rmse > floor())
            lower(Verdict::Unsupported,
                  std::string("The rows look shifted: pairing each row with the partner of the ") +
                      (b.shift > 0 ? "next" : "previous") + " one fits " + brief(e.rmse / std::max(b.shifted_rmse, floor())) +
                      " times better.");
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
                                         percent(share) + " of the target's own spread.");
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

    void against_other_maps() {
        const double limit = 0.5 * e.rmse;
        if (e.rmse <= floor()) return;
        if (!e.scale && b.free_scale_rmse < limit)
            lower(Verdict::Doubtful, "Allowing one scale lowers the rmse from " + brief(e.rmse) + " to " +
                                         brief(b.free_scale_rmse) + ": the units may differ (--scale).");
        if (e.rotation_only && b.mirrored_rmse < limit)
            lower(Verdict::Doubtful, "Forbidding a reflection costs: the rmse is " + brief(e.rmse) + ", with one it would be " +
                                         brief(b.mirrored_rmse) + " (--mode orthogonal).");
        if (!std::isnan(b.affine_rmse) && b.affine_rmse < limit && e.pairs > 2 * e.dimensions &&
            !(b.free_scale_rmse < limit) && !(b.mirrored_rmse < limit))
            lower(Verdict::Doubtful, "An unconstrained affine map fits " + brief(e.rmse / std::max(b.affine_rmse, floor())) +
                                         " times better: the sets are related, but not by a rotation alone.");
    }
};

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
        if (!std::isnan(b.heldout_top1))
            why += "; " + percent(b.heldout_top1) + " of held-out rows find their partner first";
        report.reasons.push_back(std::string("The pairs share one ") +
                                 (e.reflected ? "rotation with a reflection" : "rotation") + ": " + why + ".");
    }
    if (e.path_ambiguous)
        report.reasons.push_back("A plane turns by 180 degrees: the turn shown could go either way round.");
}

}  // namespace orthoscope
