#include "core/shape/geodesics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>
#include <vector>

#include "core/shape/geodesics_graph.h"
#include "core/shape/geodesics_pairs.h"
#include "core/shape/geodesics_windows.h"

namespace orthoscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Twelve hops each keep a graph over a surface connected and its paths some percent too long.
constexpr Index near_rows = 12;
constexpr Index exact_diameter = 20'000;

// Searches that nobody uses now; one is made where all are in use.
template <class Structure, class Search>
class Pool {
  public:
    std::unique_ptr<Search> take(const Structure& over) {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) return std::make_unique<Search>(over);
        auto search = std::move(free_.back());
        free_.pop_back();
        return search;
    }
    void give(std::unique_ptr<Search> search) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(search));
    }

  private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Search>> free_;
};

}  // namespace

class Geodesics::Impl {
  public:
    HalfEdgeMesh mesh;
    HopGraph graph;
    Matrix points;  // of a mesh
    bool is_mesh = true;

    const std::vector<std::int32_t>& component() const { return is_mesh ? mesh.component : graph.component; }
    Index vertices() const { return static_cast<Index>(component().size()); }

    // Distances from `vertex` to all, or to `targets`, which are of its component.
    std::optional<Vector> search(Index vertex, std::span<const Index> targets, const Context& context) const {
        return is_mesh ? search(mesh, windows_, vertex, targets, context) : search(graph, hops_, vertex, targets, context);
    }

  private:
    static bool run(WindowSearch& search, Index vertex, std::span<const Index> targets, const Context& context) {
        return search.run(vertex, {targets}, context);
    }
    static bool run(GraphSearch& search, Index vertex, std::span<const Index> targets, const Context& context) {
        return search.run(vertex, targets, context);
    }
    template <class Structure, class Search>
    std::optional<Vector> search(const Structure& over, Pool<Structure, Search>& pool, Index vertex,
                                 std::span<const Index> targets, const Context& context) const {
        auto search = pool.take(over);
        const bool heard = run(*search, vertex, targets, context);
        Vector distance(targets.empty() ? vertices() : static_cast<Index>(targets.size()));
        for (Index i = 0; i < distance.size(); ++i)
            distance(i) = search->distance(targets.empty() ? i : targets[std::size_t(i)]);
        pool.give(std::move(search));
        return heard ? std::optional(std::move(distance)) : std::nullopt;
    }

    mutable Pool<HalfEdgeMesh, WindowSearch> windows_;
    mutable Pool<HopGraph, GraphSearch> hops_;
};

Result<Geodesics> Geodesics::prepare(const Dataset& shape, const Context& context) {
    const bool is_mesh = shape.kind() == Kind::Mesh;
    const Index d = shape.columns(), n = shape.rows();
    if (!is_mesh && shape.kind() != Kind::Cloud)
        return input_error(shape.name, std::string(name_of(shape.kind())) +
                                           " has no surface to measure distances along; expected a mesh or a cloud");
    if (d < (is_mesh ? 2 : 1) || d > 3)
        return input_error(shape.name, std::to_string(d) + " columns; distances along a surface need 2 or 3");
    if (!shape.values().allFinite()) return input_error(shape.name, "a coordinate is not finite");
    const Index faces = is_mesh ? shape.triangles()->rows() : 0;
    if (auto fits = context.fits(is_mesh ? std::uint64_t(faces) * 350 + std::uint64_t(n) * 60
                                         : std::uint64_t(n) * 1000, shape.name); !fits)
        return fits.error();
    auto impl = std::make_shared<Impl>();
    impl->is_mesh = is_mesh;
    if (is_mesh) impl->mesh = half_edge_mesh(shape.values(), *shape.triangles()), impl->points = shape.values();
    else if (!neighbour_graph(shape.values(), near_rows, context, impl->graph)) return cancelled_error();
    if (context.stopped()) return cancelled_error();
    return Geodesics(std::move(impl));
}

Result<Vector> Geodesics::from(Index vertex, const Context& context) const {
    auto distances = impl_->search(vertex, {}, context);
    if (!distances) return cancelled_error();
    return std::move(*distances);
}

Result<Vector> Geodesics::between(Index vertex, std::span<const Index> targets, const Context& context) const {
    Vector all = Vector::Constant(static_cast<Index>(targets.size()), infinity);
    const auto& component = impl_->component();
    std::vector<Index> reachable, places;
    for (std::size_t i = 0; i < targets.size(); ++i)
        if (component[std::size_t(targets[i])] == component[std::size_t(vertex)])
            reachable.push_back(targets[i]), places.push_back(Index(i));
    if (reachable.empty()) return all;
    auto distances = impl_->search(vertex, reachable, context);
    if (!distances) return cancelled_error();
    for (std::size_t i = 0; i < places.size(); ++i) all(places[i]) = (*distances)(Index(i));
    return all;
}

Result<Vector> Geodesics::pairs(std::span<const std::pair<Index, Index>> pairs, int threads,
                                const Context& context) const {
    return impl_->is_mesh ? mesh_pair_distances(impl_->mesh, impl_->points, pairs, threads, context)
                          : graph_pair_distances(impl_->graph, pairs, threads, context);
}

Result<double> Geodesics::diameter(const Context& context) const {
    const auto& component = impl_->component();
    if (component.empty()) return 0.0;
    std::vector<Index> sizes(static_cast<std::size_t>(*std::max_element(component.begin(), component.end())) + 1);
    for (auto c : component) ++sizes[std::size_t(c)];
    const auto largest = std::max_element(sizes.begin(), sizes.end()) - sizes.begin();
    Index end = std::find(component.begin(), component.end(), largest) - component.begin();
    const bool along_edges = impl_->is_mesh && vertices() > exact_diameter;
    const HopGraph edges = along_edges ? edge_graph(impl_->mesh) : HopGraph{};
    GraphSearch hops(edges);
    double diameter = 0;
    for (int sweep = 0; sweep < 3; ++sweep) {  // the far end of the far end
        Vector distance(vertices());
        if (along_edges) {
            if (!hops.run(end, {}, context)) return cancelled_error();
            for (Index v = 0; v < vertices(); ++v) distance(v) = hops.distance(v);
        } else {
            auto found = from(end, context);
            if (!found) return found.error();
            distance = std::move(*found);
        }
        for (Index v = 0; v < vertices(); ++v)
            if (std::isfinite(distance(v)) && distance(v) > diameter) diameter = distance(v), end = v;
    }
    return diameter;
}

bool Geodesics::exact() const { return impl_->is_mesh; }
Index Geodesics::vertices() const { return impl_->vertices(); }
std::span<const std::int32_t> Geodesics::components() const { return impl_->component(); }

}  // namespace orthoscope
