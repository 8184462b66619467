#include "core/maps/sliced_refinement.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

std::span<const double> span_of(const Vector& v) { return {v.data(), static_cast<std::size_t>(v.size())}; }

// Rows that take part with their masses.
void pick(const Eigenbasis& basis, Index k, Index most, Random& random, Matrix& rows, Vector& mass) {
    rows = basis.vectors.leftCols(k), mass = basis.mass;
    if (most <= 0 || rows.rows() <= most) return;
    const auto chosen = random.choose(rows.rows(), most);
    rows = Matrix(rows(chosen, Eigen::all)), mass = Vector(mass(chosen));
}

Matrix smooth_directions(const Vector& values, Index count, std::uint64_t seed) {
    Matrix out = haar_directions(values.size(), count, seed);
    Random random(seed ^ 0x5eed);
    const double first = values.size() > 1 ? std::max(values(1), 1e-12 * values.maxCoeff()) : 1;
    const double range = std::max(1.0, values.maxCoeff() / first);
    for (Index t = 0; t < count; ++t) {
        // From the scale of the whole shape to that of the finest eigenvector.
        const double scale = 1 / (first * std::pow(range, random.uniform()));
        Vector damped = ((-scale * values.array().max(0)).exp() * out.col(t).array()).matrix();
        if (damped.norm() > 1e-12) out.col(t) = damped.normalized();
    }
    return out;
}

}  // namespace

Result<Matrix> orthogonal_map(const Matrix& c) {
    const Index k = c.rows();
    if (!c.allFinite()) return input_error("functional map", "found entries that are not finite; expected finite ones");
    Matrix out = Matrix::Identity(k, k);
    if (k < 2) return out;
    auto parts = svd(c.bottomRightCorner(k - 1, k - 1));
    if (!parts) return parts.error();
    out.bottomRightCorner(k - 1, k - 1) = product_transposed(parts->u, parts->v);
    return out;
}

Result<SlicedRefinement> SlicedRefinement::start(const ShapePair& pair, const Matrix& functional_map,
                                                 const Matrix& anchor, const SlicedRefinementRules& rules,
                                                 const Context& context) {
    const Index k = std::min({functional_map.rows(), functional_map.cols(), pair.source_basis->size(), pair.target_basis->size()});
    if (k < 1) return input_error("functional map", "found no entries; expected a matrix of at least 1 x 1");
    SlicedRefinement made;
    made.rules_ = rules;
    auto c = orthogonal_map(functional_map.topLeftCorner(k, k));
    if (!c) return c.error();
    made.r_ = c->transpose();
    made.anchor_ = anchor.size() ? Matrix(anchor.topLeftCorner(k, k)) : *c;
    Random random(rules.seed);
    pick(*pair.source_basis, k, rules.rows, random, made.x_, made.a_);
    pick(*pair.target_basis, k, rules.rows, random, made.y_, made.b_);
    if (rules.directions == SlicedDirections::Smooth)
        made.directions_ = smooth_directions(pair.target_basis->values.head(k), rules.count, rules.seed);
    else
        made.directions_ = haar_directions(k, rules.directions == SlicedDirections::Worst ? std::min<Index>(8, rules.count) : rules.count, rules.seed);
    auto first = sliced_wasserstein({made.x_, span_of(made.a_)}, {made.y_, span_of(made.b_)}, made.directions_,
                                    {.threads = rules.threads, .rotation = &made.r_, .compute = rules.compute}, context);
    if (!first) return first.error();
    made.heat_ = std::max(rules.temperature * first->cost, 1e-300);
    if (auto status = made.look(context); !status) return status.error();
    return made;
}

double SlicedRefinement::total(const Vector& costs, const Matrix& r) const {
    double sum = costs.mean();
    if (rules_.weights == SlicedWeights::Energy || rules_.directions == SlicedDirections::Worst) {
        const double top = costs.maxCoeff();
        sum = top + heat_ * std::log(((costs.array() - top) / heat_).exp().mean());
    }
    return sum + rules_.coupling * (r.transpose() - anchor_).squaredNorm() / double(r.rows());
}

Vector SlicedRefinement::direction_weights(const Vector& costs) const {
    if (rules_.weights == SlicedWeights::Mean && rules_.directions != SlicedDirections::Worst)
        return Vector::Constant(costs.size(), 1 / double(costs.size()));
    Vector w = ((costs.array() - costs.maxCoeff()) / heat_).exp();
    return w / w.sum();
}

Result<double> SlicedRefinement::value_at(const Matrix& r, const Context& context) const {
    auto seen = sliced_wasserstein({x_, span_of(a_)}, {y_, span_of(b_)}, directions_,
                                   {.threads = rules_.threads, .rotation = &r, .compute = rules_.compute}, context);
    if (!seen) return seen.error();
    return total(seen->costs, r);
}

