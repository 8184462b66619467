#include "core/shape/eigenbasis_method.h"

#include "core/method/describe.h"
#include "core/shape/eigenbasis_run.h"

namespace orthoscope {
namespace {

class EigenbasisMethod : public Method {
  public:
    const MethodInfo& info() const override { return eigenbasis_info(); }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<EigenbasisOptions>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> inputs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        return std::unique_ptr<Solver>(std::make_unique<EigenbasisRun>(
            inputs->sets.front(), options_from<EigenbasisOptions>(options), settings.threads));
    }
    Result<Report> assess(const Pairs& inputs, const ParameterSet& options, const Recording& recording, const RunSettings&,
                          bool, const Context& context) const override {
        const auto frame = recording.frame(recording.size() - 1);
        return eigenbasis_report(*inputs.sets.front(), options_from<EigenbasisOptions>(options),
                                 std::get<ShapeState>(*frame->state), context);
    }
};

}  // namespace

const Method& eigenbasis_method() {
    static const EigenbasisMethod method;
    return method;
}

}  // namespace orthoscope
