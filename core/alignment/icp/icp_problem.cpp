#include "core/alignment/icp/icp_problem.h"
#include "core/base/median.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace orthoscope {
namespace {

std::uint64_t mixed(std::uint64_t x) {  // SplitMix64
    x += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

Matrix rows_of(const Matrix& from, const std::vector<Index>& rows) {
    Matrix out(static_cast<Index>(rows.size()), from.cols());
    for (std::size_t i = 0; i < rows.size(); ++i) out.row(static_cast<Index>(i)) = from.row(rows[i]);
    return out;
}

// The first `most` of an order, ascending where `sorted`.
IcpSource part_of(const IcpSource& all, const std::vector<Index>& order, Index most, bool sorted) {
    if (sorted && static_cast<Index>(order.size()) <= most) return all;
    std::vector<Index> chosen(order.begin(), order.begin() + std::min<std::ptrdiff_t>(most, std::ssize(order)));
    if (sorted) std::sort(chosen.begin(), chosen.end());
    IcpSource part{rows_of(all.centred, chosen), {}, chosen};
    if (all.weight.size()) {
        part.weight.resize(static_cast<Index>(chosen.size()));
        for (std::size_t i = 0; i < chosen.size(); ++i) part.weight(static_cast<Index>(i)) = all.weight(chosen[i]);
    }
    if (!all.rows.empty())
        for (auto& row : part.rows) row = all.rows[std::size_t(row)];
    return part;
}

void take_source(IcpProblem& p, std::uint64_t seed) {
    const Matrix& source = *p.pairs->source;
    std::vector<Index> used;
    if (p.pairs->options.weights) {
        const Vector& w = *p.pairs->options.weights;
        for (Index i = 0; i < w.size(); ++i)
            if (w(i) > 0) used.push_back(i);
        p.all.weight.resize(static_cast<Index>(used.size()));
        for (std::size_t i = 0; i < used.size(); ++i) p.all.weight(static_cast<Index>(i)) = w(used[i]) / w.maxCoeff();
        p.all.rows = used;
    }
    p.all.centred = used.empty() ? source : rows_of(source, used);
    // Before the mean is taken off, which rounds differently in another order of the rows.
    const auto order = shuffled_by_value(p.all.centred, seed);
    p.pivot = p.all.centred.colwise().mean();
    p.all.centred.rowwise() -= p.pivot;
    p.second_moments = p.all.centred.transpose() * p.all.centred / double(p.all.centred.rows());
    if (const double square = p.second_moments.trace(); square > 0) p.radius = std::sqrt(square);
    p.working = part_of(p.all, order, working_rows, true);
    p.coarse = part_of(p.all, order, 512, false);
}

// Median distance from a row to its nearest other one.
double spacing_of(const Matrix& points, const KdTree& tree) {
    const Index step = std::max<Index>(1, points.rows() / 1000), d = points.cols();
    std::vector<double> distances, at(static_cast<std::size_t>(d));
    std::int64_t rows[2];
    double squared[2];
    for (Index i = 0; i < points.rows() && points.rows() > 1; i += step) {
        for (Index j = 0; j < d; ++j) at[std::size_t(j)] = points(i, j);
        tree.nearest(at.data(), 2, rows, squared);
        distances.push_back(std::sqrt(squared[1]));
    }
    return distances.empty() ? 0 : upper_median(std::move(distances));
}

IcpTarget target_on(std::shared_ptr<const Matrix> points) {
    IcpTarget target;
    target.tree = std::make_shared<const KdTree>(*points);
    target.spacing = spacing_of(*points, *target.tree);
    target.points = std::move(points);
    return target;
}

void take_target(IcpProblem& p, std::shared_ptr<const Matrix> points, std::uint64_t seed) {
    constexpr Index most = 4000;
    p.target_mean = points->colwise().mean();
    p.target = target_on(points);
    if (points->rows() <= most) {
        p.sparse = p.target, p.sparse_rows.clear();
        return;
    }
    auto order = shuffled_by_value(*points, seed);
    order.resize(static_cast<std::size_t>(most));
    p.sparse = target_on(std::make_shared<const Matrix>(rows_of(*points, order)));
    p.sparse_rows = std::move(order);
}

}  // namespace

std::vector<Index> shuffled_by_value(const Matrix& rows, std::uint64_t seed) {
    std::vector<std::uint64_t> key(static_cast<std::size_t>(rows.rows()));
    for (Index i = 0; i < rows.rows(); ++i) {
        std::uint64_t h = mixed(seed);
        for (Index j = 0; j < rows.cols(); ++j) h = mixed(h ^ std::bit_cast<std::uint64_t>(rows(i, j)));
        key[std::size_t(i)] = h;
    }
    std::vector<Index> order(key.size());
    std::iota(order.begin(), order.end(), Index(0));
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return key[std::size_t(a)] < key[std::size_t(b)]; });
    return order;
}

IcpProblem icp_problem(std::shared_ptr<const Pairs> pairs, bool plane, std::uint64_t seed) {
    IcpProblem p;
    p.pairs = std::move(pairs), p.plane = plane;
    take_source(p, seed);
    take_target(p, p.pairs->target, seed);
    return p;
}

IcpProblem with_target(const IcpProblem& problem, Matrix target, std::uint64_t seed) {
    IcpProblem p = problem;
    p.pairs.reset();
    take_target(p, std::make_shared<const Matrix>(std::move(target)), seed);
    return p;
}

Status add_normals(IcpProblem& p, int threads, const Context& context) {
    if (!p.plane || p.target.normals.rows()) return success();
    auto normals = p.pairs ? normals_of(*p.pairs, *p.target.tree, threads, context)
                           : normals_of_neighbours(*p.target.points, *p.target.tree, threads, context);
    if (!normals) return normals.error();
    p.normals_from = normals->origin, p.variation = normals->variation;
    p.target.normals = std::move(normals->directions);
    p.sparse.normals = p.sparse_rows.empty() ? p.target.normals : rows_of(p.target.normals, p.sparse_rows);
    return success();
}

}  // namespace orthoscope
