#include "core/transport/flow_solver.h"

#include <Eigen/LU>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {


// Rows shown with a matching at every iteration; beyond it the recording would swell.
constexpr Index most_matched_rows = 5000;
// A path costs a Schur form a step; beyond this many dimensions the steps are shown without one.
constexpr Index most_path_dimensions = 256;

Matrix picked(const Matrix& all, const std::vector<Index>& rows) {
    return rows.empty() ? all : Matrix(all(rows, Eigen::all));
}

// Steps away from the group by rounding are taken back: one step of Newton's iteration for the polar factor.
Matrix cleaned(const Matrix& r) {
    const Index d = r.rows();
    return r * (1.5 * Matrix::Identity(d, d) - 0.5 * product(r.transpose(), r));
}

struct Agreement {
    std::int32_t partner = -1;
    double share = 0;
};
// The target row that most directions name.
Agreement agreement(std::vector<std::int32_t>& named) {
    std::sort(named.begin(), named.end());
    Agreement best;
    for (std::size_t i = 0, j = 0; i < named.size(); i = j) {
        while (j < named.size() && named[j] == named[i]) ++j;
        const double share = double(j - i) / double(named.size());
        if (share > best.share) best = {named[i], share};
    }
    return best;
}

}  // namespace

FlowSolver::FlowSolver(std::shared_ptr<const Pairs> pairs, const FlowOptions& options,
                       const RunSettings& settings)
    : pairs_(std::move(pairs)), options_(options), settings_(settings) {
    const Index d = pairs_->dimension();
    const auto& start = pairs_->options.start;
    Matrix first = Matrix::Identity(d, d);
    if (start && start->rotation())
        if (auto r = nearest_orthogonal(*start->rotation(), options_.rotation_only())) first = std::move(*r);
    starts_ = {{start && start->rotation() ? "given start" : "as loaded", first}};
    names_ = {starts_[0].name};
    state_.rotation = share(first);
    state_.pivot = state_.place = RowVector::Zero(d);
    if (start) state_.scale = start->scale;
    if (start && start->translation && !options_.centred()) state_.place = *start->translation;
}

Status FlowSolver::begin() {
    if (auto status = prepare({}); !status) return status;
    return begin_lane({});
}

Status FlowSolver::prepare(const Context& context) {
    const Index n = pairs_->source->rows(), m = pairs_->target->rows(), d = pairs_->dimension();
    const std::uint64_t most = options_.subsample > 0 ? std::uint64_t(options_.subsample) : ~std::uint64_t(0);
    const std::uint64_t used =
        std::min<std::uint64_t>(std::uint64_t(n), most) + std::min<std::uint64_t>(std::uint64_t(m), most);
    if (auto fits =
            context.fits(used * std::uint64_t(d) * 8 + (std::uint64_t(64) << 20), "sliced-wasserstein-flow");
        !fits)
        return fits;
    Random random(settings_.seed);
    if (std::uint64_t(n) > most) source_rows_ = random.choose(n, Index(most));
    if (std::uint64_t(m) > most) target_rows_ = random.choose(m, Index(most));
    source_ = picked(*pairs_->source, source_rows_) * state_.scale;
    target_ = picked(*pairs_->target, target_rows_).rowwise() - state_.place;
    if (pairs_->options.weights) {
        const Vector& w = *pairs_->options.weights;
        for (Index i = 0; i < source_.rows(); ++i)
            mass_.push_back(w(source_rows_.empty() ? i : source_rows_[std::size_t(i)]));
    }
    directions_ = haar_directions(d, options_.directions, settings_.seed + 7);
    present_ = directions_;
    return success();
}

Result<Sliced> FlowSolver::look(const Matrix& rotation, const Matrix& directions, bool partners,
                                const Context& context) const {
    SlicedWants wants{
        .threads = settings_.threads, .rotation = &rotation, .turn_gradient = true, .partners = partners,
        .compute = settings_.compute.get()};
    return sliced_wasserstein({source_, mass_}, {target_}, directions, wants, context);
}

void FlowSolver::show(FlowPhase phase, AlignmentState state, Metrics extra) {
    state_ = std::move(state);
    frame_.iteration = iteration_, frame_.phase = static_cast<int>(phase), frame_.lane = lane_;
    frame_.metrics = {{"cost", cost_}};
    frame_.metrics.insert(frame_.metrics.end(), extra.begin(), extra.end());
    frame_.state = std::make_shared<const State>(state_);
    state_.matching = nullptr, state_.confidence = nullptr, state_.path = nullptr;
}

