#include "core/rotations/planes_method.h"

#include "core/base/text.h"
#include "core/method/describe.h"
#include "core/rotations/frame_order.h"
#include "core/rotations/plane_report.h"
#include "core/rotations/planes_run.h"

namespace orthoscope {
namespace {

void judge_planes(const PlanesState& s, const Recording& recording, Report& report) {
    const Index p = s.angles->rows();
    if (p == 0) {
        report.verdict = Verdict::Unsupported;
        report.reasons = {"No plane turns: the step keeps or turns over each direction by itself."};
        return;
    }
    const double worst = s.residuals->maxCoeff(), left = report.metric("residual_energy").value_or(0);
    const std::string found = counted(std::uint64_t(p), "plane") + " of rotation hold" + (p == 1 ? "s " : " ") +
                              in_percent(s.energies->sum()) + " of the energy; the worst of them misses its rotation by " +
                              in_percent(worst);
    report.verdict = Verdict::Supported;
    if (worst <= CutRules::turns_as_one) report.reasons = {found + "."};
    else if (worst <= 2 * CutRules::turns_as_one)
        lower_verdict(report, Verdict::Doubtful, found + ": the weaker planes do not turn as wholes.");
    else lower_verdict(report, Verdict::Unsupported, found + ": the steps are not those of one rotation in these directions.");
    if (left > 0.5)
        lower_verdict(report, Verdict::Doubtful, in_percent(left) + " of the energy lies in no plane: most of what changes does not turn.");
    if (auto lost = last_metric(recording, "undetermined"); lost && *lost > 0)
        report.warnings.push_back(counted(std::uint64_t(*lost), "direction") +
                                  " of the frames stay undetermined: the steps do not say where they go. They are in no plane.");
    if (auto passed = last_metric(recording, "cut_passed"); passed && *passed == 0)
        report.warnings.push_back("No cut of the span leaves planes that all turn as one (residual up to " +
                                  brief(CutRules::turns_as_one) + "), so a share of the energy was kept.");
}

// Few frames in many directions: hardly any order of them is without planes.
void judge_order(const FrameOrder& order, Report& report) {
    if (order.misfit < 1e-6 || order.misfit < 0.7 * order.shuffled) return;
    lower_verdict(report, Verdict::Doubtful,
                  "The same frames in shuffled order fit one orthogonal step as well (they miss it by " + in_percent(order.shuffled) +
                      ", as they stand by " + in_percent(order.misfit) + "): of " + std::to_string(order.frames) + " frames in " +
                      std::to_string(order.directions) + " directions the planes say nothing about a motion.");
}

class PlanesMethod : public Method {
  public:
    const MethodInfo& info() const override { return planes_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<PlanesOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const auto chosen = options_from<PlanesOptions>(options);
        auto steps = make_steps(*inputs, chosen.frames.mean == MeanChoice::Remove);
        if (!steps) return steps.error();
        return std::unique_ptr<Solver>(std::make_unique<PlanesRun>(std::move(*steps), chosen, settings));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings& settings, bool,
                          const Context&) const override {
        Report report;
        const auto* state = last_planes(recording);
        if (!state || !state->phasors) {
            report.verdict = Verdict::Unsupported;
            report.reasons = {"The run was stopped before the planes were found."};
            return report;
        }
        auto steps = make_steps(inputs, options_from<PlanesOptions>(options).frames.mean == MeanChoice::Remove);
        if (!steps) return steps.error();
        report.warnings = steps->notes;
        report_planes(*state, report);
        judge_planes(*state, recording, report);
        judge_closure(*state, *steps, report);
        if (auto order = frame_order(*state, *steps, settings.seed)) judge_order(*order, report);
        return report;
    }
};

}  // namespace

const Method& planes_method() {
    static const PlanesMethod method;
    return method;
}

}  // namespace orthoscope
