#include "core/rotations/planes_run.h"

namespace orthoscope {

PlanesRun::PlanesRun(FrameSteps steps, const PlanesOptions& options, const RunSettings& settings)
    : PlaneRun(planes_info(), std::move(steps), options.frames, settings), options_(options) {}

Status PlanesRun::find_cut(const Context& context) {
    if (auto status = find_span(context); !status) return status;
    auto cut = cut_action(steps_, span_, options_.cut, settings_.seed, context);
    if (!cut) return cut.error();
    cut_ = std::move(*cut);
    keep_directions(cut_.k);
    const double share = span_.values.head(cut_.k).squaredNorm() / span_.energy;
    show(int(PlanesPhase::Span), {{"kept_directions", double(cut_.k)}, {"kept_energy", share}, {"closure_ratio", steps_.closure},
                                {"undetermined", double(cut_.undetermined)}, {"cut_passed", cut_.passed ? 1.0 : 0.0}});
    return success();
}

Result<StepStatus> PlanesRun::advance(const Context& context) {
    const auto worst = [&] { return Metrics{{"worst_residual", cut_.planes.worst()}, {"plane_count", double(cut_.planes.count())}}; };
    switch (static_cast<PlanesPhase>(phase())) {
        case PlanesPhase::Mean:
            if (auto status = find_cut(context); !status) return status.error();
            break;
        case PlanesPhase::Span:
            state_.moment = share(cut_.moments), state_.moment_values = share(Matrix(cut_.moment_values));
            show(int(PlanesPhase::Moment), {{"largest_value", cut_.moment_values(0)}});
            break;
        case PlanesPhase::Moment:
            state_.action = share(cut_.actions);
            show(int(PlanesPhase::Polar), {{"determinant", cut_.split.lone_signs.size() ? cut_.split.lone_signs.col(0).prod() : 1.0}});
            break;
        case PlanesPhase::Polar:
            state_.schur = share(cut_.split.schur), state_.eigenvalues = share(cut_.split.eigenvalues);
            show(int(PlanesPhase::Schur), {{"lone_directions", double(cut_.split.lone.cols())}});
            break;
        case PlanesPhase::Schur:
            put_planes(cut_.planes, *state_.span, state_);
            show(int(PlanesPhase::Planes), worst());
            break;
        default:
            put_phasors(cut_.planes, cut_.coordinates, state_);
            show(int(PlanesPhase::Phasors), worst());
            return StepStatus::Completed;
    }
    return StepStatus::Running;
}

Result<PlanesState> reference_planes(const FrameSteps& steps, const FrameSpan& span, const CutRules& rules, std::uint64_t seed,
                                     const Context& context) {
    auto cut = cut_action(steps, span, rules, seed, context);
    if (!cut) return cut.error();
    PlanesState state;
    put_planes(cut->planes, span.directions.topRows(cut->k), state);
    return state;
}

}  // namespace orthoscope