// The first frame of a lane: its pose, before (lane 0) or after the means met.
Status FlowSolver::begin_lane(const Context& context) {
    iteration_ = 0, refusals_ = 0;
    last_step_.resize(0, 0);
    auto state = state_;
    state.rotation = share(starts_[std::size_t(lane_)].rotation);
    auto value = look(*state.rotation, directions_, false, context);
    if (!value) return value.error();
    seen_ = std::move(*value), cost_ = seen_.cost;
    show(FlowPhase::Start, std::move(state), {{"directions", double(options_.directions)}});
    next_ = lane_ == 0 && options_.centred() ? FlowPhase::Centre : FlowPhase::Project;
    return success();
}

Status FlowSolver::centre(const Context& context) {
    RowVector mx = source_.colwise().mean();
    if (!mass_.empty()) {
        const Eigen::Map<const Vector> w(mass_.data(), Index(mass_.size()));
        mx = w.transpose() * source_ / w.sum();
    }
    const RowVector my = target_.colwise().mean();
    auto state = state_;
    source_.rowwise() -= mx, target_.rowwise() -= my;
    state.centred = true, state.pivot = mx / state.scale, state.place = state.target_mean = my;
    auto value = look(*state.rotation, directions_, false, context);
    if (!value) return value.error();
    seen_ = std::move(*value), cost_ = seen_.cost;
    show(FlowPhase::Centre, std::move(state), {{"distance of the means", (mx - my).norm()}});
    next_ = FlowPhase::Project;
    return success();
}

Status FlowSolver::project(const Context& context) {
    ++iteration_;
    if (options_.draw == FlowOptions::Draw::EachStep)
        present_ = haar_directions(
            pairs_->dimension(), options_.directions,
            settings_.seed + 1000 + std::uint64_t(lane_) * 1000003 + std::uint64_t(iteration_));
    auto value = look(*state_.rotation, present_,
                      std::max(source_.rows(), target_.rows()) <= most_matched_rows, context);
    if (!value) return value.error();
    seen_ = std::move(*value);
    skew_ = skew_gradient(*state_.rotation, seen_.turn_gradient);
    show(FlowPhase::Project, state_, {{"directions", double(options_.directions)}});
    next_ = FlowPhase::Sort;
    return success();
}

void FlowSolver::sort() {
    show(FlowPhase::Sort, state_,
         {{"largest along a direction", seen_.costs.maxCoeff()},
          {"least along a direction", seen_.costs.minCoeff()}});
    next_ = FlowPhase::Couple;
}

void FlowSolver::couple() {
    auto state = state_;
    Metrics extra{{"slope", skew_.norm()}};
    if (seen_.partners.size()) {
        auto matching = std::make_shared<Indices>(Indices::Constant(pairs_->source->rows(), -1));
        Matrix confidence = Matrix::Zero(pairs_->source->rows(), 1);
        std::vector<std::int32_t> named(std::size_t(seen_.partners.cols()));
        for (Index i = 0; i < seen_.partners.rows(); ++i) {
            for (Index t = 0; t < seen_.partners.cols(); ++t) named[std::size_t(t)] = seen_.partners(i, t);
            const auto best = agreement(named);
            const Index row = source_rows_.empty() ? i : source_rows_[std::size_t(i)];
            (*matching)(row) = target_rows_.empty() ? best.partner : target_rows_[std::size_t(best.partner)];
            confidence(row, 0) = best.share;
        }
        extra.push_back({"agreement", confidence.sum() / double(seen_.partners.rows())});
        state.matching = std::move(matching), state.confidence = share(std::move(confidence));
    }
    show(FlowPhase::Couple, std::move(state), std::move(extra));
    next_ = FlowPhase::Turn;
}

Matrix FlowSolver::retracted(const Matrix& skew, double step) const {
    const Index d = skew.rows();
    const Matrix one = Matrix::Identity(d, d);
    if (options_.retraction == FlowOptions::Retraction::Cayley)
        return cleaned(product(*state_.rotation,
                               (one + (step / 2) * skew).partialPivLu().solve(one - (step / 2) * skew)));
    // polar(R (I - step A)) = R (I - step A) (I + step^2 A'A)^(-1/2), which stays on its side of the group.
    auto moved = nearest_orthogonal(one - step * skew, false);
    return moved ? cleaned(product(*state_.rotation, *moved)) : *state_.rotation;
}

