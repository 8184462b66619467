#include "core/alignment/wasserstein/lane.h"

#include <algorithm>
#include <cmath>

#include "core/alignment/wasserstein/far_pairs.h"
#include "core/base/median.h"
#include "core/linalg/lapack.h"

namespace orthoscope {

double final_sharpness(const SearchRows& rows) {
    const double spread = std::pow(double(rows.x.rows()), 2 / double(std::max<Index>(1, rows.dimension())));
    return std::clamp(spread, 7.0, 400.0);
}

Lane::Lane(std::string name, std::unique_ptr<Opening> opening, const SearchRows& rows, LaneLimits limits)
    : name_(std::move(name)), opening_(std::move(opening)), rows_(rows), limits_(limits),
      last_sharpness_(final_sharpness(rows)) {
    const Index d = rows.dimension();
    rotation_ = Matrix::Identity(d, d);
    shown_.fit = rows.pose(rotation_);
}

Result<bool> Lane::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    switch (stage_) {
        case Stage::Open: return open(context);
        case Stage::Turn: turn(); return false;
        case Stage::Soften: return soften(context);
        case Stage::Assign: return assign(context);
        case Stage::Rotate: return rotate();
        default: return true;
    }
}

Result<bool> Lane::open(const Context& context) {
    Shown next;
    next.fit = shown_.fit, next.cost = shown_.cost;
    auto done = opening_->step(context, next);
    if (!done) return done.error();
    shown_ = std::move(next);
    if (!*done) return ++iteration_, false;
    if (opening_->pose()) {
        shown_.fit = *opening_->pose();
        CostMatrix costs;
        auto first = match(costs, context);
        if (!first) return first.error();
        shown_.cost = residuals(shown_.fit, first->column_of_row).cwiseMax(0).sum() / double(std::max<Index>(1, first->matches));
        stage_ = Stage::Assign, ++iteration_;
        return false;
    }
    rotation_ = opening_->rotation();
    sharpness_ = opening_->first_sharpness();
    stage_ = Stage::Turn;
    return false;
}

// The pose follows what the step before computed.
void Lane::turn() {
    Shown next;
    next.phase = WassersteinPhase::Rotate;
    const Matrix before = rows_.inward(shown_.fit.rotation);
    next.fit = rows_.pose(rotation_);
    next.fit.u = shown_.fit.u, next.fit.v = shown_.fit.v, next.fit.sigma = shown_.fit.sigma;
    next.cross = shown_.cross, next.matching = shown_.matching, next.mass = shown_.mass;
    next.cost = shown_.cost;
    if (const double square = rows_.unit * rows_.unit; next.cross.size())  // the same plan, another pose
        next.cost = square * repriced(next.cost / square, next.cross, before, rotation_, rows_.x.rows());
    shown_ = std::move(next);
    ++iteration_;
    stage_ = sharpness_ > last_sharpness_ ? Stage::Assign : Stage::Soften;
}

Result<bool> Lane::soften(const Context& context) {
    const Signatures* prior = opening_->prior();
    const double trust = 1 / (1 + 4 * sharpness_ * sharpness_);
    auto plan = soft_plan({rows_, rotation_, sharpness_, prior ? &prior->x : nullptr, prior ? &prior->y : nullptr,
                           prior ? trust : 0, 10},
                          context);
    if (!plan) return plan.error();
    const double blur = prior ? prior->blur * (1 + 2 * sharpness_) : 0;
    auto next = polar(prior && blur < double(rows_.dimension()) ? near_diagonal(plan->cross, *prior, blur) : plan->cross,
                      rows_.rules.rotation_only);
    if (!next) return next.error();
    rotation_ = next->rotation;
    shown_.phase = WassersteinPhase::Soften;
    shown_.fit.u = rows_.swapped ? next->v : next->u, shown_.fit.v = rows_.swapped ? next->u : next->v;
    shown_.fit.sigma = next->sigma;
    shown_.cross = cross_ = std::move(plan->cross);
    shown_.matching = std::move(plan->likeliest), shown_.mass = std::move(plan->mass);
    shown_.cost = plan->cost * rows_.unit * rows_.unit;
    const double sure = shown_.mass.mean();
    shown_.extra = {{"sharpness", sharpness_}, {"mean largest share", sure}, {"marginal error", plan->marginal_error}};
    sharpness_ *= sure > 0.9 && sharpness_ > 1 ? 3 : 1.35;
    stage_ = Stage::Turn;
    return false;
}

// Squared distances of the matches in the run's units; -1 where there is no partner.
Vector Lane::residuals(const ProcrustesFit& fit, const Indices& match) const {
    const PointsMatrix posed = rows_.posed(fit);
    Vector out = Vector::Constant(match.size(), -1);
    for (Index i = 0; i < match.size(); ++i)
        if (match(i) >= 0) out(i) = double((posed.row(i) - rows_.y.row(match(i))).squaredNorm()) * rows_.unit * rows_.unit;
    return out;
}

bool Lane::leave_strays_out() {
    if (stray_cost_ > 0 || limits_.keep < 1) return false;
    const Vector far = residuals(shown_.fit, shown_.matching);
    // Below the resolution of float32 nothing is far.
    const double price = std::max(stray_factor * upper_median(far), 1e-9 * rows_.unit * rows_.unit * double(rows_.dimension()));
    if (far.maxCoeff() > price) stray_cost_ = price;
    return stray_cost_ > 0;
}

