#include "core/rotations/learning_method.h"

#include <cmath>
#include <numbers>

#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/rotations/learning_run.h"
#include "core/rotations/plane_report.h"

namespace orthoscope {
namespace {

constexpr double degrees = 180 / std::numbers::pi;
constexpr double fails_above = 0.15;  // energy-weighted rotor residual of planes that do not turn as wholes

double weighted_residual(const PlanesState& s) {
    const double all = s.energies->sum();
    return all > 0 ? std::sqrt(s.energies->cwiseProduct(s.residuals->cwiseAbs2()).sum() / all) : 0;
}

// Why the rule misses a plane of the reference.
std::string reason_missed(LearningRule rule, double angle, double best) {
    const double weight = rule == LearningRule::Antisymmetric ? std::sin(angle) : std::pow(std::sin(angle / 2), 2);
    if (weight < 0.1)
        return rule == LearningRule::Antisymmetric
                   ? "its weight goes with the sine of the angle, " + brief(weight) + " here: the rule is blind at 0 and 180 degrees"
                   : "its weight goes with the squared sine of half the angle, " + brief(weight) + " here: the rule is blind to slow planes";
    return "at most " + in_percent(best) + " of it lies in one plane of the rule";
}

void report_reference(LearningRule rule, const PlanesState& s, const Recording& recording, Report& report) {
    const Matrix& overlap = *s.overlap;
    Index seen = 0;
    std::string missed;
    Index listed = 0;
    for (Index i = 0; i < overlap.rows(); ++i) {
        const double best = overlap.cols() ? overlap.row(i).maxCoeff() : 0;
        if (best >= 0.9) ++seen;
        else if (++listed <= 4)
            missed += " The plane of " + brief((*s.reference_angles)(i) * degrees) + " degrees: " +
                      reason_missed(rule, (*s.reference_angles)(i), best) + ".";
    }
    report.metrics.insert(report.metrics.end(), {{"reference_planes", double(overlap.rows())},
                                                 {"reference_planes_found", double(seen)},
                                                 {"reference_residual", last_metric(recording, "reference_residual").value_or(void_metric)}});
    report.matrices.insert(report.matrices.end(),
                           {{"reference_angles_degrees", *s.reference_angles * degrees}, {"reference_overlap", overlap}});
    if (seen < overlap.rows())
        report.warnings.push_back("Of " + counted(std::uint64_t(overlap.rows()), "plane") + " that rotation-planes finds here, " +
                                  std::to_string(seen) + " are among those of the rule." + missed +
                                  (listed > 4 ? " And " + std::to_string(listed - 4) + " more." : ""));
    const double flipped = last_metric(recording, "reference_flipped").value_or(0);
    if (flipped > 0 && rule == LearningRule::Antisymmetric)
        report.warnings.push_back(counted(std::uint64_t(flipped), "direction") +
                                  " turn over in each step (180 degrees): the sine is 0, and this rule cannot see them.");
}

// Whether the premise of the rules holds: the data closed under the action.
void judge_rule(const PlanesState& s, const Recording& recording, Report& report) {
    if (s.angles->rows() == 0) {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"The rule sees nothing that turns here."};
        return;
    }
    const double mine = weighted_residual(s), reference = last_metric(recording, "reference_residual").value_or(0);
    const bool fails = mine > fails_above;
    report.metrics.insert(report.metrics.end(), {{"weighted_residual", mine}, {"rule_fails", fails ? 1.0 : 0.0}});
    report.verdict = Verdict::Supported;
    const std::string turn = "planes of the rule miss their rotation by " + in_percent(mine) + " (weighted by energy)";
    if (fails)
        lower_verdict(report, Verdict::Unsupported,
                      "The rule fails here: the " + turn + ", because the frames are not closed under the action; rotation-planes on the "
                      "same frames misses by at most " + in_percent(reference) + ".");
    else report.reasons.push_back("The " + turn + "; those of rotation-planes by at most " + in_percent(reference) + ".");
    Index unresolved = (s.kinds->array() == PlanesState::Unresolved).count();
    if (unresolved > 0)
        lower_verdict(report, Verdict::Doubtful, counted(std::uint64_t(unresolved), "plane") +
                                                     " cannot be told apart from others of nearly the same weight and have no angle.");
}

class LearningMethod : public Method {
  public:
    LearningMethod(LearningRule rule, const MethodInfo& info) : rule_(rule), info_(info) {}
    const MethodInfo& info() const override { return info_; }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<LearningOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const auto chosen = options_from<LearningOptions>(options);
        auto steps = first_map(*inputs, chosen);
        if (!steps) return steps.error();
        return std::unique_ptr<Solver>(std::make_unique<LearningRun>(rule_, std::move(*steps), chosen, settings));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        Report report;
        const auto* state = last_planes(recording);
        if (!state || !state->overlap) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"The run was stopped before the planes were compared."};
            return report;
        }
        auto steps = first_map(inputs, options_from<LearningOptions>(options));
        if (!steps) return steps.error();
        report.warnings = steps->notes;
        report_planes(*state, report);
        judge_rule(*state, recording, report);
        report_reference(rule_, *state, recording, report);
        judge_closure(*state, *steps, report);
        return report;
    }

  private:
    static Result<FrameSteps> first_map(const Pairs& inputs, const LearningOptions& options) {
        auto steps = make_steps(inputs, options.frames.mean == MeanChoice::Remove);
        if (!steps || steps->maps == 1) return steps;
        steps->maps = 1;
        steps->next = Indices(steps->next.head(steps->count())), steps->closing = Indices(steps->closing.head(steps->count()));
        steps->notes.push_back("The frames are a grid of two steps; a learning rule follows the first. rotation-planes takes both.");
        return steps;
    }

    LearningRule rule_;
    const MethodInfo& info_;
};

}  // namespace

const Method& antisymmetric_method() {
    static const LearningMethod method(LearningRule::Antisymmetric, antisymmetric_info());
    return method;
}

const Method& difference_method() {
    static const LearningMethod method(LearningRule::Difference, difference_info());
    return method;
}

}  // namespace orthoscope
