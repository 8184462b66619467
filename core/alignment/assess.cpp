#include "core/alignment/assess.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/alignment/verdict.h"
#include "core/linalg/rotation_path.h"

namespace orthoscope {
namespace {

double orthogonality_error(const Matrix& r) {
    return (r.transpose() * r - Matrix::Identity(r.rows(), r.cols())).norm();
}

// The largest turn of the map in degrees, a mirror apart; meant for 3-D, where it is the rotation angle.
double angle_degrees(const RotationPath& path) {
    return path.planes().empty() ? 0 : path.planes().front().angle * 180 / std::numbers::pi;
}

double overlap(const Pairs& pairs, const Indices& matching) {
    double hits = 0, asked = 0;
    for (Index i = 0; i < matching.size(); ++i)
        if ((*pairs.truth)(i) >= 0) asked += 1, hits += matching(i) == (*pairs.truth)(i);
    return asked > 0 ? hits / asked : void_metric;
}

// sigma_d where reflections are free; where they are not, the gap that keeps the rotation unique.
double smallest_gap(const ProcrustesFit& fit, bool rotation_only) {
    const Index d = fit.sigma.size();
    if (d == 0) return 1;  // not known
    if (fit.sigma(0) <= 0) return 0;
    if (!rotation_only) return fit.sigma(d - 1) / fit.sigma(0);
    if (d == 1) return 1;
    const double last = fit.corrected ? -fit.sigma(d - 1) : fit.sigma(d - 1);
    return (fit.sigma(d - 2) + last) / fit.sigma(0);
}

bool unit_rows(const Matrix& m) {
    return ((m.rowwise().squaredNorm().array() - 1).abs() < 1e-6).all();
}

class Assessor {
  public:
    Assessor(const AlignmentToAssess& what, Report& report) : in_(what), report_(report) {
        if (orthogonality_error(in_.fit.rotation) < 1e-6) path_ = RotationPath(in_.fit.rotation);
    }

    void put(const char* name, double value, const std::string& void_why = {}) {
        report_.metrics.emplace_back(name, value);
        if (std::isnan(value) && !void_why.empty()) report_.warnings.push_back(std::string(name) + " is void: " + void_why);
    }

    void arrays() {
        const auto& p = in_.pairs;
        report_.matrices.emplace_back("rotation", in_.fit.rotation);
        report_.matrices.emplace_back("translation", Matrix(in_.fit.translation()));
        Indices matching = Indices::Constant(p.source->rows(), -1);
        for (std::size_t i = 0; i < p.source_row.size(); ++i) matching(p.source_row[i]) = p.target_row[i];
        report_.matrices.emplace_back("aligned", in_.fit.apply(*p.source));
        report_.integers.emplace_back("matching", std::move(matching));
        if (p.options.rows != RowNorm::AsIs) {
            report_.matrices.emplace_back("source_center", Matrix(p.source_center));
            report_.matrices.emplace_back("target_center", Matrix(p.target_center));
        }
    }

    void fit_metrics() {
        const double error = rmse(fit_rows(in_.pairs).rows(in_.pairs), in_.fit);
        const Index d = in_.pairs.dimension();
        put("rmse", error);
        put("mean_squared_error", error * error);
        put("cost_per_row", error * error);
        put("scale", in_.fit.scale);
        put("determinant", in_.fit.rotation.determinant());
        put("orthogonality_error", orthogonality_error(in_.fit.rotation));
        if (d == 3)
            put("rotation_angle_degrees", path_ ? angle_degrees(*path_) : void_metric, "the map is not orthogonal");
        say_which_rows();
        if (smallest_gap(in_.fit, in_.rules.rotation_only) < 1e-13)
            report_.warnings.push_back("the pairs leave the map undetermined in some directions; of those that fit as well "
                                       "the one nearest to the identity was taken");
        if (in_.pairs.truth) put("overlap", overlap(in_.pairs, *report_.indices("matching")), "the truth names no row");
    }

    // Over which rows, with which weights, errors are taken where not over all alike.
    void say_which_rows() {
        const auto& p = in_.pairs;
        const auto fitting = p.fits.empty() ? p.pair_count() : Index(std::count(p.fits.begin(), p.fits.end(), 1));
        const std::string all = std::to_string(p.pair_count()), fit = std::to_string(fitting);
        if (!p.fits.empty())
            report_.warnings.push_back("rmse and what it is compared with are over the " + fit + " of " + all +
                                       " pairs that fit, heldout_rmse and its retrieval over the " +
                                       std::to_string(p.pair_count() - fitting) + " others, unweighted");
        if (p.weights.size() > 0)
            report_.warnings.push_back("rmse and what it is compared with are weighted means over " + fit + " pairs (" +
                                       (in_.found ? "the confidence of the match" : "--weights") +
                                       "); top1 and recall count each row once");
    }

