#include "core/alignment/wasserstein/wasserstein_solver.h"

#include <chrono>
#include <cmath>

#include "core/compute/backend.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Beyond this dimension the Schur form of every turn would cost more than the search.
constexpr Index most_path_dimensions = 320;

}  // namespace

WassersteinSolver::WassersteinSolver(std::shared_ptr<const Pairs> pairs, WassersteinOptions options, std::uint64_t seed, int threads)
    : pairs_(std::move(pairs)), options_(options), seed_(seed), threads_(threads) {
    const Index d = pairs_->dimension();
    AlignmentState state;
    state.rotation = share(Matrix(Matrix::Identity(d, d)));
    state.pivot = state.place = RowVector::Zero(d);
    // Row against row as loaded, as far as both reach: a figure to start from.
    const Index n = std::min(pairs_->source->rows(), pairs_->target->rows());
    const double cost = (pairs_->source->topRows(n) - pairs_->target->topRows(n)).squaredNorm() / double(std::max<Index>(1, n));
    frame_.metrics = {{"cost", cost}};
    frame_.state = std::make_shared<const State>(std::move(state));
}

Result<StepStatus> WassersteinSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    auto status = StepStatus::Running;
    while (waiting_.empty() && status == StepStatus::Running) {
        const auto start = std::chrono::steady_clock::now();
        auto done = work(context);
        fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (!done) return done.error();
        status = *done;
    }
    if (waiting_.empty()) return status;
    frame_ = std::move(waiting_.front());
    waiting_.pop_front();
    return StepStatus::Running;
}

Result<StepStatus> WassersteinSolver::work(const Context& context) {
    if (!rows_) {
        rows_ = std::make_unique<SearchRows>(search_rows(pairs_, options_.rules(), Index(options_.subsample), seed_));
        portfolio_ = std::make_unique<Portfolio>(*rows_, options_, seed_);
    }
    if (!lane_) lane_ = portfolio_->next();
    if (!lane_) return rows_->whole() || answers_.empty() ? finish() : extend(context);
    return run_lane(context);
}

StepStatus WassersteinSolver::finish() const { return limited_ ? StepStatus::IterationLimit : StepStatus::Converged; }

Result<StepStatus> WassersteinSolver::run_lane(const Context& context) {
    if (names_.size() == answers_.size()) {
        names_.push_back(lane_->name());
        const auto& first = std::get<AlignmentState>(*frame_.state);
        last_rotation_.push_back(answers_.empty() ? first.rotation : share(Matrix(Matrix::Identity(pairs_->dimension(), pairs_->dimension()))));
    }
    const int number = int(names_.size()) - 1;
    const auto iteration = lane_->iteration();
    auto done = lane_->step(context);
    if (!done) return done.error();
    // The last match only confirms: nothing new to show.
    if (!lane_->settled()) show(lane_->shown(), number, iteration);
    if (!*done) return StepStatus::Running;
    auto share = lane_->mutual_share(context);
    if (!share) return share.error();
    limited_ = limited_ || lane_->limited();
    answers_.push_back({lane_->shown().matching, lane_->shown().fit, lane_->shown().cost, lane_->iteration()});
    portfolio_->ended(*lane_, *share);
    lane_.reset();
    return StepStatus::Running;
}

// The best pose carried to all rows: mutual neighbours, a fit to them, three times.
Result<StepStatus> WassersteinSolver::extend(const Context& context) {
    if (extensions_ == 3) return finish();
    auto& best = answers_[std::size_t(portfolio_->best())];
    auto match = mutual_nearest(*pairs_, best.fit, threads_, context);
    if (!match) return match.error();
    std::vector<Index> source, target;
    for (Index i = 0; i < match->size(); ++i)
        if ((*match)(i) >= 0) source.push_back(i), target.push_back((*match)(i));
    if (source.empty()) return finish();
    auto fit = procrustes(RowPairs{*pairs_->source, *pairs_->target, source, target, {}}, options_.rules());
    if (!fit) return fit.error();
    best.fit = std::move(*fit);
    AlignmentState state;
    state.rotation = share(best.fit.rotation), state.pivot = best.fit.pivot, state.place = best.fit.place;
    state.u = share(best.fit.u), state.v = share(best.fit.v), state.sigma = best.fit.sigma;
    state.matching = std::make_shared<const Indices>(std::move(*match));
    const double count = double(source.size());
    ++extensions_;
    enqueue(std::move(state), WassersteinPhase::Extend, {{"cost", best.fit.residual / count}, {"mutual pairs", count}},
            portfolio_->best(), best.iteration++);
    return StepStatus::Running;
}