// Barzilai and Borwein's long step along the last one; at first what a round cloud would need.
double FlowSolver::step_length(const Matrix& skew) const {
    const double d = double(skew.rows()),
                 square = std::max(source_.squaredNorm() / double(source_.rows()), 1e-300);
    const double careful = d * d / (4 * square),
                 widest = 0.5 * std::numbers::pi / std::max(skew.norm(), 1e-300);
    double step = careful;
    if (last_step_.size()) {
        const double change = last_step_.cwiseProduct(skew - last_skew_).sum(),
                     length = last_step_.squaredNorm();
        if (change > 0) step = std::min(length / change, 100 * careful);
    }
    return std::min(step, widest);
}

Result<bool> FlowSolver::turn(const Context& context) {
    double step = step_length(skew_);
    const double slope = skew_.squaredNorm();
    for (int tries = 0; tries < 40 && step * std::sqrt(slope) > 0.01 * options_.tolerance;
         ++tries, step /= 2) {
        Matrix next = retracted(skew_, step);
        auto there = look(next, directions_, false, context);
        if (!there) return there.error();
        const double enough = options_.draw == FlowOptions::Draw::Once ? 1e-4 * step * slope : 0;
        if (!(there->cost <= cost_ - enough)) continue;
        const double angle = step * skew_.norm() / std::numbers::sqrt2;
        last_step_ = -step * skew_, last_skew_ = skew_;
        cost_ = there->cost;
        auto state = state_;
        if (next.rows() <= most_path_dimensions)
            state.path = std::make_shared<const RotationPath>(product(state_.rotation->transpose(), next));
        state.rotation = share(std::move(next));
        show(FlowPhase::Turn, std::move(state),
             {{"angle (degrees)", angle * 180 / std::numbers::pi}, {"step", step}});
        return true;
    }
    last_step_.resize(0, 0);
    show(FlowPhase::Turn, state_, {{"angle (degrees)", 0}, {"step", 0}});
    return false;
}

StepStatus FlowSolver::next_lane(StepStatus ended) {
    ended_.push_back(ended), costs_.push_back(cost_);
    if (++lane_ < static_cast<int>(starts_.size())) return next_ = FlowPhase::Start, StepStatus::Running;
    return ended_[std::size_t(std::min_element(costs_.begin(), costs_.end()) - costs_.begin())];
}

Status FlowSolver::choose_starts(const Context& context) {
    auto more = flow_starts(source_, target_, starts_[0].rotation, options_.rotation_only(),
                            options_.starts - 1, settings_.seed, settings_.threads, context);
    if (!more) return more.error();
    for (auto& start : *more) names_.push_back(start.name), starts_.push_back(std::move(start));
    return success();
}

// One step, and whether this start is at its end.
Result<StepStatus> FlowSolver::descend(const Context& context) {
    auto moved = turn(context);
    if (!moved) return moved.error();
    next_ = FlowPhase::Project;
    refusals_ = *moved ? 0 : refusals_ + 1;
    const bool small = *moved ? last_step_.norm() / std::numbers::sqrt2 < options_.tolerance
                              : refusals_ >= (options_.draw == FlowOptions::Draw::Once ? 1 : 10);
    if (!small && iteration_ < options_.iterations) return StepStatus::Running;
    // The other starts are sought once the first has ended, on rows that are centred by then.
    if (lane_ == 0 && options_.starts > 1)
        if (auto status = choose_starts(context); !status) return status.error();
    return next_lane(small ? StepStatus::Converged : StepStatus::IterationLimit);
}

Result<StepStatus> FlowSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    Status done = success();
    StepStatus status = StepStatus::Running;
    switch (next_) {
        case FlowPhase::Start:
            done = begin_lane(context);
            break;
        case FlowPhase::Centre:
            done = centre(context);
            break;
        case FlowPhase::Project:
            done = project(context);
            // The parts of a step are shown apart until they are known.
            if (done && iteration_ > 3) couple();
            break;
        case FlowPhase::Sort:
            sort();
            break;
        case FlowPhase::Couple:
            couple();
            break;
        case FlowPhase::Turn:
            if (auto ended = descend(context))
                status = *ended;
            else
                done = ended.error();
            break;
    }
    fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (!done) return done.error();
    return status;
}

}  // namespace orthoscope
