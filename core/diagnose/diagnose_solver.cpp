#include "core/diagnose/diagnose_solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/evaluate/turn.h"

namespace orthoscope {
namespace {

// Turns of every lane in more dimensions than these would take longer than the tests.
constexpr Index most_turned = 256;
constexpr const char* free_suffix = " (free map)";

AlignmentState state_of(const ProcrustesFit& pose) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(pose.rotation);
    state.pivot = pose.pivot, state.place = pose.place, state.scale = pose.scale;
    return state;
}

Frame frame_of(DiagnosePhase phase, int lane, std::int64_t iteration, AlignmentState state, double score_cost, double cost,
               double gain) {
    Frame frame;
    frame.iteration = iteration, frame.phase = static_cast<int>(phase), frame.lane = lane;
    frame.metrics = {{"penalised cost", score_cost}, {"rmse", std::sqrt(cost)}, {"gain", gain}};
    frame.state = std::make_shared<const State>(std::move(state));
    return frame;
}

}  // namespace

DiagnoseSolver::DiagnoseSolver(Case plain) : plain_(std::move(plain)), lanes_{plain_.in_order ? "rows in order" : "as paired"} {
    const Index d = plain_.dimension();
    ProcrustesFit identity;
    identity.rotation = Matrix::Identity(d, d), identity.pivot = identity.place = RowVector::Zero(d);
    AlignmentState start = state_of(identity);
    fitted_ = state_of(plain_.fit);
    if (plain_.in_order) fitted_.matching = std::make_shared<const Indices>(matching_of(plain_, plain_.rows));
    const double before = cost_of(plain_, plain_.rows, identity), after = plain_.cost;
    show(frame_of(DiagnosePhase::Start, 0, 0, start, before, before, 0));
    if (d > most_turned) {
        beats_.push_back(frame_of(DiagnosePhase::Fit, 0, 1, fitted_, after, after, 0));
        return;
    }
    auto turn = turn_between(start, fitted_);
    if (turn.size() > 1) beats_.push_back(frame_of(DiagnosePhase::Reflect, 0, 1, turn.front(), after, before, 0));
    beats_.push_back(frame_of(DiagnosePhase::Fit, 0, 1, turn.back(), after, after, 0));
}

void DiagnoseSolver::show(Frame frame) {
    frame_ = std::move(frame);
    ++shown_;
}

void DiagnoseSolver::add(const Finding& f) {
    const int lane = static_cast<int>(lanes_.size()), parent = shown_ - 1;
    const double gain = f.gain(), cost = plain_.cost * (1 - score_of(f.id, gain));
    believed_ = believed_ || is_believed(f.id, gain);
    lanes_.push_back(std::string(title_of(f.id)) + (f.free_map ? free_suffix : ""));
    AlignmentState supposed = fitted_, refit = state_of(f.pose);
    supposed.path = nullptr;
    if (f.matching) supposed.matching = std::make_shared<const Indices>(*f.matching);
    refit.matching = supposed.matching;
    refit.mirrors = !f.rigid;
    const bool turns = f.rigid && plain_.dimension() <= most_turned;
    auto beats = turns ? turn_between(supposed, refit) : std::vector<AlignmentState>{refit};
    const double own = f.id == CauseId::Hubs ? plain_.cost : f.cost;
    Frame first = frame_of(DiagnosePhase::Hypothesis, lane, 1, std::move(supposed), plain_.cost, plain_.cost, 0);
    first.parent = parent;
    beats_.push_back(std::move(first));
    if (beats.size() > 1)
        beats_.push_back(frame_of(DiagnosePhase::Reflect, lane, 1, beats.front(), plain_.cost, plain_.cost, 0));
    beats_.push_back(frame_of(DiagnosePhase::Refit, lane, 1, beats.back(), cost, own, gain));
}

// Where nothing mends the rows under the map that was asked for, the rows are asked again under any similarity.
Status DiagnoseSolver::begin_second_round() {
    const bool freed_already = !plain_.rules.rotation_only && plain_.rules.centred && plain_.rules.scale;
    if (believed_ || freed_already || plain_.cost < 0.25 * plain_.shuffled_cost) return over_ = true, success();
    auto c = freed(plain_);
    if (!c) return c.error();
    free_.emplace(std::move(*c));
    next_ = static_cast<int>(CauseId::Duplicates);
    return success();
}

Status DiagnoseSolver::try_next(const Context& context) {
    while (beats_.empty() && !over_) {
        const bool rows = free_.has_value();
        if (next_ == (rows ? static_cast<int>(CauseId::Permuted) : cause_count)) {
            if (rows) over_ = true;
            else if (auto status = begin_second_round(); !status) return status;
            continue;
        }
        const auto id = static_cast<CauseId>(next_++);
        // A search without pairs takes long, and any rows fit a little better in the order that suits them.
        if (id == CauseId::Permuted && (believed_ || plain_.cost < 0.25 * plain_.shuffled_cost)) continue;
        context.report(double(next_) / cause_count, std::string("trying ") + std::string(title_of(id)));
        auto tried = try_cause(id, rows ? *free_ : plain_, context);
        if (!tried) return tried.error();
        if (*tried && std::isfinite((*tried)->cost)) add(**tried);
    }
    return success();
}

Result<StepStatus> DiagnoseSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    if (auto status = try_next(context); !status) return status.error();
    fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!beats_.empty()) {
        show(std::move(beats_.front()));
        beats_.pop_front();
        return StepStatus::Running;
    }
    AlignmentState last = fitted_;
    last.path = nullptr;
    show(frame_of(DiagnosePhase::Compare, 0, 2, std::move(last), plain_.cost, plain_.cost, 0));
    return StepStatus::Completed;
}

std::optional<Finding> finding_of(const std::vector<FramePtr>& lane, const std::string& title) {
    if (lane.empty() || lane.back()->phase != static_cast<int>(DiagnosePhase::Refit)) return {};
    const auto state = std::get_if<AlignmentState>(lane.back()->state.get());
    const bool free_map = title.ends_with(free_suffix);
    const auto plain = title.substr(0, title.size() - (free_map ? std::string_view(free_suffix).size() : 0));
    for (int k = 0; k < cause_count; ++k) {
        if (title_of(static_cast<CauseId>(k)) != plain || !state) continue;
        Finding f(static_cast<CauseId>(k), ProcrustesFit());
        f.pose.rotation = *state->rotation, f.pose.pivot = state->pivot, f.pose.place = state->place;
        f.pose.scale = state->scale;
        f.rigid = state->path || !state->mirrors;
        if (state->matching) f.matching = *state->matching;
        f.cost = std::pow(lane.back()->metrics[1].second, 2), f.known_gain = lane.back()->metrics[2].second;
        f.free_map = free_map;
        return f;
    }
    return {};
}

}  // namespace orthoscope
