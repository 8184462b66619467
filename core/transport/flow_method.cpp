#include "core/transport/flow_method.h"

#include <algorithm>
#include <cmath>

#include "core/alignment/assess.h"
#include "core/alignment/fit_choices.h"
#include "core/alignment/procrustes_method.h"
#include "core/base/random.h"
#include "core/evaluate/nearest_rows.h"
#include "core/method/describe.h"
#include "core/recording/lanes.h"
#include "core/transport/flow_solver.h"

namespace orthoscope {
namespace {

const AlignmentState& state_of(const Frame& frame) {
    return std::get<AlignmentState>(*frame.state);
}

// A target with the mean and the spread of the real one but no shape of its own: what chance alone can reach.
std::shared_ptr<const Pairs> without_shape(const Pairs& pairs, std::uint64_t seed) {
    Random random(seed);
    const Index m = std::min<Index>(pairs.target->rows(), 5000), d = pairs.dimension();
    const RowVector mean = pairs.target->colwise().mean();
    // Mixtures of the centred rows with Gaussian weights have the same covariance.
    const Matrix centred = pairs.target->rowwise() - mean;
    Matrix noise = Matrix::Zero(m, d);
    const Index terms = 24;
    for (Index i = 0; i < m; ++i)
        for (Index k = 0; k < terms; ++k)
            noise.row(i) += random.normal() / std::sqrt(double(terms)) *
                            centred.row(Index(random.below(std::uint64_t(centred.rows()))));
    auto copy = std::make_shared<Pairs>(pairs);
    copy->target = std::make_shared<const Matrix>(noise.rowwise() + mean);
    copy->paired = false;
    return copy;
}

// The cost that the same search reaches on a target without shape; void where it was stopped.
double null_cost(const Pairs& pairs, FlowOptions options, const RunSettings& settings, std::uint64_t seed,
                 const Context& context) {
    options.starts = std::min<std::int64_t>(options.starts, 3);
    options.iterations = std::min<std::int64_t>(options.iterations, 40);
    FlowSolver solver(without_shape(pairs, seed), options, settings);
    double best = void_metric;
    if (!solver.begin()) return best;
    for (;;) {
        auto status = solver.step(context);
        if (!status) return void_metric;
        const Frame frame = solver.snapshot();
        const double cost = frame.metrics.front().second;
        if (frame.phase == static_cast<int>(FlowPhase::Turn) && !(best < cost)) best = cost;
        if (*status != StepStatus::Running) return best;
    }
}

// The best start that ended elsewhere: its cost, and how far away it is.
void find_rival(const std::vector<FramePtr>& frames, int winner, FoundMatching& found) {
    const Matrix& best = *state_of(*lane_frames(frames, winner).back()).rotation;
    for (int lane : lane_numbers(frames)) {
        const auto last = lane_frames(frames, lane).back();
        if (lane == winner || last->metrics.empty()) continue;
        const RotationPath apart(best.transpose() * *state_of(*last).rotation);
        const double degrees = apart.planes().empty() ? 0 : apart.planes().front().angle * 180 / M_PI;
        if ((degrees < 5 && !apart.flip()) || found.next_cost <= last->metrics.front().second) continue;
        found.next_cost = last->metrics.front().second;
        found.next = apart.flip() ? "its mirror image"
                                  : "a turn by " + std::to_string(std::lround(degrees)) + " degrees away";
    }
}

class SlicedFlow : public Method {
  public:
    const MethodInfo& info() const override { return sliced_flow_info(); }
    Laws laws() const override { return {true, Laws::Equivariance::None, false, 180}; }
    ParameterSet parameters() const override { return parameters_of<FlowOptions>(); }

    ParameterSet resolve(const ParameterSet& options, const Pairs& pairs) const override {
        return resolve_fit(options, pairs);
    }

    Result<std::unique_ptr<Solver>> start(std::shared_ptr<const Pairs> pairs, const ParameterSet& options,
                                          const RunSettings& settings) const override {
        auto solver =
            std::make_unique<FlowSolver>(std::move(pairs), options_from<FlowOptions>(options), settings);
        if (auto status = solver->begin(); !status) return status.error();
        return std::unique_ptr<Solver>(std::move(solver));
    }

    Result<Report> assess(const Pairs& pairs, const ParameterSet& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context) const override {
        const auto chosen = options_from<FlowOptions>(options);
        const ProcrustesRules rules{chosen.rotation_only(), chosen.centred(), false};
        const auto frames = recording.frames();
        const int winner = best_lane(frames);
        const auto last = lane_frames(frames, winner).back();
        const auto fit = fit_of(state_of(*last), rules);
        FoundMatching found;
        found.unit = "mean squared distance of ranks along a direction";
        found.cost = last->metrics.empty() ? void_metric : last->metrics.front().second;
        auto nearest = nearest_rows(fit.apply(*pairs.source), *pairs.target, context);
        if (!nearest && nearest.error().kind != ErrorKind::Cancelled) return nearest.error();
        found.matching = nearest ? nearest->row : Indices::Constant(pairs.source->rows(), -1);
        find_rival(frames, winner, found);
        if (!fit_only)
            for (std::uint64_t k = 0; k < 2 && !context.stopped(); ++k)
                if (const double cost = null_cost(pairs, chosen, settings, settings.seed + 100 + k, context);
                    !std::isnan(cost))
                    found.null_costs.push_back(cost);
        return assess_alignment({pairs, rules, fit, settings.seed, fit_only,
                                 likeness_of(pairs), &found},
                                context);
    }
};

}  // namespace

const Method& sliced_flow_method() {
    static const SlicedFlow method;
    return method;
}

}  // namespace orthoscope