Result<Matrix> SlicedRefinement::gradient(const Matrix& r, const Context& context) const {
    const WeightedPoints source{x_, span_of(a_)}, target{y_, span_of(b_)};
    Matrix scaled = directions_;
    if (rules_.weights == SlicedWeights::Energy || rules_.directions == SlicedDirections::Worst) {
        auto seen = sliced_wasserstein(source, target, directions_, {.threads = rules_.threads, .rotation = &r, .compute = rules_.compute}, context);
        if (!seen) return seen.error();
        // At p = 2 a direction of length s counts s^2 times.
        scaled = directions_ * (direction_weights(seen->costs) * double(directions_.cols())).cwiseSqrt().asDiagonal();
    }
    auto pulled = sliced_wasserstein(source, target, scaled,
                                     {.threads = rules_.threads, .rotation = &r, .turn_gradient = true, .compute = rules_.compute}, context);
    if (!pulled) return pulled.error();
    return Matrix(pulled->turn_gradient + 2 * rules_.coupling / double(r.rows()) * (r - anchor_.transpose()));
}

Status SlicedRefinement::look(const Context& context) {
    auto seen = sliced_wasserstein({x_, span_of(a_)}, {y_, span_of(b_)}, directions_,
                                   {.threads = rules_.threads, .rotation = &r_, .compute = rules_.compute}, context);
    if (!seen) return seen.error();
    costs_ = seen->costs, distance_ = seen->distance, value_ = total(costs_, r_);
    Index at = 0;
    costs_.maxCoeff(&at);
    seen_ = directions_.col(at);
    auto g = gradient(r_, context);
    if (!g) return g.error();
    skew_ = skew_gradient(r_, *g);
    // The constant stays where it is.
    skew_.row(0).setZero(), skew_.col(0).setZero();
    return success();
}

// The direction of the largest distance joins those kept; the one that says least makes room.
Status SlicedRefinement::find_worst(const Context& context) {
    const Matrix turned = product(x_, r_);
    auto worst = max_sliced_wasserstein({turned, span_of(a_)}, {y_, span_of(b_)}, 2, 4,
                                        rules_.seed + std::uint64_t(iterations_), rules_.threads, context);
    if (!worst) return worst.error();
    if (directions_.cols() < std::max<Index>(rules_.count, 1)) {
        directions_.conservativeResize(Eigen::NoChange, directions_.cols() + 1);
        directions_.rightCols(1) = worst->direction;
    } else {
        Index least = 0;
        costs_.minCoeff(&least);
        directions_.col(least) = worst->direction;
    }
    return look(context);
}

Status SlicedRefinement::step(const Context& context) {
    if (rules_.directions == SlicedDirections::Worst)
        if (auto status = find_worst(context); !status) return status;
    ++iterations_;
    const Index k = r_.rows();
    const double norm = skew_.norm(), before = value_;
    bool fell = false;
    if (norm > 1e-15)
        for (double length = step_; length > 1e-9 && !fell; length /= 2) {
            if (context.stopped()) return cancelled_error();
            // `length` radians root mean square over the coordinates.
            const Matrix moved = product(r_, Matrix::Identity(k, k) - (length * std::sqrt(double(k)) / norm) * skew_);
            auto next = orthogonal_map(moved);
            if (!next) return next.error();
            auto value = value_at(*next, context);
            if (!value) return value.error();
            if (*value >= value_) continue;
            r_ = std::move(*next), fell = true;
            step_ = std::min(0.5, 2 * length);
        }
    if (fell)
        if (auto status = look(context); !status) return status;
    if (rules_.directions != SlicedDirections::Worst) converged_ = !fell || before - value_ <= rules_.tolerance * before;
    finished_ = converged_ || iterations_ >= rules_.iterations;
    return success();
}

Result<double> sliced_distance(const ShapePair& pair, const Matrix& c, Index count, std::uint64_t seed, int threads,
                               const Context& context) {
    const Index k1 = std::min(c.cols(), pair.source_basis->size()), k2 = std::min(c.rows(), pair.target_basis->size());
    const Matrix x = product_transposed(Matrix(pair.source_basis->vectors.leftCols(k1)), Matrix(c.topLeftCorner(k2, k1)));
    const Matrix y = pair.target_basis->vectors.leftCols(k2);
    auto seen = sliced_wasserstein({x, span_of(pair.source_basis->mass)}, {y, span_of(pair.target_basis->mass)},
                                   haar_directions(k2, count, seed), {.threads = threads}, context);
    if (!seen) return seen.error();
    return seen->distance;
}

}  // namespace orthoscope
