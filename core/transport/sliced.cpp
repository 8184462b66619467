#include "core/transport/sliced.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/compute/backend.h"
#include "core/linalg/lapack.h"
#include "core/transport/order.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

// One side of one direction, in ascending order.
struct Line {
    Vector values;
    std::vector<std::int32_t> order;
    const std::vector<double>* mass = nullptr;
    double alike = 0;  // mass of each where all are alike
    Index size() const { return values.size(); }
    double mass_at(Index i) const {
        return mass->empty() ? alike : (*mass)[std::size_t(order[std::size_t(i)])];
    }
};

// Where the answers of one direction go; null: not wanted.
struct Slots {
    double* source_slope = nullptr;  // n: derivative by the projection of each source point
    double* target_slope = nullptr;  // m
    std::int32_t* partner = nullptr;
};

double slope_of(double r, int p) {
    return p == 2 ? 2 * r : r > 0 ? 1 : r < 0 ? -1 : 0;
}
double power_of(double r, int p) {
    return p == 2 ? r * r : std::abs(r);
}

double couple_ranks(const Line& x, const Line& y, int p, const Slots& out) {
    const Index n = x.size();
    const double share = 1 / double(n);
    double sum = 0;
    for (Index i = 0; i < n; ++i) sum += power_of(x.values(i) - y.values(i), p);
    if (out.source_slope || out.target_slope || out.partner)
        for (Index i = 0; i < n; ++i) {
            const double slope = share * slope_of(x.values(i) - y.values(i), p);
            const auto a = x.order[std::size_t(i)], b = y.order[std::size_t(i)];
            if (out.source_slope) out.source_slope[a] = slope;
            if (out.target_slope) out.target_slope[b] = -slope;
            if (out.partner) out.partner[a] = b;
        }
    return sum * share;
}

// Equal quantiles: the two staircases are walked together. `unit` scales masses to shares.
double couple_quantiles(const Line& x, const Line& y, double unit, int p, const Slots& out) {
    if (out.source_slope) std::fill_n(out.source_slope, x.size(), 0.0);
    if (out.target_slope) std::fill_n(out.target_slope, y.size(), 0.0);
    double sum = 0, most = -1, left = x.mass_at(0), room = y.mass_at(0);
    for (Index i = 0, j = 0; i < x.size() && j < y.size();) {
        const double moved = std::min(left, room), r = x.values(i) - y.values(j), share = moved * unit;
        const auto a = x.order[std::size_t(i)], b = y.order[std::size_t(j)];
        sum += share * power_of(r, p);
        if (out.source_slope) out.source_slope[a] += share * slope_of(r, p);
        if (out.target_slope) out.target_slope[b] -= share * slope_of(r, p);
        if (out.partner && moved > most) out.partner[a] = b, most = moved;
        left -= moved, room -= moved;
        const bool done = left <= 0, full = room <= 0;
        if (done && ++i < x.size()) left = x.mass_at(i), most = -1;
        if (full && ++j < y.size()) room = y.mass_at(j);
        // What rounding left of the last masses belongs to the last point of the other side.
        if (j == y.size() && i < x.size() && out.partner)
            for (Index rest = most < 0 ? i : i + 1; rest < x.size(); ++rest)
                out.partner[x.order[std::size_t(rest)]] = y.order.back();
    }
    return sum;
}

class Engine {
  public:
    Engine(const WeightedPoints& source, const WeightedPoints& target, const Matrix& directions,
           const SlicedWants& wants)
        : source_(source.points), target_(target.points), directions_(directions), wants_(wants) {}

    Result<Sliced> run(std::vector<double> source_mass, std::vector<double> target_mass,
                       const Context& context) {
        source_mass_ = std::move(source_mass), target_mass_ = std::move(target_mass);
        const Index n = source_.rows(), m = target_.rows(), d = directions_.rows(), k = directions_.cols();
        out_.costs.resize(k);
        if (wants_.source_gradient) out_.source_gradient = Matrix::Zero(n, d);
        if (wants_.turn_gradient) out_.turn_gradient = Matrix::Zero(d, d);
        if (wants_.direction_gradient) out_.direction_gradient.resize(d, k);
        if (wants_.partners) out_.partners.resize(n, k);
        const Index block =
            std::clamp<Index>((Index(64) << 20) / (16 * (n + m)), std::max(1, wants_.threads), 64);
        for (Index first = 0; first < k; first += block) {
            if (context.stopped()) return cancelled_error();
            if (auto status = pass(first, std::min(block, k - first), context); !status)
                return status.error();
        }
        out_.cost = out_.costs.mean();
        out_.distance = wants_.p == 2 ? std::sqrt(out_.cost) : out_.cost;
        if (wants_.source_gradient) out_.source_gradient /= double(k);
        if (wants_.turn_gradient) out_.turn_gradient /= double(k);
        return std::move(out_);
    }

