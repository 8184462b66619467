#include "core/group/generalized_method.h"

#include "core/alignment/fit_choices.h"
#include "core/group/generalized_report.h"
#include "core/group/generalized_solver.h"
#include "core/method/describe.h"

namespace orthoscope {
namespace {

class Generalized : public Method {
  public:
    const MethodInfo& info() const override { return generalized_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::Exact, true, 180}; }
    ParameterSet parameters() const override { return parameters_of<GeneralizedOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        return resolve_fit(options, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings&) const override {
        if (!pairs->paired)
            return input_error("generalized-procrustes",
                               "found sets of " + std::to_string(pairs->source->rows()) + " and " +
                                   std::to_string(pairs->target->rows()) +
                                   " rows without labels; expected sets that pair row by row");
        return std::unique_ptr<Solver>(
            std::make_unique<GeneralizedSolver>(std::move(pairs), options_from<GeneralizedOptions>(options)));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto frame = recording.frame(recording.size() - 1);
        return generalized_report({pairs, options_from<GeneralizedOptions>(options), std::get<GroupState>(*frame->state),
                                   settings.seed, fit_only},
                                  context);
    }
};

}  // namespace

const Method& generalized_method() {
    static const Generalized method;
    return method;
}

}  // namespace orthoscope
