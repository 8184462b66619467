#include "core/spectrum/decay_method.h"

#include <algorithm>

#include "core/method/describe.h"
#include "core/spectrum/decay_report.h"
#include "core/spectrum/decay_run.h"

namespace orthoscope {
namespace {

class DecayMethod : public Method {
  public:
    const MethodInfo& info() const override { return decay_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<DecayOptions>(); }
    // Meshes alone are read as shapes.
    ParameterSet resolve(const ParameterSet& options, const Pairs& inputs) const override {
        ParameterSet out = options;
        const bool meshes = std::all_of(inputs.sets.begin(), inputs.sets.end(), [](auto& set) { return set->kind() == Kind::Mesh; });
        if (options_from<DecayOptions>(options).operator_ == Operator::Auto)
            (void)out.set("operator", std::string(meshes ? "laplacian" : "rows"));
        return out;
    }
    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const auto chosen = options_from<DecayOptions>(options);
        if (chosen.front >= std::int64_t(inputs->sets.size()))
            return usage_error("--front", "found " + std::to_string(chosen.front) + "; expected 0 to " +
                                              std::to_string(inputs->sets.size() - 1) + ", a number of one of the matrices");
        return std::unique_ptr<Solver>(std::make_unique<DecayRun>(std::move(inputs), chosen, settings));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings&, bool,
                          const Context&) const override {
        return decay_report(inputs, options_from<DecayOptions>(options), recording);
    }
};

}  // namespace

const Method& decay_method() {
    static const DecayMethod method;
    return method;
}

}  // namespace orthoscope
