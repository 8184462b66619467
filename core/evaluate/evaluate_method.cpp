#include "core/evaluate/evaluate_method.h"

#include <cmath>

#include "core/evaluate/evaluate_report.h"
#include "core/evaluate/evaluate_solver.h"
#include "core/alignment/fit_choices.h"
#include "core/method/describe.h"

namespace orthoscope {
namespace {

class Evaluate : public Method {
  public:
    const MethodInfo& info() const override { return evaluate_info(); }
    Laws laws() const override { return {}; }  // what is given obeys no law
    ParameterSet parameters() const override { return parameters_of<EvaluateOptions>(); }

    // A mirror or a scale that was given is one that was allowed.
    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        auto resolved = options;
        if (const auto& start = pairs.options.start) {
            if (start->rotation() && options.value("mode") == ParameterValue(std::string("auto")))
                if (auto check = check_matrix(*start->rotation()); check && check->determinant < 0)
                    (void)resolved.set("mode", std::string("orthogonal"));
            if (start->scale != 1) (void)resolved.set("scale", true);
        }
        return resolve_fit(resolved, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        if (!pairs->options.start)
            return input_error("evaluate", "found nothing to grade; expected --start with a rotation, a 4 x 4, a matching, "
                                           "a T x d x d stack of iterates, or a results folder");
        for (std::size_t k = 0; k < pairs->options.start->rotations.size(); ++k)
            if (!pairs->options.start->rotations[k].allFinite())
                return input_error(pairs->options.start->origin + ":iterate " + std::to_string(k),
                                   "holds NaN or infinity; expected finite numbers");
        const auto own = options_from<EvaluateOptions>(options);
        if (auto why = Grader::refusal(*pairs, own); !why.empty()) return input_error("evaluate", why);
        return std::unique_ptr<Solver>(std::make_unique<EvaluateSolver>(std::move(pairs), own, settings.seed));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        return evaluate_report({pairs, options_from<EvaluateOptions>(options), recording, settings.seed, fit_only}, context);
    }
};

}  // namespace

const Method& evaluate_method() {
    static const Evaluate method;
    return method;
}

}  // namespace orthoscope
