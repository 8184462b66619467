#include "core/transport/exact_plan.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/transport/kernels.h"
#include "core/transport/order.h"
#include "core/transport/parallel.h"
#include "core/transport/sinkhorn.h"

namespace orthoscope {
namespace {

using Arc = std::pair<std::int32_t, std::int32_t>;

// Shares of a total in whole numbers that sum to it: rounded down, the largest remainders up.
std::vector<std::int64_t> whole_shares(const Vector& mass, std::int64_t total) {
    std::vector<std::int64_t> out(std::size_t(mass.size()));
    std::vector<std::pair<double, std::size_t>> rest;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double exact = mass(Index(i)) * double(total);
        out[i] = static_cast<std::int64_t>(exact), sum += out[i];
        rest.push_back({out[i] - exact, i});
    }
    std::sort(rest.begin(), rest.end());
    for (std::size_t k = 0; sum < total; k = (k + 1) % rest.size()) ++out[rest[k].second], ++sum;
    for (std::size_t i = 0; sum > total; i = (i + 1) % out.size())
        if (out[i] > 0) --out[i], --sum;
    return out;
}

}  // namespace

ExactPlan::ExactPlan(const TransportGeometry& g)
    : geometry_(g),
      f_(Vector::Zero(g.source.size())),
      g_(Vector::Zero(g.target.size())),
      lower_(-std::numeric_limits<double>::infinity()) {
    unit_cost_ = std::max(g.largest_cost, 1e-300) * std::exp2(-36);
    whole_masses();
}

void ExactPlan::whole_masses() {
    const std::int64_t n = geometry_.source.size(), m = geometry_.target.size(), common = std::gcd(n, m);
    if (geometry_.alike) {
        supply_.assign(std::size_t(n), m / common), demand_.assign(std::size_t(m), n / common);
        unit_mass_ = double(common) / (double(n) * double(m));
        return;
    }
    const std::int64_t total = std::int64_t(1) << 40;
    supply_ = whole_shares(geometry_.source.mass, total),
    demand_ = whole_shares(geometry_.target.mass, total);
    unit_mass_ = 1 / double(total);
}

std::uint64_t ExactPlan::bytes() const {
    return transport_flow_bytes(supply_.size() + demand_.size(), arcs_.source.size()) +
           24 * arcs_.source.size();
}

// For each row of one side, up to `most` arcs of least reduced cost c_ij - f_i - g_j, those below `below`
// alone; and the dual value that results where this side's potentials are replaced by the least they leave.
Result<ExactPlan::Found> ExactPlan::scan(bool by_target, Index most, double below,
                                         const Context& context) const {
    const TransportSide& from = by_target ? geometry_.target : geometry_.source;
    const TransportSide& onto = by_target ? geometry_.source : geometry_.target;
    const Vector &mine = by_target ? g_ : f_, &other = by_target ? f_ : g_;
    const Index n = from.size(), m = onto.size(), d = onto.points.cols(), piece = rows_between_stops(m, d);
    const Vector offset = other - onto.squares;
    const int workers = std::max(1, geometry_.threads);
    std::vector<Found> parts{std::size_t(workers)};
    parallel(n, workers, [&](int worker, Index first, Index end) {
        Found& part = parts[std::size_t(worker)];
        Vector z(m), query(d);
        std::vector<std::pair<double, std::int32_t>> near;
        for (Index i = first; i < end; ++i) {
            if ((i - first) % piece == 0 && context.stopped()) return;
            query = 2 * from.points.row(i).transpose();
            affine_scores(onto.points.data(), m, d, query.data(), offset.data(), z.data());
            // Reduced cost of (i, j): here - z_j.
            const double here = from.squares(i) - mine(i), largest = largest_of(z.data(), m);
            part.lower += from.mass(i) * (from.squares(i) - largest);
            if (here - largest >= below) continue;
            near.clear();
            for (Index j = 0; j < m; ++j)
                if (here - z(j) < below) near.push_back({here - z(j), static_cast<std::int32_t>(j)});
            if (static_cast<Index>(near.size()) > most) {
                std::nth_element(near.begin(), near.begin() + most, near.end());
                near.resize(std::size_t(most));
            }
            const auto row = static_cast<std::int32_t>(i);
            for (auto& [reduced, j] : near) part.arcs.push_back(by_target ? Arc{j, row} : Arc{row, j});
        }
    });
    if (context.stopped()) return cancelled_error();
    Found all;
    all.lower = (by_target ? geometry_.source.mass : geometry_.target.mass).dot(other);
    for (auto& part : parts) {
        all.arcs.insert(all.arcs.end(), part.arcs.begin(), part.arcs.end());
        all.lower += part.lower;
    }
    return all;
}

// New arcs alone are added, each once.
void ExactPlan::add(std::vector<Arc> found) {
    std::vector<Arc> known;
    for (std::size_t k = 0; k < arcs_.source.size(); ++k) known.push_back({arcs_.source[k], arcs_.target[k]});
    std::sort(known.begin(), known.end());
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    violated_ = 0;
    for (auto& arc : found) {
        if (std::binary_search(known.begin(), known.end(), arc)) continue;
        arcs_.source.push_back(arc.first), arcs_.target.push_back(arc.second);
        arcs_.cost.push_back(std::llround(geometry_.cost(arc.first, arc.second) / unit_cost_));
        ++violated_;
    }
}

