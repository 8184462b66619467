#include "core/evaluate/evaluate_solver.h"

#include <chrono>
#include <cmath>

#include "core/evaluate/nearest_rows.h"
#include "core/evaluate/turn.h"

namespace orthoscope {
namespace {

// Schur forms of a long stack in many dimensions would take minutes.
constexpr Index most_stack_dimensions = 300;


bool rigid(const AlignmentState& s) { return s.path || !s.mirrors; }

ProcrustesFit pose_of(const AlignmentState& s) {
    ProcrustesFit fit;
    fit.rotation = *s.rotation, fit.pivot = s.pivot, fit.place = s.place, fit.scale = s.scale;
    return fit;
}

}  // namespace

EvaluateSolver::EvaluateSolver(std::shared_ptr<const Pairs> pairs, const EvaluateOptions& options, std::uint64_t seed)
    : pairs_(std::move(pairs)), options_(options), grader_(*pairs_, options, seed),
      stack_(pairs_->options.start->rotations.size() > 1) {
    const Index d = pairs_->dimension();
    AlignmentState state;
    state.rotation = share(Matrix(Matrix::Identity(d, d)));
    state.pivot = state.place = RowVector::Zero(d);
    auto cost = cost_of(state, {});
    show({EvaluatePhase::Start, 0, std::move(state), {{grade::cost, cost ? *cost : void_metric}}});
}

AlignmentState EvaluateSolver::state_of(const ProcrustesFit& pose) const {
    AlignmentState state;
    state.rotation = share(pose.rotation), state.pivot = pose.pivot, state.place = pose.place, state.scale = pose.scale;
    state.matching = shown_.matching;
    return state;
}

Result<double> EvaluateSolver::cost_of(const AlignmentState& state, const Context& context) const {
    return grader_.cost(pose_of(state), context);
}

void EvaluateSolver::show(Beat beat) {
    shown_ = std::move(beat.state);
    frame_.iteration = beat.iteration, frame_.phase = static_cast<int>(beat.phase);
    frame_.metrics = std::move(beat.metrics);
    frame_.state = std::make_shared<const State>(shown_);
}

Status EvaluateSolver::add_turn(Beat to, const Context& context) {
    const Index d = pairs_->dimension();
    if (rigid(shown_) && (!stack_ || d <= most_stack_dimensions)) {
        auto turn = turn_between(shown_, to.state);
        if (turn.size() > 1) {
            Beat mirror{EvaluatePhase::Reflect, to.iteration, std::move(turn.front()), {}};
            auto cost = cost_of(mirror.state, context);
            if (!cost) return cost.error();
            mirror.metrics = {{grade::cost, *cost}};
            beats_.push_back(std::move(mirror));
        }
        to.state = std::move(turn.back());
    }
    beats_.push_back(std::move(to));
    return success();
}

Status EvaluateSolver::prepare_iterate(const Matrix& r, std::int64_t iteration, const Context& context) {
    auto check = check_matrix(r);
    if (!check) return check.error();
    const auto beat = [&](EvaluatePhase phase, const Matrix& rotation) -> Result<Beat> {
        Beat out{phase, iteration, state_of(grader_.pose(rotation)), {}};
        auto cost = cost_of(out.state, context);
        if (!cost) return cost.error();
        out.metrics = {{grade::cost, *cost}};
        return out;
    };
    auto given = beat(EvaluatePhase::Iterate, r);
    if (!given) return given.error();
    given->metrics.insert(given->metrics.end(), {{grade::orthogonality, check->orthogonality_error},
                                                 {grade::determinant, check->determinant},
                                                 {grade::rank, double(check->rank)}});
    if (!std::isfinite(given->metrics.front().second)) return broken_ = true, success();
    if (check->orthogonality_error <= options_.tolerance) return add_turn(std::move(*given), context);
    // A turn, then a stretch: the polar decomposition of what was given.
    if (!stack_ && check->rank == r.rows()) {
        auto turn = beat(EvaluatePhase::Nearest, check->nearest);
        if (!turn) return turn.error();
        if (auto status = add_turn(std::move(*turn), context); !status) return status;
    }
    given->state.mirrors = true;
    beats_.push_back(std::move(*given));
    return success();
}

Status EvaluateSolver::prepare_fit(const Context& context) {
    auto fit = grader_.best(options_.fit.rules());
    if (!fit) return fit.error();
    Beat beat{EvaluatePhase::Fit, 1, state_of(*fit), {}};
    beat.state.u = share(fit->u), beat.state.v = share(fit->v), beat.state.sigma = fit->sigma;
    auto cost = cost_of(beat.state, context);
    if (!cost) return cost.error();
    beat.metrics = {{grade::cost, *cost}};
    fitted_ = true;
    return add_turn(std::move(beat), context);
}

// The matching that was given comes first; nearest rows are those of the last pose.
Status EvaluateSolver::prepare_match(const Context& context) {
    Beat beat{EvaluatePhase::Match, frame_.iteration, shown_, frame_.metrics};
    beat.state.path = nullptr;
    if (grader_.partners() == Grader::Partners::Nearest) {
        auto nearest = nearest_rows(pose_of(shown_).apply(*pairs_->source), *pairs_->target, context);
        if (!nearest) return nearest.error();
        beat.state.matching = std::make_shared<const Indices>(std::move(nearest->row));
    } else {
        beat.state.matching = std::make_shared<const Indices>(grader_.matching());
    }
    matched_ = true;
    beats_.push_back(std::move(beat));
    return success();
}

Result<StepStatus> EvaluateSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto& rotations = pairs_->options.start->rotations;
    const bool nearest = grader_.partners() == Grader::Partners::Nearest;
    if (beats_.empty()) {
        const auto begin = std::chrono::steady_clock::now();
        Status status = success();
        if (!matched_ && grader_.partners() == Grader::Partners::Matching) {
            status = prepare_match(context);
        } else if (next_ < rotations.size()) {
            status = prepare_iterate(rotations[next_], stack_ ? std::int64_t(next_) : 1, context);
            next_ = broken_ ? rotations.size() : next_ + 1;
        } else if (rotations.empty() && !fitted_) {
            status = prepare_fit(context);
        } else if (nearest && !matched_) {
            status = prepare_match(context);
        }
        if (!status) return status.error();
        fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    if (!beats_.empty()) {
        show(std::move(beats_.front()));
        beats_.pop_front();
    }
    const bool more = !beats_.empty() || next_ < rotations.size() || (rotations.empty() && !fitted_) ||
                      (nearest && !matched_);
    return more ? StepStatus::Running : StepStatus::Completed;
}

}  // namespace orthoscope