std::shared_ptr<const RotationPath> WassersteinSolver::path_between(const Matrix& from, const Matrix& to) const {
    if (from.rows() > most_path_dimensions || from == to) return nullptr;
    return std::make_shared<const RotationPath>(product(Matrix(from.transpose()), to));
}

void WassersteinSolver::show(const Shown& s, int lane, std::int64_t iteration) {
    AlignmentState state;
    state.rotation = share(s.fit.rotation), state.pivot = s.fit.pivot, state.place = s.fit.place;
    state.centred = rows_->rules.centred;
    if (state.centred) state.target_mean = rows_->target_mean;
    if (s.cross.size()) state.cross_covariance = share(rows_->outward(s.cross)), state.covered = 1;
    if (s.fit.u.size()) state.u = share(s.fit.u), state.v = share(s.fit.v), state.sigma = s.fit.sigma;
    if (s.matching.size()) {
        state.matching = std::make_shared<const Indices>(rows_->matching_of_run(s.matching));
        if (s.mass.size() && s.mass.size() <= 200'000) {
            Matrix lines((s.matching.array() >= 0).count(), 3);
            for (Index i = 0, line = 0; i < s.mass.size(); ++i) {
                if (s.matching(i) < 0) continue;
                const Index x = rows_->x_row[std::size_t(i)], y = rows_->y_row[std::size_t(s.matching(i))];
                lines.row(line++) << double(rows_->swapped ? y : x), double(rows_->swapped ? x : y), s.mass(i);
            }
            state.coupling = share(std::move(lines));
        }
    }
    Metrics metrics{{"cost", s.cost}};
    metrics.insert(metrics.end(), s.extra.begin(), s.extra.end());
    enqueue(std::move(state), s.phase, std::move(metrics), lane, iteration);
}

// A pose that needs a mirror is shown in two beats: the mirror, then the turn.
void WassersteinSolver::enqueue(AlignmentState state, WassersteinPhase phase, Metrics metrics, int lane,
                                std::int64_t iteration) {
    auto& last = last_rotation_[std::size_t(lane)];
    auto push = [&](AlignmentState s) {
        Frame frame;
        frame.iteration = iteration, frame.phase = int(phase), frame.lane = lane, frame.metrics = metrics;
        frame.state = std::make_shared<const State>(std::move(s));
        waiting_.push_back(std::move(frame));
    };
    state.path = path_between(*last, *state.rotation);
    if (state.path && state.path->flip()) {
        AlignmentState mirrored = state;
        mirrored.rotation = share(product(*last, state.path->mirror(1))), mirrored.mirrors = true;
        push(std::move(mirrored));
    }
    last = state.rotation;
    push(std::move(state));
}

Result<Indices> mutual_nearest(const Pairs& pairs, const ProcrustesFit& fit, int threads, const Context& context) {
    const Matrix x = fit.apply(*pairs.source);
    const auto there = cpu_backend()->nearest(x, *pairs.target, 1, threads, context);
    if (!there) return there.error();
    const auto back = cpu_backend()->nearest(*pairs.target, x, 1, threads, context);
    if (!back) return back.error();
    Indices match = there->row;
    for (Index i = 0; i < match.size(); ++i)
        if (match(i) >= 0 && back->row(match(i)) != i) match(i) = -1;
    return match;
}

}  // namespace orthoscope