// Along one direction the staircase of quantiles is a plan, so its arcs can always carry the supply.
void ExactPlan::feasible_arcs(std::vector<Arc>& found) const {
    const Index n = geometry_.source.size(), m = geometry_.target.size();
    Vector sorted(std::max(n, m));
    OrderSpace space;
    std::vector<std::int32_t> a(std::size_t(n), 0), b(std::size_t(m), 0);
    order_of(geometry_.source.points.data(), n, sorted.data(), a.data(), space);
    order_of(geometry_.target.points.data(), m, sorted.data(), b.data(), space);
    std::int64_t left = supply_[std::size_t(a[0])], room = demand_[std::size_t(b[0])];
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        found.push_back({a[i], b[j]});
        const std::int64_t moved = std::min(left, room);
        left -= moved, room -= moved;
        if (left == 0 && ++i < a.size()) left = supply_[std::size_t(a[i])];
        if (room == 0 && ++j < b.size()) room = demand_[std::size_t(b[j])];
    }
}

Status ExactPlan::candidates(const Context& context) {
    const Index n = geometry_.source.size(), m = geometry_.target.size();
    std::vector<Arc> found;
    complete_ = double(n) * double(m) <= 300000;
    if (complete_) {
        for (Index i = 0; i < n; ++i)
            for (Index j = 0; j < m; ++j) found.push_back({std::int32_t(i), std::int32_t(j)});
        add(std::move(found));
        return success();
    }
    SinkhornRules rules;
    rules.epsilon = 0.005 * std::max(geometry_.mean_cost, 1e-300), rules.tolerance = 0.02,
    rules.iterations = 60;
    Sinkhorn coarse(geometry_, rules);
    if (auto status = coarse.solve(context); !status) return status;
    f_ = coarse.f(), g_ = coarse.g();
    for (bool by_target : {false, true}) {
        auto near = scan(by_target, 10, std::numeric_limits<double>::infinity(), context);
        if (!near) return near.error();
        found.insert(found.end(), near->arcs.begin(), near->arcs.end());
    }
    feasible_arcs(found);
    add(std::move(found));
    return success();
}

Status ExactPlan::simplex(const Context& context) {
    if (context.stopped()) return cancelled_error();
    if (auto fits = context.fits(bytes(), "exact plan"); !fits) return fits;
    if (arcs_.source.size() > std::size_t(std::numeric_limits<int>::max() / 2))
        return memory_error("exact plan",
                            "needs more than a thousand million arcs; use fewer rows or --plan entropic");
    flow_ = transport_flow(supply_, demand_, arcs_);
    if (!flow_.feasible)
        return input_error("exact plan", "found no plan on its arcs; masses may not balance");
    cost_ = 0;
    for (std::size_t k = 0; k < flow_.flow.size(); ++k)
        if (flow_.flow[k])
            cost_ += double(flow_.flow[k]) * unit_mass_ * geometry_.cost(arcs_.source[k], arcs_.target[k]);
    // Potentials are only fixed up to a constant; the first is taken off before they become doubles.
    const std::int64_t shift = flow_.source_potential[0];
    for (Index i = 0; i < f_.size(); ++i)
        f_(i) = double(flow_.source_potential[std::size_t(i)] - shift) * unit_cost_;
    for (Index j = 0; j < g_.size(); ++j)
        g_(j) = double(flow_.target_potential[std::size_t(j)] + shift) * unit_cost_;
    ++rounds_;
    return success();
}

Result<bool> ExactPlan::price(const Context& context) {
    const double below = -(4 * unit_cost_ + 1e-13 * geometry_.largest_cost);
    auto rows = scan(false, 6, below, context);
    if (!rows) return rows.error();
    auto columns = scan(true, 6, below, context);
    if (!columns) return columns.error();
    lower_ = std::max({lower_, rows->lower, columns->lower});
    rows->arcs.insert(rows->arcs.end(), columns->arcs.begin(), columns->arcs.end());
    if (complete_)
        violated_ = 0;
    else
        add(std::move(rows->arcs));
    return violated_ == 0;
}

Status ExactPlan::solve(const Context& context) {
    if (auto status = candidates(context); !status) return status;
    for (;;) {
        if (auto status = simplex(context); !status) return status;
        auto optimal = price(context);
        if (!optimal) return optimal.error();
        if (*optimal) return success();
    }
}

Coupling ExactPlan::plan() const {
    Coupling out{geometry_.source.size(), geometry_.target.size(), {}};
    for (std::size_t k = 0; k < flow_.flow.size(); ++k)
        if (flow_.flow[k])
            out.entries.push_back({arcs_.source[k], arcs_.target[k], double(flow_.flow[k]) * unit_mass_});
    return out;
}

Result<MongeGap> monge_gap(const Matrix& points, const Matrix& images, Index rows, std::uint64_t seed,
                           int threads, const Context& context) {
    MongeGap out;
    out.rows = std::min(rows, points.rows());
    Matrix x = points, y = images;
    if (out.rows < points.rows()) {
        Random random(seed);
        const auto chosen = random.choose(points.rows(), out.rows);
        x = points(chosen, Eigen::all), y = images(chosen, Eigen::all);
    }
    auto geometry = transport_geometry({x}, {y}, threads);
    if (!geometry) return geometry.error();
    ExactPlan plan(*geometry);
    if (auto status = plan.solve(context); !status) return status.error();
    out.map_cost = (x - y).rowwise().squaredNorm().mean();
    out.least_cost = plan.cost();
    out.gap = std::max(0.0, out.map_cost - out.least_cost);
    return out;
}

}  // namespace orthoscope
