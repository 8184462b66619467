#include "core/alignment/wasserstein/wasserstein_method.h"

#include <algorithm>

#include "core/alignment/fit_choices.h"
#include "core/alignment/wasserstein/wasserstein_evidence.h"
#include "core/alignment/wasserstein/wasserstein_solver.h"
#include "core/linalg/lapack.h"
#include "core/method/describe.h"

namespace orthoscope {
namespace {

class Wasserstein : public Method {
  public:
    const MethodInfo& info() const override { return wasserstein_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::None, false, 180}; }
    ParameterSet parameters() const override { return parameters_of<WassersteinOptions>(); }

    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        return resolve_fit(options, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        const auto chosen = options_from<WassersteinOptions>(options);
        using S = WassersteinOptions::Starts;
        if (std::min(pairs->source->rows(), pairs->target->rows()) < 2)
            return input_error("procrustes-wasserstein", "found a set of fewer than 2 rows; expected at least 2 in each");
        if ((chosen.starts == S::Axes || chosen.starts == S::Turns) && pairs->dimension() > most_race_dimensions)
            return input_error("--starts", "found " + std::to_string(pairs->dimension()) + " dimensions; axes and turns expect at most " +
                                               std::to_string(most_race_dimensions));
        // Plans are large products whatever the dimension.
        set_blas_threads(settings.threads);
        return std::unique_ptr<Solver>(std::make_unique<WassersteinSolver>(std::move(pairs), chosen, settings.seed, settings.threads));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto chosen = options_from<WassersteinOptions>(options);
        auto answer = wasserstein_answer(pairs, recording, chosen.rules());
        if (!fit_only && !context.stopped() && answer.fit.sigma.size()) {
            const bool sampled = takes_a_part(pairs, chosen);
            if (auto status = sampled ? price_on_all(answer, pairs, chosen, settings, context) : success();
                !status && status.error().kind != ErrorKind::Cancelled)
                return status.error();
            auto costs = unrelated_costs(pairs, chosen, settings, 3, sampled, context);
            if (costs) answer.found.null_costs = std::move(*costs);
            else if (costs.error().kind != ErrorKind::Cancelled) return costs.error();
        }
        auto report = assess_alignment({pairs, chosen.rules(), std::move(answer.fit), settings.seed, fit_only,
                                        likeness_of(pairs), &answer.found},
                                       context);
        if (!report) return report;
        say_what_was_left_out(pairs, chosen, settings, recording, report->warnings);
        return report;
    }

  private:
    static bool takes_a_part(const Pairs& pairs, const WassersteinOptions& options) {
        return double(pairs.source->rows()) * double(pairs.target->rows()) > double(options.subsample) * double(options.subsample);
    }

    static Status price_on_all(WassersteinAnswer& answer, const Pairs& pairs, const WassersteinOptions& options, const RunSettings& settings,
                               const Context& context) {
        const auto own = nearest_cost(pairs, answer.fit, options.keep, settings, context);
        if (!own) return own.error();
        answer.found.cost = *own;
        if (!answer.next) return success();
        const auto next = nearest_cost(pairs, *answer.next, options.keep, settings, context);
        if (!next) return next.error();
        answer.found.next_cost = *next;
        return success();
    }

    static void say_what_was_left_out(const Pairs& pairs, const WassersteinOptions& options, const RunSettings& settings,
                                      const Recording& recording, std::vector<std::string>& warnings) {
        if (takes_a_part(pairs, options)) {
            const auto rows = search_rows(std::make_shared<const Pairs>(pairs), options.rules(), Index(options.subsample), settings.seed);
            warnings.insert(warnings.end(), rows.notes.begin(), rows.notes.end());
            warnings.push_back("search_cost, next_cost and unrelated_cost are taken over all: mean squared distances of up to 2,000 rows "
                               "of the smaller set to the nearest row of the other");
        }
        if (pairs.options.weights) warnings.push_back("weights are not used where partners are searched");
        if (pairs.options.anchors || pairs.options.anchor_fraction)
            warnings.push_back("anchors are not used where partners are searched");
        const auto lanes = recording.lanes();
        const auto has = [&](std::string_view name) {
            return std::any_of(lanes.begin(), lanes.end(), [&](auto& lane) { return lane.find(name) != std::string::npos; });
        };
        if (options.starts == WassersteinOptions::Starts::Auto && recording.outcome() == Outcome::Converged && !has("coarse") && !has("fine"))
            warnings.push_back("nine of ten partners are each other's nearest rows, so further starts were left out");
    }
};

}  // namespace

const Method& wasserstein_method() {
    static const Wasserstein method;
    return method;
}

}  // namespace orthoscope
