#include "core/alignment/icp/icp_method.h"

#include "core/alignment/icp/icp_assess.h"
#include "core/alignment/icp/icp_solver.h"
#include "core/method/describe.h"

namespace orthoscope {
namespace {

Status check_weights(const Pairs& pairs) {
    if (!pairs.options.weights) return success();
    const Vector& w = *pairs.options.weights;
    if (w.size() != pairs.source->rows())
        return input_error("--weights", "found " + std::to_string(w.size()) + " weights; expected one for each of " +
                                            std::to_string(pairs.source->rows()) + " source rows");
    if (!w.allFinite() || w.minCoeff() < 0 || (w.array() > 0).count() < pairs.dimension())
        return input_error("--weights", "expected finite weights of at least 0, " + std::to_string(pairs.dimension()) +
                                            " or more of them above 0");
    return success();
}

Status check(const Pairs& pairs) {
    const Index d = pairs.dimension();
    if (d < 2 || d > 3)
        return input_error("icp", "found " + std::to_string(d) + " dimension" + (d == 1 ? "" : "s") +
                                      "; expected 2 or 3, as nearest points mislead in many. procrustes-wasserstein "
                                      "aligns unpaired sets in any dimension");
    for (auto [set, rows] : {std::pair{0, pairs.source.get()}, std::pair{1, pairs.target.get()}}) {
        const std::string& name = pairs.sets[std::size_t(set)]->name;
        if (rows->rows() < d)
            return input_error(name, "holds " + std::to_string(rows->rows()) + " points; icp expects at least " + std::to_string(d));
        if (!rows->allFinite()) return input_error(name, "holds a coordinate that is not finite; icp expects finite points");
    }
    return check_weights(pairs);
}

class Icp : public Method {
  public:
    const MethodInfo& info() const override { return icp_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::AtConvergence, true, 180}; }
    ParameterSet parameters() const override { return parameters_of<IcpOptions>(); }

    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        auto resolved = options;
        if (std::get<std::string>(options.value("metric")) == "auto" && check(pairs))
            (void)resolved.set("metric", std::string(dense(pairs) ? "plane" : "point"));
        return resolved;
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& set,
                                          const RunSettings& settings) const override {
        if (auto status = check(*pairs); !status) return status.error();
        const auto options = options_from<IcpOptions>(set);
        auto problem = icp_problem(std::move(pairs), options.metric == IcpOptions::Metric::Plane, settings.seed);
        std::vector<std::string> notes;
        auto starts = starts_of(problem, options, notes);
        if (starts.empty())
            return input_error("--starts", "found given, but " + (notes.empty() ? "no start and no landmarks" : notes.front()) +
                                               "; expected --start or --landmarks, or other starts");
        return std::unique_ptr<Solver>(std::make_unique<IcpSolver>(std::move(problem), std::move(starts), options, settings));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        return assess_icp(pairs, options_from<IcpOptions>(options), recording, settings, fit_only, context);
    }

  private:
    static bool dense(const Pairs& pairs) {
        if (origin_of_normals(pairs) != Normals::Origin::Neighbours) return true;
        return surface_variation(*pairs.target, KdTree(*pairs.target)) < surface_variation_limit;
    }
};

}  // namespace

const Method& icp_method() {
    static const Icp method;
    return method;
}

}  // namespace orthoscope
