#include "core/maps/balanced_map.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/base/median.h"
#include "core/compute/backend.h"
#include "core/transport/half_step.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

Result<Vector> unit_mass(const Vector& mass, Index rows, const char* name) {
    if (mass.size() == 0) return Vector(Vector::Constant(rows, 1 / double(rows)));
    if (mass.size() != rows)
        return input_error(name, "has " + std::to_string(mass.size()) + " masses; expected one for each of " +
                                     std::to_string(rows) + " rows");
    if (!mass.allFinite() || !(mass.minCoeff() > 0))
        return input_error(name, "has a mass that is not finite or not above 0; expected finite masses above 0");
    return Vector(mass / mass.sum());
}

}  // namespace

Result<BalancedTransport> BalancedTransport::start(const Matrix& source, const Vector& source_mass,
                                                   const Matrix& target, const Vector& target_mass,
                                                   const BalancedRules& rules, const Context& context) {
    BalancedTransport made;
    static std::atomic<std::uint64_t> numbers = 0;
    made.rules_ = rules, made.number_ = ++numbers;
    auto a = unit_mass(source_mass, source.rows(), "source"), b = unit_mass(target_mass, target.rows(), "target");
    if (!a) return a.error();
    if (!b) return b.error();
    auto pairs = near_pairs(source, target, rules.neighbours, rules.threads, context);
    if (!pairs) return pairs.error();
    made.pairs_ = std::move(*pairs), made.source_ = std::move(*a), made.target_ = std::move(*b);
    made.log_source_ = made.source_.array().log(), made.log_target_ = made.target_.array().log();
    made.f_ = Vector::Zero(target.rows()), made.g_ = Vector::Zero(source.rows());
    std::vector<double> nearest(std::size_t(target.rows()));
    double sum = 0;
    const auto& p = made.pairs_;
    for (std::size_t i = 0; i < nearest.size(); ++i)
        nearest[i] = *std::min_element(p.cost.begin() + p.target_start[i], p.cost.begin() + p.target_start[i + 1]);
    for (double c : p.cost) sum += c;
    const double mean = sum / double(p.size());
    // Where most rows coincide the median is 0; the mean then gives the unit, small enough that a row at 0 wins.
    made.unit_ = std::max(upper_median(std::move(nearest)), 1e-6 * mean);
    if (!(made.unit_ > 0)) made.unit_ = 1;
    made.last_ = rules.epsilon * made.unit_;
    made.epsilon_ = made.next_ = std::max(made.last_, rules.anneal < 1 ? mean : 0);
    return made;
}

// of_targets: f from g; else g from f.
Result<Vector> BalancedTransport::potential_of(bool of_targets, const Context& context) const {
    const double w = rules_.relaxation > 0 ? rules_.relaxation * unit_ / (rules_.relaxation * unit_ + epsilon_) : 1;
    const Vector offset = of_targets ? Vector(g_ / epsilon_ + log_source_) : Vector(f_ / epsilon_ + log_target_);
    const SparseHalfStep step{.start = of_targets ? pairs_.target_start : pairs_.source_start,
                              .order = of_targets ? std::span<const Index>() : std::span<const Index>(pairs_.by_source),
                              .other = of_targets ? pairs_.source : pairs_.target,
                              .cost = pairs_.cost,
                              .offset = offset,
                              .epsilon = epsilon_,
                              .relaxation = w,
                              .threads = rules_.threads,
                              .pairs = 2 * number_ + (of_targets ? 0 : 1)};
    return rules_.compute ? rules_.compute->sparse_half_step(step, context) : sparse_half_step(step, context);
}

Status BalancedTransport::step(const Context& context) {
    epsilon_ = next_;
    const bool last = epsilon_ <= last_;
    for (int it = 0; it < (last ? rules_.iterations : 10); ++it) {
        if (context.stopped()) return cancelled_error();
        auto next = potential_of(true, context);
        if (!next) return next.error();
        const double change = target_.dot((*next - f_).cwiseAbs()) / epsilon_;
        f_ = std::move(*next);
        auto back = potential_of(false, context);
        if (!back) return back.error();
        g_ = std::move(*back);
        ++iterations_;
        if (it > 0 && change <= rules_.tolerance) break;
    }
    make_plan();
    if (last) finished_ = true;
    else next_ = std::max(last_, epsilon_ * rules_.anneal);
    return success();
}

