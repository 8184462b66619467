#include "core/assignment/assignment.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/assignment/shortest_paths.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

// Exactly k matches: the cost of leaving a row out is raised, doubling and then by bisection, until few are missing;
// those are added one shortest path at a time, so ties do not matter.
Result<Assignment> with_matches(const AssignmentCosts& costs, Index k, const Vector& start, const Context& context) {
    std::vector<float> buffer(static_cast<std::size_t>(costs.columns()));
    const Vector zero = Vector::Zero(costs.columns());
    double low = infinite, high = -infinite;
    for (Index i = 0; i < costs.rows(); ++i) {
        if (i % 64 == 0 && context.stopped()) return cancelled_error();
        const double best = two_lowest(costs.row(i, buffer.data()), zero.data(), costs.columns()).first;
        low = std::min(low, best), high = std::max(high, best);
    }
    double step = std::max(high - low, 1e-6 * std::max(1.0, std::abs(low)));
    high = infinite;
    Vector prices = start;
    auto kept = std::make_unique<ShortestPaths>(costs, true, low, Vector());  // at the lowest cost none is matched
    if (!kept->solve(context)) return cancelled_error();
    for (int round = 0; round < 60 && k - kept->matches() > std::max<Index>(2, k / 100); ++round) {
        const double middle = high < infinite ? (low + high) / 2 : low + step;
        auto trial = std::make_unique<ShortestPaths>(costs, true, middle, prices);
        if (!trial->solve(context)) return cancelled_error();
        prices = trial->prices();
        if (trial->matches() > k) high = middle;
        else low = middle, step *= 2, kept = std::move(trial);
    }
    for (; kept->matches() < k; kept->add_match())
        if (context.stopped()) return cancelled_error();
    return kept->take();
}

Assignment turned_over(Assignment a) {
    std::swap(a.column_of_row, a.row_of_column), std::swap(a.row_price, a.column_price);
    return a;
}

}  // namespace

AssignmentCosts::AssignmentCosts(const PointsMatrix& x, const PointsMatrix& y, PointCost kind)
    : x_(&x), y_(&y), kind_(kind), rows_(x.rows()), columns_(y.rows()) {
    if (kind == PointCost::SquaredDistance) x_square_ = x.rowwise().squaredNorm(), y_square_ = y.rowwise().squaredNorm();
}

const float* AssignmentCosts::row(Index i, float* buffer) const {
    if (dense_) return dense_->data() + i * columns_;
    std::fill(buffer, buffer + columns_, 0.f);
    const bool square = kind_ == PointCost::SquaredDistance;
    for (Index k = 0; k < x_->cols(); ++k)
        add_scaled((square ? -2.f : -1.f) * (*x_)(i, k), y_->col(k).data(), columns_, buffer);
    if (square)
        for (Index j = 0; j < columns_; ++j) buffer[j] = std::max(0.f, buffer[j] + x_square_(i) + y_square_(j));
    return buffer;
}

AssignmentCosts AssignmentCosts::transposed(CostMatrix& storage) const {
    if (!dense_) return AssignmentCosts(*y_, *x_, kind_);
    storage = dense_->transpose();
    return AssignmentCosts(storage);
}

CostMatrix dense_costs(const PointsMatrix& x, const PointsMatrix& y, PointCost kind) {
    CostMatrix costs(x.rows(), y.rows());
    const bool square = kind == PointCost::SquaredDistance;
    // Row-major n x m is column-major m x n: Y X'.
    multiply(Op::Plain, Op::Transposed, y.rows(), x.rows(), x.cols(), square ? -2.f : -1.f, y.data(), y.rows(), x.data(),
             x.rows(), 0.f, costs.data(), y.rows());
    if (!square) return costs;
    const Eigen::VectorXf x_square = x.rowwise().squaredNorm();
    const Eigen::RowVectorXf y_square = y.rowwise().squaredNorm().transpose();
    for (Index i = 0; i < x.rows(); ++i)
        costs.row(i) = (costs.row(i).array() + (y_square.array() + x_square(i))).max(0.f).matrix();
    return costs;
}

Result<Assignment> solve_assignment(const AssignmentCosts& costs, const AssignmentRules& rules, const Vector& start,
                                    const Context& context) {
    const Index n = costs.rows(), m = costs.columns();
    if (n == 0 || m == 0 || (rules.matches && *rules.matches == 0))
        return Assignment{Indices::Constant(n, -1), Indices::Constant(m, -1), Vector::Zero(n), Vector::Zero(m), 0,
                          rules.unmatched_cost, 0};
    const bool partial = rules.unmatched_cost < infinite;
    const Index most = std::min(n, m);
    if (rules.matches && *rules.matches < most) return with_matches(costs, *rules.matches, start, context);
    if (n > m && (rules.matches || !partial)) {
        CostMatrix storage;
        auto other = solve_assignment(costs.transposed(storage), {}, {}, context);
        if (!other) return other.error();
        return turned_over(std::move(*other));
    }
    ShortestPaths paths(costs, partial || n < m, rules.matches ? infinite : rules.unmatched_cost, start);
    if (!paths.solve(context)) return cancelled_error();
    return paths.take();
}

}  // namespace orthoscope
