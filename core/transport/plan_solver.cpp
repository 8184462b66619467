#include "core/transport/plan_solver.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/text.h"
#include "core/linalg/lapack.h"
#include "core/transport/flow_starts.h"

namespace orthoscope {
namespace {


// What the last frame keeps, and what the others do, so that a recording stays small.
constexpr Index most_entries = 200000, most_entries_on_the_way = 5000, most_rows_on_the_way = 20000;

}  // namespace

Result<AlignmentState> plan_pose(const Pairs& pairs) {
    const Index d = pairs.dimension();
    AlignmentState state;
    state.rotation = share(Matrix(Matrix::Identity(d, d)));
    state.pivot = state.place = RowVector::Zero(d);
    const auto& start = pairs.options.start;
    if (!start || !start->rotation()) return state;
    auto r = nearest_orthogonal(*start->rotation(), false);
    if (!r) return r.error();
    state.rotation = share(std::move(*r)), state.scale = start->scale;
    if (start->translation) return state.place = *start->translation, state;
    state.centred = true;
    state.pivot = pairs.source->colwise().mean();
    state.place = state.target_mean = pairs.target->colwise().mean();
    return state;
}

PlanSolver::PlanSolver(std::shared_ptr<const Pairs> pairs, const PlanOptions& options,
                       const RunSettings& settings)
    : pairs_(std::move(pairs)), options_(options), settings_(settings) {}

Status PlanSolver::begin() {
    auto pose = plan_pose(*pairs_);
    if (!pose) return pose.error();
    state_ = std::move(*pose);
    Matrix moved = product(pairs_->source->rowwise() - state_.pivot, *state_.rotation) * state_.scale;
    moved.rowwise() += state_.place;
    std::span<const double> mass;
    if (const auto& w = pairs_->options.weights) mass = {w->data(), std::size_t(w->size())};
    auto made = transport_geometry({moved, mass}, {*pairs_->target}, settings_.threads);
    if (!made) return made.error();
    geometry_ = std::move(*made);
    if (!(geometry_.mean_cost > 0))
        return input_error("transport-plan",
                           "found all points of both sets in one place; expected some that differ");
    const double unit = geometry_.mean_cost * options_.epsilon;
    if (options_.plan == PlanOptions::Kind::Exact) {
        exact_ = std::make_unique<ExactPlan>(geometry_), next_ = PlanPhase::Candidates;
    } else if (options_.plan == PlanOptions::Kind::Entropic) {
        const SinkhornRules rules{
            .epsilon = unit, .tolerance = options_.tolerance, .iterations = int(options_.iterations),
            .compute = settings_.compute.get()};
        sinkhorn_ = std::make_unique<Sinkhorn>(geometry_, rules), next_ = PlanPhase::Balance;
    } else {
        const bool sparse = options_.plan == PlanOptions::Kind::Sparse;
        const SemiDualRules rules{.gamma = unit,
                                  .most_partners = sparse ? Index(options_.partners) : 0,
                                  .tolerance = options_.tolerance,
                                  .iterations = int(options_.iterations)};
        semi_dual_ = std::make_unique<SemiDual>(geometry_, rules), next_ = PlanPhase::Ascend;
    }
    // Before anything is known every row gives to all: the plan a b', whose cost is the mean cost.
    cost_ = geometry_.mean_cost;
    frame_.phase = static_cast<int>(PlanPhase::Start);
    frame_.metrics = {{"cost", cost_}, {"largest cost at most", geometry_.largest_cost}};
    frame_.state = std::make_shared<const State>(state_);
    return success();
}

PlanRows PlanSolver::rows() const {
    return sinkhorn_    ? sinkhorn_->rows()
           : semi_dual_ ? semi_dual_->rows()
                        : rows_of(geometry_, exact_->plan());
}

// A frame with the plan as it stands.
Status PlanSolver::show(PlanPhase phase, Index keep, Metrics extra, const Context& context) {
    auto seen = summarise_plan(geometry_, rows(), keep, context);
    if (!seen) return seen.error();
    auto state = state_;
    if (phase == PlanPhase::Plan || geometry_.source.size() <= most_rows_on_the_way) {
        state.matching = std::make_shared<const Indices>(std::move(seen->best));
        state.confidence = share(Matrix(seen->share));
        state.coupling = share(seen->largest.as_matrix());
    }
    cost_ = seen->cost;
    frame_.iteration = iteration_, frame_.phase = static_cast<int>(phase);
    frame_.metrics = {{"cost", cost_},
                      {"marginal error", seen->row_error + seen->column_error},
                      {"partners", seen->partners}};
    frame_.metrics.insert(frame_.metrics.end(), extra.begin(), extra.end());
    if (phase == PlanPhase::Plan) {
        const double cut = seen->cut ? 1 : 0;
        for (auto& [name, value] :
             {std::pair{"row error", seen->row_error}, std::pair{"column error", seen->column_error},
              std::pair{"entropy", seen->entropy}, std::pair{"entries", seen->entries},
              std::pair{"cut", cut}})
            frame_.metrics.emplace_back(name, value);
    }
    frame_.state = std::make_shared<const State>(std::move(state));
    return success();
}

// One of the three parts of a round; the plan is shown after the simplex.
Status PlanSolver::exact_part(const Context& context) {
    frame_.phase = static_cast<int>(next_);
    if (next_ == PlanPhase::Candidates) {
        if (auto status = exact_->candidates(context); !status) return status;
        iteration_ = frame_.iteration = 1;
        frame_.metrics = {
            {"cost", cost_}, {"arcs", double(exact_->arcs())}, {"bytes needed", double(exact_->bytes())}};
        next_ = PlanPhase::Simplex;
        return success();
    }
    if (next_ == PlanPhase::Simplex) {
        if (exact_->rounds() > 0) ++iteration_;
        if (auto status = exact_->simplex(context); !status) return status;
        next_ = PlanPhase::Price;
        return show(PlanPhase::Simplex, most_entries_on_the_way, {{"arcs", double(exact_->arcs())}}, context);
    }
    auto optimal = exact_->price(context);
    if (!optimal) return optimal.error();
    frame_.metrics = {{"cost", cost_},
                      {"lower bound", exact_->lower_bound()},
                      {"gap", exact_->gap()},
                      {"arcs to add", double(exact_->violated())}};
    next_ = *optimal ? PlanPhase::Plan : PlanPhase::Simplex;
    return success();
}

Status PlanSolver::balance(const Context& context) {
    for (std::int64_t todo = batch(); todo > 0 && !sinkhorn_->done(); --todo, ++iteration_)
        if (auto status = sinkhorn_->iterate(context); !status) return status;
    if (sinkhorn_->done()) {
        next_ = PlanPhase::Plan;
        if (!sinkhorn_->converged()) outcome_ = StepStatus::IterationLimit;
    }
    if (auto status = sinkhorn_->balance_columns(context); !status) return status;
    return show(PlanPhase::Balance, most_entries_on_the_way, {{"epsilon", sinkhorn_->epsilon()}, {"omega", sinkhorn_->relaxation()}}, context);
}

Status PlanSolver::ascend(const Context& context) {
    for (std::int64_t todo = batch(); todo > 0 && !semi_dual_->done(); --todo, ++iteration_)
        if (auto status = semi_dual_->iterate(context); !status) return status;
    if (semi_dual_->done()) {
        next_ = PlanPhase::Plan;
        if (!semi_dual_->converged())
            outcome_ = semi_dual_->stalled() ? StepStatus::Stalled : StepStatus::IterationLimit;
    }
    return show(PlanPhase::Ascend, most_entries_on_the_way, {{"dual value", semi_dual_->dual_value()}},
                context);
}

Status PlanSolver::finish(const Context& context) {
    Metrics extra;
    if (exact_) extra = {{"gap", exact_->gap()}};
    return show(PlanPhase::Plan, most_entries, std::move(extra), context);
}

std::string PlanSolver::work() const {
    const auto pairs = std::to_string(geometry_.source.size()) + " x " + std::to_string(geometry_.target.size()) + " pairs";
    switch (next_) {
        case PlanPhase::Candidates: return "exact plan: choosing arcs among " + pairs;
        case PlanPhase::Simplex:
            return "exact plan: network simplex on " + counted(std::uint64_t(exact_->arcs()), "arc") + ", " + human_bytes(exact_->bytes());
        case PlanPhase::Price: return "exact plan: pricing " + pairs;
        case PlanPhase::Balance: return "balancing " + pairs + ", iteration " + std::to_string(iteration_ + 1);
        case PlanPhase::Ascend: return "dual ascent on " + pairs + ", iteration " + std::to_string(iteration_ + 1);
        default: return "numbers of the plan";
    }
}

Result<StepStatus> PlanSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    context.report(-1, work());
    const auto begin = std::chrono::steady_clock::now();
    const bool last = next_ == PlanPhase::Plan;
    auto status = last                          ? finish(context)
                  : next_ == PlanPhase::Balance ? balance(context)
                  : next_ == PlanPhase::Ascend  ? ascend(context)
                                                : exact_part(context);
    fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!status) return status.error();
    return last ? outcome_ : StepStatus::Running;
}

}  // namespace orthoscope
