#include "core/transport/sinkhorn.h"

#include <cmath>
#include <memory>
#include <utility>

#include "core/compute/backend.h"
#include "core/transport/half_step.h"
#include "core/transport/kernels.h"

namespace orthoscope {
namespace {

// Columns of the scores: z_j = w_j + (2 / eps) x_i . y_j.
struct Scores {
    Matrix points;
    Vector offset;

    Scores(const TransportSide& side, const Vector& potential, double epsilon)
        : points(side.points), offset((potential - side.squares) / epsilon + side.log_mass) {}
};

}  // namespace

Sinkhorn::Sinkhorn(const TransportGeometry& geometry, const SinkhornRules& rules)
    : geometry_(geometry),
      rules_(rules),
      f_(Vector::Zero(geometry.source.size())),
      g_(Vector::Zero(geometry.target.size())) {
    epsilon_ = rules.anneal < 1 ? std::max(rules.epsilon, geometry.mean_cost) : rules.epsilon;
    choose_precision();
}

bool Sinkhorn::converged() const {
    return epsilon_ == rules_.epsilon && at_last_ > 0 && plain_ > 1 && error_ <= rules_.tolerance;
}
bool Sinkhorn::done() const {
    return converged() || at_last_ >= rules_.iterations;
}
double Sinkhorn::dual_value() const {
    return geometry_.source.mass.dot(f_) + geometry_.target.mass.dot(g_);
}

// A score of size z is rounded by 6e-8 z in float32, and the marginals by as much. Where the error stops
// falling before that, double takes over for good.
void Sinkhorn::choose_precision() {
    // Over-relaxation carries rounding further.
    const double omega = relaxation_.omega(), rounding = 6e-8 * 2 * geometry_.mean_cost / epsilon_ / (2 - omega);
    const bool last = epsilon_ == rules_.epsilon;
    if (single_ && last && omega == 1 && at_last_ > 1 && error_ > 0.999 * error_before_) coarse_ = true;
    single_ = rules_.single && !coarse_ && error_ > 8 * rounding && !(last && error_ < 4 * rules_.tolerance);
}

Result<Vector> Sinkhorn::potential_of(bool source, const Context& context) {
    if (!std::exchange(kernel_asked_, true) && (!rules_.compute || rules_.compute->name() == "cpu") && ScalingKernel::fits(geometry_, context))
        kernel_ = std::make_unique<ScalingKernel>(geometry_);
    if (kernel_) {
        auto found = kernel_->potential(source, f_, g_, epsilon_, single_, context);
        if (!found || found->size() > 0) return found;
    }
    const auto &from = source ? geometry_.source : geometry_.target, &onto = source ? geometry_.target : geometry_.source;
    const HalfStep step{from, onto, source ? g_ : f_, epsilon_, single_, geometry_.threads};
    return rules_.compute ? rules_.compute->half_step(step, context) : half_step(step, context);
}

Status Sinkhorn::balance_columns(const Context& context) {
    if (plain_ > 0 && at_level_ > 0) return success();  // at_level_ 0: epsilon has just fallen
    auto next = potential_of(false, context);
    if (!next) return next.error();
    balanced_g_ = std::move(*next);
    return success();
}

Status Sinkhorn::iterate(const Context& context) {
    balanced_g_.resize(0);
    auto next = potential_of(true, context);
    if (!next) return next.error();
    // The plan of (f, g) has row sums a exp((f - next) / eps).
    error_before_ = error_;
    if (at_level_ > 0)
        error_ = (geometry_.source.mass.array() * (((f_ - *next) / epsilon_).array().min(50).exp() - 1).abs())
                     .sum();
    const double omega = relaxation_.omega();
    const auto move = [&](Vector& potential, Vector& to) {
        if (omega == 1) potential = std::move(to);
        else potential += omega * (to - potential);
    };
    move(f_, *next);
    auto onto = potential_of(false, context);
    if (!onto) return onto.error();
    move(g_, *onto);
    plain_ = omega == 1 ? plain_ + 1 : 0;
    ++iterations_, ++at_level_;
    if (epsilon_ == rules_.epsilon) {
        ++at_last_;
        if (at_level_ > 1) relaxation_.observe(error_, rules_.tolerance, at_last_ + 2 >= rules_.iterations);
    } else if (error_ < 0.05 || at_level_ >= 20) {
        epsilon_ = std::max(rules_.epsilon, epsilon_ * rules_.anneal);
        at_level_ = 0, error_ = 2;
    }
    choose_precision();
    return success();
}

Status Sinkhorn::solve(const Context& context) {
    while (!done())
        if (auto status = iterate(context); !status) return status;
    return success();
}

PlanRows Sinkhorn::rows() const {
    return [this, scores = std::make_shared<const Scores>(geometry_.target, balanced_g_.size() ? balanced_g_ : g_, epsilon_)](
               Index i, std::vector<PlanEntry>& out) {
        const TransportSide &from = geometry_.source, &onto = geometry_.target;
        const Index m = onto.size();
        thread_local std::vector<double> z;
        z.resize(std::size_t(m));
        const Vector query = (2 / epsilon_) * from.points.row(i).transpose();
        affine_scores(scores->points.data(), m, onto.points.cols(), query.data(), scores->offset.data(),
                      z.data());
        const LogSum sum = exponentials(z.data(), m);
        // exp of f_i, g_j and the cost together: not normalised, so that the row sum shows the marginal
        // error.
        const double scale = std::exp(std::min(50.0, sum.largest + (f_(i) - from.squares(i)) / epsilon_));
        out.clear();
        for (Index j = 0; j < m; ++j)
            if (z[std::size_t(j)] > 1e-14)
                out.push_back({static_cast<std::int32_t>(j), scale * z[std::size_t(j)]});
    };
}

}  // namespace orthoscope
