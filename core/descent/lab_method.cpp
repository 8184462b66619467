#include "core/descent/lab_method.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/descent/lab_run.h"
#include "core/linalg/singular_values.h"
#include "core/method/describe.h"
#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

bool preserves(Rule rule) { return rule == Rule::PionExponential || rule == Rule::PionCayley; }

struct Drifts {
    double kept = void_metric, moved = 0;  // largest of what should keep the spectrum; of the rest
    std::string gone;
};

Drifts report_lanes(const LabOptions& options, const Recording& recording, Report& report) {
    Drifts out;
    const auto rules = lab_rules(options);
    Matrix values = Matrix::Zero(Index(rules.size()), last_descent(recording, 0)->values->rows());
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto frame = last_frame(recording, int(i));
        if (!frame) continue;
        const auto& s = std::get<DescentState>(*frame->state);
        values.row(Index(i)) = s.values->col(0).transpose();
        const double drift = s.drift->maxCoeff();
        report.metrics.emplace_back(key_of(rules[i]) + "_loss", metric_of(*frame, "cost"));
        report.metrics.emplace_back(key_of(rules[i]) + "_drift", drift);
        if (rules[i] == Rule::PionTruncated) report.metrics.emplace_back("pion_truncated_bound", metric_of(*frame, "drift bound"));
        if (preserves(rules[i])) out.kept = std::isnan(out.kept) ? drift : std::max(out.kept, drift);
        else if (rules[i] != Rule::PionTruncated) out.moved = std::max(out.moved, drift);
        if (s.diverged) out.gone += (out.gone.empty() ? "" : ", ") + name_of(rules[i]) + " at step " + std::to_string(frame->iteration);
    }
    report.matrices.emplace_back("lane_values", std::move(values));
    return out;
}

void judge(const LabOptions& options, const LabProblem& problem, const Recording& recording, const Drifts& drifts, Report& report) {
    const int best = best_lane(recording.frames());
    const auto frame = last_frame(recording, best);
    const auto rule = lab_rules(options)[std::size_t(best)];
    const double cost = metric_of(*frame, "cost"), first = problem.given() ? 0 : problem.loss(problem.start);
    report.metrics.insert(report.metrics.begin(), {{"loss", cost}, {"spectrum_drift", metric_of(*frame, "drift")}});
    report.verdict = Verdict::Supported;
    std::string sentence = problem.given() ? name_of(rule) + " goes furthest down the given gradients: their predicted change adds up to " + brief(cost)
                                           : name_of(rule) + " comes lowest: " + brief(cost) + " of a first loss of " + brief(first);
    if (!std::isnan(drifts.kept)) sentence += "; Pion's exact turns keep every singular value within " + brief(drifts.kept) + " of the largest";
    if (drifts.moved > 0) sentence += ", sums move them by up to " + brief(drifts.moved);
    report.reasons = {sentence + "."};
    if (!drifts.gone.empty()) {
        report.warnings.push_back("Diverged: " + drifts.gone + ". The values shown are the last finite ones; a smaller rate may hold.");
        report.reasons.push_back("Some diverged: " + drifts.gone + ".");
    }
    if (!std::isnan(drifts.kept) && drifts.kept > 1e-10) report.verdict = Verdict::Doubtful;
    if (std::get<DescentState>(*frame->state).diverged) report.verdict = Verdict::Unsupported;
    if (!problem.given() && options.condition > 1)
        report.warnings.push_back("The loss is steeper in some directions than in others, by a covariance made from the seed with condition number " +
                                  brief(options.condition) + ".");
}

class LabMethod : public Method {
  public:
    const MethodInfo& info() const override { return lab_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<LabOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const auto chosen = options_from<LabOptions>(options);
        auto problem = lab_problem(*inputs, chosen, settings.seed);
        if (!problem) return problem.error();
        auto values = singular_values(problem->start);
        if (!values) return values.error();
        SharedMatrix target;
        if (!problem->given()) {
            auto aim = singular_values(problem->target);
            if (!aim) return aim.error();
            target = share(Matrix(*aim));
        }
        return std::unique_ptr<Solver>(std::make_unique<LabRun>(std::move(*problem), *values, std::move(target), chosen, settings.threads));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings& settings, bool,
                          const Context&) const override {
        Report report;
        const auto chosen = options_from<LabOptions>(options);
        auto problem = lab_problem(inputs, chosen, settings.seed);
        if (!problem) return problem.error();
        const auto drifts = report_lanes(chosen, recording, report);
        judge(chosen, *problem, recording, drifts, report);
        const auto frame = last_frame(recording, best_lane(recording.frames()));
        const auto& s = std::get<DescentState>(*frame->state);
        report.matrices.insert(report.matrices.begin(), {{"values", *s.values}, {"start_values", *s.start_values}});
        if (s.target_values) report.matrices.emplace_back("target_values", *s.target_values);
        if (s.matrix) report.matrices.emplace_back("weights", *s.matrix);
        if (inputs.sets.size() < 2)
            report.warnings.push_back(chosen.target == LabTarget::Turned
                                          ? "No target was given: it is the matrix between two random rotations, so it has the same singular values."
                                          : "No target was given: it has random directions and values falling as 1/k.");
        return report;
    }
};

}  // namespace

const Method& lab_method() {
    static const LabMethod method;
    return method;
}

}  // namespace orthoscope
