// The methods of shape matching as one template over their options; internal to core/maps.
#pragma once

#include "core/maps/matching_report.h"
#include "core/maps/matching_solver.h"
#include "core/method/describe.h"

namespace orthoscope {

template <class Options>
class MatchingMethod : public Method {
  public:
    explicit MatchingMethod(const MethodInfo& info) : info_(info) {}
    const MethodInfo& info() const override { return info_; }
    Laws laws() const override { return {}; }
    ParameterSet parameters() const override { return parameters_of<Options>(); }
    ParameterSet resolve(const ParameterSet& options, const Pairs&) const override { return options; }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        if (auto status = check_shapes(*pairs, info_.id); !status) return status.error();
        const auto& start = pairs->options.start;
        if (info_.needs_start && (!start || (!start->matching && !start->functional_map && start->rotations.empty())))
            return input_error("--start", "found no map to refine; expected a map (the source vertex of each target vertex), a functional "
                                          "map, or the folder of a run. functional-map needs no start");
        return std::unique_ptr<Solver>(std::make_unique<MatchingSolver>(std::move(pairs), info_, options_from<Options>(options).plan(settings), settings));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        return assess_matching(pairs, options_from<Options>(options).plan(settings), recording, settings, fit_only, context);
    }

  private:
    const MethodInfo& info_;
};

}  // namespace orthoscope