    void baseline_metrics(const Baselines& b) {
        const auto& p = in_.pairs;
        const bool few = p.pair_count() < p.dimension();
        const std::string few_why = "fewer pairs than dimensions, so any rows would find their partners";
        put("identity_rmse", b.identity_rmse);
        put("affine_rmse", b.affine_rmse, "no more pairs than dimensions, so an affine map fits anything");
        if (in_.found) put("shuffled_rmse", null_rmse(), "no unrelated target was searched");
        else put("shuffled_rmse", b.shuffled_rmse, "there is only one pair to shuffle");
        if (in_.rules.rotation_only) {
            put("mirrored_rmse", b.mirrored_rmse);
            const double error = *report_.metric("rmse");
            put("reflection_price", std::max(0.0, error * error - b.mirrored_rmse * b.mirrored_rmse));
        }
        const std::string none = "too few rows to hold any out";
        put("heldout_rmse", b.heldout_rmse, none);
        put("heldout_top1", b.heldout_top1, none);
        put("heldout_recall_at_10", b.heldout_recall_at_10, none);
        if (in_.found) {
            report_.warnings.push_back("the held-out figures take the partners that were found for true");
        } else {
            put("top1", few ? void_metric : b.top1, few_why);
            put("top1_csls", few ? void_metric : b.top1_csls, few_why);
            if (b.tied > 0)
                report_.warnings.push_back(std::to_string(std::lround(b.tied * double(b.rows_used))) + " of " +
                                           std::to_string(b.rows_used) + " rows have another target row as near as their "
                                           "partner (equal rows?): the tie counts against them in top1 and recall");
        }
        put("gram_rms_error", b.gram_rms_error);
        bound(b.gram_rms_error);
        if (!in_.found && b.rows_used < static_cast<Index>(fit_count()))
            report_.warnings.push_back("retrieval and shuffled refits used " + std::to_string(b.rows_used) + " of " +
                                       std::to_string(fit_count()) + " rows, drawn with the seed");
    }

    // Where a method found the pairs itself, only the truth can say whether rows find their partners.
    void truth_metrics(const RetrievalScores& scores) {
        const std::string why = "there is no truth, and the method chose the partners itself";
        put("top1", scores.top1, why);
        put("top1_csls", scores.top1_csls, why);
    }

    void search_metrics() {
        const auto& found = *in_.found;
        put("matched_share", double((found.matching.array() >= 0).count()) / double(std::max<Index>(1, found.matching.size())));
        put("search_cost", found.cost);
        put("next_cost", found.next_cost, "no answer that differs was found");
        double sum = 0;
        for (double cost : found.null_costs) sum += cost;
        put("unrelated_cost", found.null_costs.empty() ? void_metric : sum / double(found.null_costs.size()),
            "no unrelated target was searched");
    }

    // min |XQ - Y|^2 / n <= sqrt(2 D) delta (Maystre et al. 2025, corollary).
    void bound(double delta) {
        const double value = std::sqrt(2 * double(in_.pairs.dimension())) * delta;
        std::string why;
        if (in_.rules.scale) why = "a scale was fitted";
        else if (in_.rules.rotation_only) why = "a reflection was forbidden";
        else if (in_.rules.centred || !unit_rows(*in_.pairs.source) || !unit_rows(*in_.pairs.target))
            why = "the rows are not of unit length";
        else if (value >= 2) why = "at " + std::to_string(value) + " it exceeds its trivial value 2";
        put("procrustes_bound", why.empty() ? value : void_metric, why);
    }

    std::size_t fit_count() const {
        const auto rows = fit_rows(in_.pairs);
        return rows.source.empty() ? in_.pairs.source_row.size() : rows.source.size();
    }

    // Where nothing was matched there is no error to speak of.
    Evidence bare_evidence() const {
        Evidence e;
        e.found = in_.found, e.asked = in_.pairs.source->rows(), e.dimensions = in_.pairs.dimension();
        return e;
    }

