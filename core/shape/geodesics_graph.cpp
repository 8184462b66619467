#include "core/shape/geodesics_graph.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void number_components(Index vertices, HopGraph& graph) {
    graph.component.assign(static_cast<std::size_t>(vertices), -1);
    std::vector<std::int32_t> open;
    std::int32_t count = 0;
    for (std::int32_t start = 0; start < vertices; ++start) {
        if (graph.component[std::size_t(start)] >= 0) continue;
        graph.component[std::size_t(start)] = count;
        open.assign(1, start);
        while (!open.empty()) {
            const auto v = std::size_t(open.back());
            open.pop_back();
            for (auto i = graph.first[v]; i < graph.first[v + 1]; ++i)
                if (auto& c = graph.component[std::size_t(graph.to[i])]; c < 0) c = count, open.push_back(graph.to[i]);
        }
        ++count;
    }
}

}  // namespace

std::vector<std::int32_t> first_alike(const Matrix& points) {
    std::vector<std::int32_t> order(static_cast<std::size_t>(points.rows())), alike(order.size());
    std::iota(order.begin(), order.end(), 0);
    auto compare = [&](std::int32_t a, std::int32_t b) {
        for (Index j = 0; j < points.cols(); ++j)
            if (points(a, j) != points(b, j)) return points(a, j) < points(b, j) ? -1 : 1;
        return 0;
    };
    std::sort(order.begin(), order.end(), [&](auto a, auto b) {
        const int c = compare(a, b);
        return c != 0 ? c < 0 : a < b;
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && compare(order[i - 1], order[i]) == 0;
        alike[std::size_t(order[i])] = same ? alike[std::size_t(order[i - 1])] : order[i];
    }
    return alike;
}

HopGraph hop_graph(std::vector<Hop> hops, Index vertices) {
    HopGraph graph;
    auto ends = [](const Hop& h) { return std::pair(h.from, h.to); };
    std::sort(hops.begin(), hops.end(), [&](const Hop& a, const Hop& b) {
        return ends(a) != ends(b) ? ends(a) < ends(b) : a.length < b.length;
    });
    hops.erase(std::unique(hops.begin(), hops.end(), [&](auto& a, auto& b) { return ends(a) == ends(b); }), hops.end());
    graph.first.assign(static_cast<std::size_t>(vertices) + 1, 0);
    graph.to.reserve(hops.size()), graph.length.reserve(hops.size());
    for (const auto& hop : hops) {
        ++graph.first[std::size_t(hop.from) + 1];
        graph.to.push_back(hop.to), graph.length.push_back(hop.length);
    }
    std::partial_sum(graph.first.begin(), graph.first.end(), graph.first.begin());
    number_components(vertices, graph);
    return graph;
}

bool neighbour_graph(const Matrix& points, Index k, const Context& context, HopGraph& graph) {
    const auto alike = first_alike(points);
    std::vector<std::int32_t> places;
    std::vector<Hop> hops;
    for (std::int32_t i = 0; i < points.rows(); ++i) {
        if (alike[std::size_t(i)] == i) places.push_back(i);
        else hops.push_back({i, alike[std::size_t(i)], 0}), hops.push_back({alike[std::size_t(i)], i, 0});
    }
    Matrix distinct(static_cast<Index>(places.size()), points.cols());
    for (std::size_t i = 0; i < places.size(); ++i) distinct.row(Index(i)) = points.row(places[i]);
    const KdTree tree(distinct);
    auto found = tree.nearest(distinct, k + 1, 1, context);
    if (!found) return false;
    for (Index i = 0; i < distinct.rows() * (k + 1); ++i) {
        const auto from = places[std::size_t(i / (k + 1))];
        if (found->row(i) < 0) continue;
        const auto to = places[std::size_t(found->row(i))];
        const double length = std::sqrt(found->squared(i));
        if (from != to) hops.push_back({from, to, length}), hops.push_back({to, from, length});
    }
    graph = hop_graph(std::move(hops), points.rows());
    return true;
}

GraphSearch::GraphSearch(const HopGraph& graph) : graph_(graph), distance_(graph.component.size(), infinity) {}

bool GraphSearch::run(Index source, std::span<const Index> targets, const Context& context) {
    for (auto v : touched_) distance_[std::size_t(v)] = infinity;
    touched_.assign(1, static_cast<std::int32_t>(source));
    distance_[std::size_t(source)] = 0;
    heap_.assign(1, {0.0, static_cast<std::int32_t>(source)});
    std::size_t done = 0;
    while (!heap_.empty()) {
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
        const auto [d, v] = heap_.back();
        heap_.pop_back();
        if (d > distance_[std::size_t(v)]) continue;
        if (++done % 4096 == 0 && context.stopped()) return false;
        if (!targets.empty() && std::find(targets.begin(), targets.end(), Index(v)) != targets.end() &&
            std::all_of(targets.begin(), targets.end(), [&, front = d](Index t) { return distance(t) <= front; }))
            break;
        for (auto i = graph_.first[std::size_t(v)]; i < graph_.first[std::size_t(v) + 1]; ++i) {
            const auto to = graph_.to[i];
            const double reach = d + graph_.length[i];
            double& known = distance_[std::size_t(to)];
            if (!(reach < known)) continue;
            if (known == infinity) touched_.push_back(to);
            known = reach;
            heap_.emplace_back(reach, to);
            std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
        }
    }
    return true;
}

}  // namespace orthoscope
