#include "core/group/generalized_solver.h"

#include <chrono>
#include <cmath>

#include "core/evaluate/turn.h"

namespace orthoscope {
namespace {

// Later rounds turn so little that a straight passage shows the same, and Schur forms cost O(d^3) each.
constexpr double worth_a_path = 1e-3;

AlignmentState state_of(const ProcrustesFit& pose) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(pose.rotation);
    state.pivot = pose.pivot, state.place = pose.place, state.scale = pose.scale;
    return state;
}

Matrix placed(const AlignmentState& s, const Matrix& rows) {
    return Pose{*s.rotation, s.pivot, s.place, s.scale, true}.apply(rows);
}

}  // namespace

GeneralizedSolver::GeneralizedSolver(std::shared_ptr<const Pairs> pairs, const GeneralizedOptions& options)
    : pairs_(std::move(pairs)), options_(options), rows_(group_rows(*pairs_)),
      fit_(rows_.sets, rows_.rows, rows_.weights, options.fit.rules()) {
    const Index d = pairs_->dimension();
    ProcrustesFit identity;
    identity.rotation = Matrix::Identity(d, d), identity.pivot = identity.place = RowVector::Zero(d);
    state_.sets.assign(rows_.sets.size(), state_of(identity));
    add(GeneralizedPhase::Start, state_, cost_now());
    frame_ = std::move(beats_.front());
    beats_.pop_front();
}

SharedMatrix GeneralizedSolver::mean_now() const {
    Matrix mean = placed(state_.sets.front(), *rows_.sets.front());
    if (!pairs_->identity_pairing) {
        // Two sets paired by label: rows without a partner stand alone.
        const Matrix other = placed(state_.sets[1], *rows_.sets[1]);
        for (std::size_t i = 0; i < pairs_->source_row.size(); ++i) {
            const Index row = pairs_->source_row[i];
            mean.row(row) = (mean.row(row) + other.row(pairs_->target_row[i])) / 2;
        }
        return std::make_shared<const Matrix>(std::move(mean));
    }
    for (std::size_t k = 1; k < rows_.sets.size(); ++k) mean += placed(state_.sets[k], *rows_.sets[k]);
    return std::make_shared<const Matrix>(mean / double(rows_.sets.size()));
}

double GeneralizedSolver::cost_now() const {
    const Index n = Index(rows_.rows.front().size()), d = pairs_->dimension();
    std::vector<Matrix> moved;
    Matrix mean = Matrix::Zero(n, d), x;
    for (std::size_t k = 0; k < rows_.sets.size(); ++k) {
        gather_rows(*rows_.sets[k], rows_.rows[k], 0, RowVector::Zero(d), n, x);
        moved.push_back(placed(state_.sets[k], x));
        mean += moved.back() / double(rows_.sets.size());
    }
    Vector square = Vector::Zero(n);
    for (auto& m : moved) square += (m - mean).rowwise().squaredNorm();
    if (rows_.weights.empty()) return square.mean() / double(moved.size());
    const Eigen::Map<const Vector> w(rows_.weights.data(), n);
    return w.dot(square) / (w.sum() * double(moved.size()));
}

void GeneralizedSolver::add(GeneralizedPhase phase, GroupState state, double cost) {
    state_ = std::move(state);
    Frame frame;
    frame.iteration = iteration_, frame.phase = static_cast<int>(phase);
    frame.metrics = {{"cost", cost}, {"rmse", std::sqrt(cost)}};
    frame.state = std::make_shared<const State>(state_);
    beats_.push_back(std::move(frame));
}

void GeneralizedSolver::centre() {
    GroupState state = state_;
    for (std::size_t k = 0; k < state.sets.size(); ++k) {
        auto& s = state.sets[k];
        s.pivot = fit_.center(k), s.place = s.target_mean = fit_.center(0), s.centred = true;
    }
    add(GeneralizedPhase::Centre, std::move(state), fit_.cost());
}

// One beat for all sets; those that need a mirror are mirrored in a beat before it.
void GeneralizedSolver::add_rotation(const std::vector<Matrix>& before) {
    GroupState mirror = state_, turned = state_;
    bool mirrors = false;
    for (std::size_t k = 0; k < state_.sets.size(); ++k) {
        auto to = state_.sets[k];
        to.rotation = std::make_shared<const Matrix>(fit_.rotation(k));
        to.path = nullptr, to.mirrors = false;
        mirror.sets[k].path = nullptr, mirror.sets[k].mirrors = false;
        if ((fit_.rotation(k) - before[k]).norm() > worth_a_path) {
            auto beats = turn_between(state_.sets[k], to);
            if (beats.size() > 1) mirrors = true, mirror.sets[k] = beats.front();
            to = std::move(beats.back());
        }
        turned.sets[k] = std::move(to);
    }
    if (mirrors) {
        state_ = mirror;
        const double cost = cost_now();
        add(GeneralizedPhase::Reflect, std::move(mirror), cost);
    }
    add(GeneralizedPhase::Rotate, std::move(turned), fit_.cost());
}

Result<StepStatus> GeneralizedSolver::iterate(const Context& context) {
    const auto begin = std::chrono::steady_clock::now();
    const double cost_before = fit_.cost();
    std::vector<Matrix> before;
    for (std::size_t k = 0; k < fit_.count(); ++k) before.push_back(fit_.rotation(k));
    ++iteration_;
    if (iteration_ == 1)
        if (auto status = fit_.begin(); !status) return status.error();
    if (auto status = fit_.rotate(context); !status) return status.error();
    GroupState shown = state_;
    shown.mean = mean_now();
    for (auto& s : shown.sets) s.path = nullptr;
    add(GeneralizedPhase::Mean, std::move(shown), cost_before);
    add_rotation(before);
    if (options_.fit.scale) {
        if (auto status = fit_.rescale(); !status) return status.error();
        GroupState scaled = state_;
        for (std::size_t k = 0; k < fit_.count(); ++k) scaled.sets[k].scale = fit_.scale(k), scaled.sets[k].path = nullptr;
        add(GeneralizedPhase::Scale, std::move(scaled), fit_.cost());
    }
    const double fall = cost_before - fit_.cost();
    fit_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (fall <= options_.tolerance * cost_before + 1e-28 * fit_.spread()) return StepStatus::Converged;
    return iteration_ >= options_.iterations ? StepStatus::IterationLimit : StepStatus::Running;
}

Result<StepStatus> GeneralizedSolver::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    if (beats_.empty()) {
        if (iteration_ == 0 && options_.fit.rules().centred && !std::get<GroupState>(*frame_.state).sets.front().centred) {
            centre();
        } else {
            auto status = iterate(context);
            if (!status) return status.error();
            last_ = *status;
        }
    }
    frame_ = std::move(beats_.front());
    beats_.pop_front();
    return beats_.empty() ? last_ : StepStatus::Running;
}

}  // namespace orthoscope