    Evidence evidence() const {
        Evidence e;
        e.reflected = *report_.metric("determinant") < 0;
        e.rmse = *report_.metric("rmse");
        e.pairs = static_cast<Index>(fit_count()), e.dimensions = in_.pairs.dimension();
        e.rotation_only = in_.rules.rotation_only, e.scale = in_.rules.scale;
        e.smallest_gap = smallest_gap(in_.fit, in_.rules.rotation_only);
        e.path_ambiguous = path_ && path_->ambiguous();
        e.found = in_.found, e.asked = in_.pairs.source->rows();
        return e;
    }

  private:
    double null_rmse() const {
        const auto& found = *in_.found;
        if (found.null_costs.empty() || found.unit != FoundMatching{}.unit) return void_metric;
        double sum = 0;
        for (double cost : found.null_costs) sum += std::sqrt(cost);
        return sum / double(found.null_costs.size());
    }

    const AlignmentToAssess& in_;
    Report& report_;
    std::optional<RotationPath> path_;  // none: not orthogonal
};

// The pairs that the method found, as if they had been given.
Pairs found_pairs(const Pairs& given, const FoundMatching& found) {
    Pairs pairs = given;
    pairs.paired = true, pairs.identity_pairing = false;
    pairs.source_row.clear(), pairs.target_row.clear(), pairs.fits.clear();
    std::vector<double> weights;
    for (Index i = 0; i < found.matching.size(); ++i) {
        if (found.matching(i) < 0 || (found.confidence.size() && !(found.confidence(i) > 0))) continue;
        pairs.source_row.push_back(i), pairs.target_row.push_back(found.matching(i));
        weights.push_back(found.confidence.size() ? found.confidence(i) : 1);
    }
    pairs.weights = found.confidence.size() ? Vector(Eigen::Map<Vector>(weights.data(), Index(weights.size()))) : Vector();
    return pairs;
}

Result<Report> assess_found(const AlignmentToAssess& given, const Context& context) {
    const Pairs pairs = found_pairs(given.pairs, *given.found);
    AlignmentToAssess what{pairs, given.rules, given.fit, given.seed, given.fit_only, given.likeness, given.found};
    Report report;
    Assessor assessor(what, report);
    report.warnings = pairs.notes;
    assessor.arrays();
    if (pairs.pair_count() == 0) {
        assessor.search_metrics();
        judge_found(assessor.bare_evidence(), {}, report);
        return report;
    }
    assessor.fit_metrics();
    if (!what.fit_only) {
        RetrievalScores scores{void_metric, void_metric, void_metric};
        const BaselineInput input{pairs, what.rules, what.fit, what.likeness, what.seed, true};
        auto base = baselines(input, context);
        if (base && pairs.truth) {
            auto retrieved = truth_retrieval(input, 5000, context);
            if (retrieved) scores = *retrieved;
        }
        if (base) {
            assessor.baseline_metrics(*base);
            assessor.truth_metrics(scores);
            assessor.search_metrics();
            judge_found(assessor.evidence(), *base, report);
            return report;
        }
        if (base.error().kind != ErrorKind::Cancelled) return base.error();
        report.warnings.push_back("the baselines were stopped, so the verdict rests on the search alone");
    }
    assessor.search_metrics();
    report.verdict = Verdict::Doubtful;
    report.reasons = {what.fit_only ? "Only the fit was computed (--metrics fit): nothing it could be compared with."
                                    : "The checks were stopped before they could say anything."};
    return report;
}

}  // namespace

Result<Report> assess_alignment(const AlignmentToAssess& what, const Context& context) {
    if (what.found) return assess_found(what, context);
    Report report;
    Assessor assessor(what, report);
    report.warnings = what.pairs.notes;
    assessor.arrays();
    assessor.fit_metrics();
    if (what.fit.sigma.size() == 0) {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"The run was stopped before a rotation was found."};
        return report;
    }
    if (what.fit_only) {
        report.verdict = Verdict::Doubtful;
        report.reasons = {"Only the fit was computed (--metrics fit): nothing it could be compared with."};
        return report;
    }
    auto base = baselines({what.pairs, what.rules, what.fit, what.likeness, what.seed}, context);
    if (!base) {
        if (base.error().kind != ErrorKind::Cancelled) return base.error();
        report.warnings.push_back("the baselines were stopped, so the verdict rests on the fit alone");
        report.reasons = {"The checks were stopped before they could say anything."};
        return report;
    }
    assessor.baseline_metrics(*base);
    judge(assessor.evidence(), *base, report);
    return report;
}

}  // namespace orthoscope