void BalancedTransport::make_plan() {
    plan_.resize(pairs_.size());
    for (Index e = 0; e < pairs_.size(); ++e) {
        const auto i = pairs_.target[std::size_t(e)], j = pairs_.source[std::size_t(e)];
        plan_(e) = std::exp(std::min(50.0, (f_(i) + g_(j) - pairs_.cost[std::size_t(e)]) / epsilon_ + log_target_(i) + log_source_(j)));
    }
}

double BalancedTransport::marginal_error() const {
    Vector rows = -target_, columns = -source_;
    for (Index e = 0; e < plan_.size(); ++e)
        rows(pairs_.target[std::size_t(e)]) += plan_(e), columns(pairs_.source[std::size_t(e)]) += plan_(e);
    return rows.cwiseAbs().sum() + columns.cwiseAbs().sum();
}

double BalancedTransport::cost() const {
    double sum = 0;
    for (Index e = 0; e < plan_.size(); ++e) sum += plan_(e) * pairs_.cost[std::size_t(e)];
    return plan_.size() && plan_.sum() > 0 ? sum / plan_.sum() : 0;
}

Indices BalancedTransport::map() const {
    Indices out = Indices::Constant(pairs_.targets, -1);
    for (Index i = 0; i < pairs_.targets; ++i) {
        double best = -std::numeric_limits<double>::infinity(), lowest = -best;
        for (Index e = pairs_.target_start[std::size_t(i)]; e < pairs_.target_start[std::size_t(i + 1)]; ++e) {
            const auto j = pairs_.source[std::size_t(e)];
            const double reduced = pairs_.cost[std::size_t(e)] - g_(j);
            const double score = log_source_(j) - reduced / epsilon_;
            lowest = std::min(lowest, reduced);
            if (score > best) best = score, out(i) = j;
        }
        if (rules_.uncovered > 0 && lowest > rules_.uncovered * unit_) out(i) = -1;
    }
    return out;
}

Vector BalancedTransport::prices() const {
    Vector lowest = Vector::Constant(pairs_.targets, std::numeric_limits<double>::infinity());
    for (std::size_t e = 0; e < std::size_t(pairs_.size()); ++e)
        lowest(pairs_.target[e]) = std::min(lowest(pairs_.target[e]), pairs_.cost[e] - g_(pairs_.source[e]));
    return lowest / unit_;
}

Indices BalancedTransport::back() const {
    Indices out = Indices::Constant(pairs_.sources, -1);
    for (Index j = 0; j < pairs_.sources; ++j) {
        double best = -std::numeric_limits<double>::infinity();
        for (Index q = pairs_.source_start[std::size_t(j)]; q < pairs_.source_start[std::size_t(j + 1)]; ++q) {
            const auto e = std::size_t(pairs_.by_source[std::size_t(q)]);
            const auto i = pairs_.target[e];
            const double score = log_target_(i) + (f_(i) - pairs_.cost[e]) / epsilon_;
            if (score > best) best = score, out(j) = i;
        }
    }
    return out;
}

Matrix BalancedTransport::pulled(const Matrix& values) const {
    const Matrix columns = values.transpose();
    Matrix out = Matrix::Zero(values.cols(), pairs_.targets);
    parallel(pairs_.targets, rules_.threads, [&](int, Index first, Index end) {
        for (Index i = first; i < end; ++i) {
            double sum = 0;
            for (Index e = pairs_.target_start[std::size_t(i)]; e < pairs_.target_start[std::size_t(i + 1)]; ++e)
                out.col(i) += plan_(e) * columns.col(pairs_.source[std::size_t(e)]), sum += plan_(e);
            if (sum > 0) out.col(i) /= sum;
        }
    });
    return out.transpose();
}

}  // namespace orthoscope
