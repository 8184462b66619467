#include "core/shape/geodesics_pairs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>

#include "core/neighbours/kd_tree.h"
#include "core/shape/geodesics_windows.h"

namespace orthoscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index landmark_count = 16;
constexpr std::size_t few_pairs = 300;  // cheaper one by one than by a graph
constexpr std::size_t neighbours = 48;    // of each vertex in that graph: distances come out 0.2 % too long
constexpr double near_share = 0.1;      // of the square root of the area: what counts as near

double area_of(const HalfEdgeMesh& mesh) {
    double sum = 0;
    for (std::size_t h = 0; h < mesh.tail.size(); h += 3) sum += mesh.length[h] * mesh.apex_y[h] / 2;
    return sum;
}

// Pairs of one first vertex stand together, so that one search serves them.
class Grouped {
  public:
    Grouped(VertexPairs pairs, std::vector<std::size_t> which) : pairs_(pairs), order_(std::move(which)) {
        std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return std::pair(pairs_[a], a) < std::pair(pairs_[b], b); });
        for (std::size_t i = 0; i < order_.size(); ++i)
            if (i == 0 || pairs_[order_[i]].first != pairs_[order_[i - 1]].first) begin_.push_back(i);
        begin_.push_back(order_.size());
    }
    Index size() const { return Index(begin_.size()) - 1; }
    std::span<const std::size_t> group(Index g) const {
        return {order_.data() + begin_[std::size_t(g)], order_.data() + begin_[std::size_t(g) + 1]};
    }

  private:
    VertexPairs pairs_;
    std::vector<std::size_t> order_, begin_;
};

// Exact distances up to `radius`; those beyond stay as they are and are listed.
Result<std::vector<std::size_t>> windows_between(const HalfEdgeMesh& mesh, VertexPairs pairs, std::vector<std::size_t> which,
                                                 double radius, int threads, const Context& context, Vector& distance) {
    const Grouped grouped(pairs, std::move(which));
    std::vector<std::size_t> beyond;
    std::mutex mutex;
    bool stopped = false;
    const bool heard = in_pieces(grouped.size(), std::max<Index>(1, grouped.size() / 64), threads, context, [&](Index a, Index b) {
        WindowSearch search(mesh);
        std::vector<std::size_t> far;
        std::vector<Index> targets;
        bool late = false;
        for (Index g = a; g < b && !late; ++g) {
            const auto group = grouped.group(g);
            targets.clear();
            for (auto i : group) targets.push_back(pairs[i].second);
            late = !search.run(pairs[group[0]].first, {targets, radius}, context);
            for (auto i : group) {
                const double d = search.distance(pairs[i].second);
                if (d <= search.front()) distance(Index(i)) = d;
                else far.push_back(i);
            }
        }
        const std::lock_guard lock(mutex);
        stopped |= late;
        beyond.insert(beyond.end(), far.begin(), far.end());
    });
    if (!heard || stopped) return cancelled_error();
    std::sort(beyond.begin(), beyond.end());
    return beyond;
}

// Distances from landmarks far from each other; a vertex that a landmark does not reach is at 0 from it, which says
// nothing about pairs of one component.
using Landmarks = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::optional<Landmarks> landmarks_of(const HopGraph& graph, const Context& context) {
    const Index n = Index(graph.component.size());
    Landmarks found = Landmarks::Zero(n, landmark_count);
    Vector nearest = Vector::Constant(n, infinity);
    GraphSearch search(graph);
    search.run(0, {}, context);
    Index next = 0;
    for (Index v = 0; v < n; ++v)
        if (search.distance(v) < infinity && search.distance(v) > search.distance(next)) next = v;
    for (Index l = 0; l < landmark_count; ++l) {
        if (!search.run(next, {}, context)) return std::nullopt;
        for (Index v = 0; v < n; ++v)
            if (const double d = search.distance(v); d < infinity)
                found(v, l) = float(d), nearest(v) = std::min(nearest(v), d);
        nearest.maxCoeff(&next);
    }
    return found;
}

class GuidedSearch {
  public:
    GuidedSearch(const HopGraph& graph, const Landmarks& landmarks)
        : graph_(graph), landmarks_(landmarks), distance_(graph.component.size(), infinity) {}

    double between(Index from, Index to) {
        for (auto v : touched_) distance_[std::size_t(v)] = infinity;
        touched_.assign(1, std::int32_t(from)), heap_.clear();
        distance_[std::size_t(from)] = 0;
        push(0, from, to);
        while (!heap_.empty()) {
            std::pop_heap(heap_.begin(), heap_.end(), later);
            const Waiting now = heap_.back();
            heap_.pop_back();
            if (now.vertex == to) return now.distance;
            if (now.distance > distance_[std::size_t(now.vertex)]) continue;
            for (auto i = graph_.first[std::size_t(now.vertex)]; i < graph_.first[std::size_t(now.vertex) + 1]; ++i) {
                const auto next = graph_.to[i];
                const double reach = now.distance + graph_.length[i];
                double& known = distance_[std::size_t(next)];
                if (!(reach < known)) continue;
                if (known == infinity) touched_.push_back(next);
                known = reach;
                push(reach, next, to);
            }
        }
        return infinity;
    }

