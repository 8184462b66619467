#include "core/alignment/procrustes_method.h"

#include <algorithm>

#include "core/alignment/assess.h"
#include "core/alignment/fit_choices.h"
#include "core/alignment/procrustes_solver.h"
#include "core/method/describe.h"
#include "core/method/unpaired.h"

namespace orthoscope {
namespace {

class Procrustes : public Method {
  public:
    const MethodInfo& info() const override { return procrustes_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::Exact, true, 180}; }
    ParameterSet parameters() const override { return parameters_of<ProcrustesOptions>(); }

    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        return resolve_fit(options, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings&) const override {
        if (!pairs->paired)
            return input_error("procrustes", "found " + std::to_string(pairs->source->rows()) + " source and " +
                                                 std::to_string(pairs->target->rows()) +
                                                 " target rows without labels; expected pairs: equal row counts, or "
                                                 "labels in both sets. " + unpaired_advice(pairs->dimension()));
        const auto rules = options_from<ProcrustesOptions>(options).rules();
        return std::unique_ptr<Solver>(std::make_unique<ProcrustesSolver>(std::move(pairs), rules));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto rules = options_from<ProcrustesOptions>(options).rules();
        const auto& state = std::get<AlignmentState>(*recording.frame(recording.size() - 1)->state);
        return assess_alignment({pairs, rules, fit_of(state, rules), settings.seed, fit_only,
                                 likeness_of(pairs)},
                                context);
    }
};

}  // namespace

const Method& procrustes_method() {
    static const Procrustes method;
    return method;
}

ProcrustesFit fit_of(const AlignmentState& state, const ProcrustesRules& rules) {
    ProcrustesFit fit;
    fit.rotation = *state.rotation, fit.pivot = state.pivot, fit.place = state.place, fit.scale = state.scale;
    fit.sigma = state.sigma;
    fit.reflected = state.path && state.path->flip();
    if (state.u && state.v && rules.rotation_only) {
        const Index d = state.sigma.size();
        // U V' and R differ exactly where the reflection was taken back.
        fit.corrected = d && (state.u->col(d - 1).transpose() * fit.rotation * state.v->col(d - 1))(0) < 0;
    }
    return fit;
}

}  // namespace orthoscope
