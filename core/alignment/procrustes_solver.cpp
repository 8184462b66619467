#include "core/alignment/procrustes_solver.h"

#include <chrono>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

// Adds the seconds of its own life to a sum.
class Stopwatch {
  public:
    explicit Stopwatch(double& sum) : sum_(sum), start_(std::chrono::steady_clock::now()) {}
    ~Stopwatch() { sum_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

  private:
    double& sum_;
    std::chrono::steady_clock::time_point start_;
};


}  // namespace

ProcrustesSolver::ProcrustesSolver(std::shared_ptr<const Pairs> pairs, ProcrustesRules rules)
    : pairs_(std::move(pairs)), rules_(rules), rows_(fit_rows(*pairs_)) {
    const Index d = pairs_->dimension();
    state_.rotation = share(Matrix(Matrix::Identity(d, d)));
    state_.pivot = state_.place = RowVector::Zero(d);
    moments_ = {0, Matrix::Zero(d, d), 0, 0, state_.pivot, state_.pivot};
    next_ = rules_.centred ? ProcrustesPhase::Centre : ProcrustesPhase::CrossCovariance;
    show(ProcrustesPhase::Start, state_);
}

// From the rows while that is cheap, from the moments (1e-8 relative) where it is not.
double ProcrustesSolver::rmse_now(const AlignmentState& s) const {
    const auto rows = rows_.rows(*pairs_);
    const double d = double(pairs_->dimension());
    if (double(rows.count()) * d * d < 2e8 || s.covered < 1) {
        ProcrustesFit fit;
        fit.rotation = *s.rotation, fit.pivot = s.pivot, fit.place = s.place, fit.scale = s.scale;
        return rmse(rows, fit);
    }
    const double cross = (*s.rotation).cwiseProduct(moments_.cross).sum();
    const double square = s.scale * s.scale * moments_.source_square - 2 * s.scale * cross + moments_.target_square;
    return std::sqrt(std::max(0.0, square) / moments_.weight);
}

void ProcrustesSolver::show(ProcrustesPhase phase, AlignmentState state, Metrics extra) {
    // The pose moved only where rotation, place or scale did; else the error is the one already shown.
    const bool moved = phase != ProcrustesPhase::CrossCovariance && phase != ProcrustesPhase::SingularValues;
    const double error = moved || frame_.metrics.empty() ? rmse_now(state) : frame_.metrics.front().second;
    state_ = std::move(state);
    frame_.iteration = phase == ProcrustesPhase::Start ? 0 : 1;
    frame_.phase = static_cast<int>(phase);
    frame_.metrics = {{"rmse", error}};
    frame_.metrics.insert(frame_.metrics.end(), extra.begin(), extra.end());
    frame_.state = std::make_shared<const State>(state_);
}

StepStatus ProcrustesSolver::centre() {
    {
        Stopwatch watch(fit_seconds_);
        weighted_means(rows_.rows(*pairs_), moments_.source_origin, moments_.target_origin);
    }
    auto state = state_;
    state.centred = true;
    state.pivot = moments_.source_origin, state.place = state.target_mean = moments_.target_origin;
    const double distance = (state.place - state.pivot).norm();
    show(ProcrustesPhase::Centre, std::move(state), {{"distance of the means", distance}});
    next_ = ProcrustesPhase::CrossCovariance;
    return StepStatus::Running;
}

// An eighth of the rows a step, so that the matrix is seen growing; stops between blocks.
Result<StepStatus> ProcrustesSolver::gather(const Context& context) {
    const auto rows = rows_.rows(*pairs_);
    const Index n = rows.count(), piece = std::max<Index>(1, (n + 7) / 8), end = std::min(n, gathered_ + piece);
    while (gathered_ < end) {
        if (context.stopped()) return cancelled_error();
        const Index count = std::min<Index>(8192, end - gathered_);
        Stopwatch watch(fit_seconds_);
        add_moments(rows, gathered_, count, moments_);
        gathered_ += count;
    }
    if (!moments_.cross.allFinite() || !std::isfinite(moments_.source_square + moments_.target_square))
        return input_error("iteration 1", "the cross-covariance is not finite; values are too large to square");
    auto state = state_;
    state.cross_covariance = share(moments_.cross);
    state.covered = double(gathered_) / double(n);
    show(ProcrustesPhase::CrossCovariance, std::move(state), {{"pairs", double(gathered_)}, {"of", double(n)}});
    if (gathered_ == n) next_ = ProcrustesPhase::SingularValues;
    return StepStatus::Running;
}

Result<StepStatus> ProcrustesSolver::decompose() {
    {
        Stopwatch watch(fit_seconds_);
        auto fit = procrustes(moments_, rules_);
        if (!fit) return fit.error();
        fit_ = std::move(*fit);
    }
    path_ = std::make_shared<const RotationPath>(fit_.rotation);
    auto state = state_;
    state.u = share(fit_.u), state.v = share(fit_.v), state.sigma = fit_.sigma;
    const Index d = fit_.sigma.size();
    show(ProcrustesPhase::SingularValues, std::move(state),
         {{"largest singular value", fit_.sigma(0)}, {"smallest singular value", fit_.sigma(d - 1)}});
    next_ = path_->flip() ? ProcrustesPhase::Reflect : ProcrustesPhase::Rotate;
    return StepStatus::Running;
}

void ProcrustesSolver::reflect() {
    auto state = state_;
    state.rotation = share(path_->mirror(1)), state.path = path_, state.mirrors = true;
    show(ProcrustesPhase::Reflect, std::move(state), {{"determinant", -1}});
    next_ = ProcrustesPhase::Rotate;
}

void ProcrustesSolver::rotate() {
    auto state = state_;
    state.rotation = share(fit_.rotation), state.path = path_, state.mirrors = false;
    const double largest = path_->planes().empty() ? 0 : path_->planes().front().angle * 180 / std::numbers::pi;
    show(ProcrustesPhase::Rotate, std::move(state),
         {{"largest angle (degrees)", largest}, {"determinant", path_->flip() ? -1.0 : 1.0}});
    next_ = ProcrustesPhase::Scale;
}

StepStatus ProcrustesSolver::rescale() {
    auto state = state_;
    state.scale = fit_.scale;
    show(ProcrustesPhase::Scale, std::move(state), {{"scale", fit_.scale}});
    return StepStatus::Completed;
}

Result<StepStatus> ProcrustesSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    switch (next_) {
        case ProcrustesPhase::Centre: return centre();
        case ProcrustesPhase::CrossCovariance: return gather(context);
        case ProcrustesPhase::SingularValues: return decompose();
        case ProcrustesPhase::Reflect: reflect(); return StepStatus::Running;
        case ProcrustesPhase::Rotate: rotate(); return rules_.scale ? StepStatus::Running : StepStatus::Completed;
        default: return rescale();
    }
}

}  // namespace orthoscope