  private:
    Status pass(Index first, Index count, const Context& context) {
        const Matrix axes = directions_.middleCols(first, count);
        const Matrix xs = product(source_, wants_.rotation ? product(*wants_.rotation, axes) : axes);
        const Matrix ys = product(target_, axes);
        if (!xs.allFinite() || !ys.allFinite())
            return input_error("sliced", "projections are not finite; values are too large");
        const bool slopes = wants_.source_gradient || wants_.turn_gradient || wants_.direction_gradient;
        Matrix gx(slopes ? xs.rows() : 0, count), gy(wants_.direction_gradient ? ys.rows() : 0, count);
        parallel(count, wants_.threads, [&](int, Index from, Index end) {
            Line x{Vector(xs.rows()), std::vector<std::int32_t>(std::size_t(xs.rows())), &source_mass_};
            Line y{Vector(ys.rows()), std::vector<std::int32_t>(std::size_t(ys.rows())), &target_mass_};
            OrderSpace space;
            for (Index t = from; t < end && !context.stopped(); ++t) {
                order_of(xs.col(t).data(), x.size(), x.values.data(), x.order.data(), space);
                order_of(ys.col(t).data(), y.size(), y.values.data(), y.order.data(), space);
                Slots slots;
                if (gx.size()) slots.source_slope = gx.col(t).data();
                if (gy.size()) slots.target_slope = gy.col(t).data();
                if (wants_.partners) slots.partner = out_.partners.col(first + t).data();
                out_.costs(first + t) = couple(x, y, slots);
            }
        });
        if (context.stopped()) return cancelled_error();
        gather(first, axes, gx, gy);
        return success();
    }

    double couple(Line& x, Line& y, const Slots& slots) const {
        const double n = double(x.size()), m = double(y.size());
        if (source_mass_.empty() && target_mass_.empty()) {
            if (x.size() == y.size()) return couple_ranks(x, y, wants_.p, slots);
            // Whole numbers while n m < 2^53: no rounding in the staircases.
            x.alike = m, y.alike = n;
            return couple_quantiles(x, y, 1 / (n * m), wants_.p, slots);
        }
        x.alike = 1 / n, y.alike = 1 / m;
        return couple_quantiles(x, y, 1, wants_.p, slots);
    }

    void gather(Index first, const Matrix& axes, const Matrix& gx, const Matrix& gy) {
        const Index d = axes.rows(), count = axes.cols();
        if (wants_.source_gradient) out_.source_gradient += product_transposed(gx, axes);
        if (!wants_.turn_gradient && !wants_.direction_gradient) return;
        Matrix pull = Matrix::Zero(d, count);  // X' g, one column a direction
        add_transposed_product(source_.rows(), d, count, source_.data(), source_.rows(), gx.data(), gx.rows(),
                               pull);
        if (wants_.turn_gradient) out_.turn_gradient += product_transposed(pull, axes);
        if (!wants_.direction_gradient) return;
        if (wants_.rotation) pull = wants_.rotation->transpose() * pull;
        add_transposed_product(target_.rows(), d, count, target_.data(), target_.rows(), gy.data(), gy.rows(),
                               pull);
        out_.direction_gradient.middleCols(first, count) = pull;
    }

    const Matrix &source_, &target_, &directions_;
    const SlicedWants& wants_;
    std::vector<double> source_mass_, target_mass_;
    Sliced out_;
};

}  // namespace

Matrix haar_directions(Index d, Index count, std::uint64_t seed) {
    Random random(seed);
    Matrix out(d, count);
    for (Index t = 0; t < count; ++t) {
        do {
            out.col(t) = random.normal(1, d).transpose();
        } while (out.col(t).norm() < 1e-12);
        out.col(t).normalize();
    }
    return out;
}

Result<std::vector<double>> unit_masses(const WeightedPoints& set, const char* name) {
    if (set.points.rows() == 0) return input_error(name, "has no rows; expected some to carry mass");
    if (set.mass.empty()) return std::vector<double>();
    if (static_cast<Index>(set.mass.size()) != set.points.rows())
        return input_error(name, "has " + std::to_string(set.mass.size()) +
                                     " masses; expected one for each of " +
                                     std::to_string(set.points.rows()) + " points");
    double sum = 0;
    for (double m : set.mass) {
        if (!(m >= 0) || !std::isfinite(m))
            return input_error(
                name, "has the mass " + std::to_string(m) + "; expected finite masses of at least 0");
        sum += m;
    }
    if (!(sum > 0)) return input_error(name, "has masses that are all 0; expected some above 0");
    std::vector<double> out(set.mass.begin(), set.mass.end());
    for (double& m : out) m /= sum;
    return out;
}

Result<Sliced> sliced_wasserstein(const WeightedPoints& source, const WeightedPoints& target,
                                  const Matrix& directions, const SlicedWants& wants,
                                  const Context& context) {
    if (wants.compute) return wants.compute->sliced(source, target, directions, wants, context);
    auto a = unit_masses(source, "source");
    if (!a) return a.error();
    auto b = unit_masses(target, "target");
    if (!b) return b.error();
    return Engine(source, target, directions, wants).run(std::move(*a), std::move(*b), context);
}

Matrix skew_gradient(const Matrix& rotation, const Matrix& turn_gradient) {
    const Matrix inner = rotation.transpose() * turn_gradient;
    return (inner - inner.transpose()) / 2;
}

}  // namespace orthoscope