// A new matching in the pose as it is; what the last one computed goes.
void Lane::show_match(WassersteinPhase phase, Indices match) {
    shown_.phase = phase;
    shown_.matching = std::move(match), shown_.mass.resize(0), shown_.cross.resize(0, 0);
    shown_.fit.u.resize(0, 0), shown_.fit.v.resize(0, 0), shown_.fit.sigma.resize(0);
}

// Heavy tails leave right pairs far apart, which the price of a stray cuts off.
Result<bool> Lane::take_far_pairs(const CostMatrix& squared, const Context& context) {
    took_far_ = true;
    const double median = stray_cost_ / stray_factor;
    auto match = match_with_far_pairs(rows_.posed(shown_.fit), rows_.y, squared, median / (rows_.unit * rows_.unit), context);
    if (!match) return match.error();
    const double matches = double((match->array() >= 0).count());
    if (matches == 0 || *match == shown_.matching) return false;
    show_match(WassersteinPhase::FarPairs, std::move(*match));
    shown_.cost = residuals(shown_.fit, shown_.matching).cwiseMax(0).sum() / matches;
    shown_.extra = {{"matches", matches}, {"m", median}};
    return true;
}

// The best matching for the pose.
Result<Assignment> Lane::match(CostMatrix& costs, const Context& context) {
    const Index a = rows_.x.rows(), wanted = std::max<Index>(1, Index(std::llround(limits_.keep * double(a))));
    const bool whole = rows_.square() && wanted >= a && stray_cost_ == 0;
    costs = dense_costs(rows_.posed(shown_.fit), rows_.y, whole ? PointCost::NegativeProduct : PointCost::SquaredDistance);
    AssignmentRules rules;
    if (wanted < a) rules.matches = wanted;
    else if (stray_cost_ > 0) rules.unmatched_cost = stray_cost_ / (rows_.unit * rows_.unit);
    auto best = solve_assignment(AssignmentCosts(costs), rules, prices_, context);
    if (best) prices_ = best->column_price;
    return best;
}

// Ping: every row takes its partner.
Result<bool> Lane::assign(const Context& context) {
    CostMatrix costs;
    auto best = match(costs, context);
    if (!best) return best.error();
    const Index a = rows_.x.rows();
    // What Ping-Pong lowers: squared distances, and the price of each row that is left out.
    const Vector far = residuals(shown_.fit, best->column_of_row);
    double cost = 0;
    for (double f : far) cost += f >= 0 ? f : stray_cost_;
    const bool same = hard_iterations_ > 0 && (best->column_of_row == shown_.matching || cost >= objective_ * (1 - 1e-6));
    if (same || best->matches == 0) {
        if (best->matches > 0 && leave_strays_out()) {
            hard_iterations_ = 0, prices_.resize(0);
            return assign(context);
        }
        if (stray_cost_ > 0 && best->matches > 0 && !took_far_) {
            const auto more = take_far_pairs(costs, context);
            if (!more) return more.error();
            if (*more) return stage_ = Stage::Rotate, false;
        }
        stage_ = Stage::Done, settled_ = true;
        return true;
    }
    show_match(WassersteinPhase::Assign, std::move(best->column_of_row));
    shown_.cost = (cost - stray_cost_ * double(a - best->matches)) / double(best->matches);
    shown_.extra = {{"matches", double(best->matches)}};
    stage_ = Stage::Rotate;
    return false;
}

// Pong: the best pose for the matching.
Result<bool> Lane::rotate() {
    double mean_square = 0;
    auto fit = rows_.fit(shown_.matching, mean_square);
    if (!fit) return fit.error();
    shown_.phase = WassersteinPhase::Rotate;
    shown_.fit = std::move(*fit);
    shown_.cost = mean_square;
    const auto matches = (shown_.matching.array() >= 0).count();
    objective_ = mean_square * double(matches) + stray_cost_ * double(shown_.matching.size() - matches);
    shown_.extra.clear();
    ++iteration_;
    limited_ = ++hard_iterations_ >= limits_.iterations && !took_far_;
    stage_ = limited_ || took_far_ ? Stage::Done : Stage::Assign;
    return stage_ == Stage::Done;
}

Result<double> Lane::mutual_share(const Context& context) const {
    if (shown_.matching.size() == 0) return 0.0;
    const auto costs = dense_costs(rows_.posed(shown_.fit), rows_.y, PointCost::SquaredDistance);
    Eigen::RowVectorXf best = Eigen::RowVectorXf::Constant(costs.cols(), std::numeric_limits<float>::infinity());
    for (Index i = 0; i < costs.rows(); ++i) {
        if (i % 64 == 0 && context.stopped()) return cancelled_error();
        best = best.cwiseMin(costs.row(i));
    }
    Index mutual = 0, matches = 0;
    for (Index i = 0; i < costs.rows(); ++i) {
        const auto j = shown_.matching(i);
        if (j < 0) continue;
        ++matches;
        const float own = costs(i, j);
        mutual += own <= best(j) && own <= costs.row(i).minCoeff();
    }
    return double(mutual) / double(std::max<Index>(1, matches));
}

}  // namespace orthoscope