  private:
    struct Waiting {
        double key, distance;
        std::int32_t vertex;
    };
    static bool later(const Waiting& a, const Waiting& b) { return a.key > b.key; }

    void push(double distance, Index vertex, Index to) {
        const double left = double((landmarks_.row(vertex) - landmarks_.row(to)).cwiseAbs().maxCoeff());
        heap_.push_back({distance + left, distance, std::int32_t(vertex)});
        std::push_heap(heap_.begin(), heap_.end(), later);
    }

    const HopGraph& graph_;
    const Landmarks& landmarks_;
    std::vector<double> distance_;
    std::vector<std::int32_t> touched_;
    std::vector<Waiting> heap_;
};

void add_edges(const HalfEdgeMesh& mesh, std::vector<Hop>& hops) {
    for (std::int32_t h = 0; h < mesh.half_edges(); ++h) {
        const auto a = mesh.tail[std::size_t(h)], b = mesh.head(h);
        const double l = mesh.length[std::size_t(h)];
        hops.push_back({a, b, l}), hops.push_back({b, a, l});
    }
}

}  // namespace

Result<HopGraph> local_graph(const HalfEdgeMesh& mesh, std::size_t count, int threads, const Context& context) {
    std::vector<Hop> hops;
    std::mutex mutex;
    const bool heard = in_pieces(mesh.vertices, 256, threads, context, [&](Index a, Index b) {
        WindowSearch search(mesh);
        std::vector<Hop> found;
        for (Index v = a; v < b; ++v) {
            if (!search.run(v, {{}, infinity, count}, context)) return;
            for (auto u : search.touched())
                if (const double d = search.distance(u); u != v && d <= search.front())
                    found.push_back({std::int32_t(v), u, d}), found.push_back({u, std::int32_t(v), d});
        }
        const std::lock_guard lock(mutex);
        hops.insert(hops.end(), found.begin(), found.end());
    });
    if (!heard || context.stopped()) return cancelled_error();
    add_edges(mesh, hops);
    return hop_graph(std::move(hops), mesh.vertices);
}

HopGraph edge_graph(const HalfEdgeMesh& mesh) {
    std::vector<Hop> hops;
    add_edges(mesh, hops);
    return hop_graph(std::move(hops), mesh.vertices);
}

Result<Vector> graph_pair_distances(const HopGraph& graph, VertexPairs pairs, int threads, const Context& context) {
    Vector distance = Vector::Constant(Index(pairs.size()), infinity);
    if (pairs.empty()) return distance;
    const auto landmarks = landmarks_of(graph, context);
    if (!landmarks) return cancelled_error();
    const Index piece = std::clamp<Index>(Index(pairs.size()) / 64, 1, 64);
    const bool heard = in_pieces(Index(pairs.size()), piece, threads, context, [&](Index a, Index b) {
        GuidedSearch search(graph, *landmarks);
        for (Index i = a; i < b; ++i) {
            const auto [from, to] = pairs[std::size_t(i)];
            if (graph.component[std::size_t(from)] == graph.component[std::size_t(to)] && !context.stopped())
                distance(i) = search.between(from, to);
        }
    });
    if (!heard || context.stopped()) return cancelled_error();
    return distance;
}

Result<Vector> mesh_pair_distances(const HalfEdgeMesh& mesh, const Matrix& points, VertexPairs pairs, int threads,
                                   const Context& context) {
    Vector distance = Vector::Constant(Index(pairs.size()), infinity);
    const double radius = near_share * std::sqrt(area_of(mesh));
    std::vector<std::size_t> near, far;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto [a, b] = pairs[i];
        if (mesh.component[std::size_t(a)] != mesh.component[std::size_t(b)]) continue;
        ((points.row(a) - points.row(b)).norm() > radius ? far : near).push_back(i);
    }
    auto beyond = windows_between(mesh, pairs, std::move(near), radius, threads, context, distance);
    if (!beyond) return beyond.error();
    far.insert(far.end(), beyond->begin(), beyond->end());
    std::sort(far.begin(), far.end());
    if (far.size() <= few_pairs) {
        auto none = windows_between(mesh, pairs, std::move(far), infinity, threads, context, distance);
        return none ? Result<Vector>(std::move(distance)) : none.error();
    }
    auto graph = local_graph(mesh, neighbours, threads, context);
    if (!graph) return graph.error();
    std::vector<std::pair<Index, Index>> far_pairs;
    for (auto i : far) far_pairs.push_back(pairs[i]);
    auto along = graph_pair_distances(*graph, far_pairs, threads, context);
    if (!along) return along.error();
    for (std::size_t i = 0; i < far.size(); ++i) distance(Index(far[i])) = (*along)(Index(i));
    return distance;
}

}  // namespace orthoscope
