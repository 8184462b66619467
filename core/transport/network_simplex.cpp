// Built as C++17 (core/CMakeLists.txt): LEMON 1.3.1 uses members of std::allocator that C++20 took away.
// Headers only: the packaged library links GPL code.
#include "core/transport/network_simplex.h"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

namespace orthoscope {

TransportFlow transport_flow(const std::vector<std::int64_t>& supply, const std::vector<std::int64_t>& demand,
                             const TransportArcs& arcs) {
    using Graph = lemon::SmartDigraph;
    const std::size_t n = supply.size(), m = demand.size(), count = arcs.source.size();
    Graph graph;
    graph.reserveNode(static_cast<int>(n + m));
    graph.reserveArc(static_cast<int>(count));
    for (std::size_t i = 0; i < n + m; ++i) graph.addNode();
    for (std::size_t k = 0; k < count; ++k)
        graph.addArc(Graph::nodeFromId(arcs.source[k]),
                     Graph::nodeFromId(static_cast<int>(n) + arcs.target[k]));
    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex(graph);
    {
        Graph::ArcMap<std::int64_t> cost(graph);
        for (std::size_t k = 0; k < count; ++k) cost[Graph::arcFromId(static_cast<int>(k))] = arcs.cost[k];
        Graph::NodeMap<std::int64_t> balance(graph);
        for (std::size_t i = 0; i < n; ++i) balance[Graph::nodeFromId(static_cast<int>(i))] = supply[i];
        for (std::size_t j = 0; j < m; ++j) balance[Graph::nodeFromId(static_cast<int>(n + j))] = -demand[j];
        simplex.costMap(cost).supplyMap(balance);
    }
    TransportFlow out;
    if (simplex.run() != decltype(simplex)::OPTIMAL) return out;
    out.feasible = true;
    out.flow.resize(count), out.source_potential.resize(n), out.target_potential.resize(m);
    for (std::size_t k = 0; k < count; ++k) out.flow[k] = simplex.flow(Graph::arcFromId(static_cast<int>(k)));
    // The library's potentials give cost + pi(source) - pi(target) >= 0.
    for (std::size_t i = 0; i < n; ++i)
        out.source_potential[i] = -simplex.potential(Graph::nodeFromId(static_cast<int>(i)));
    for (std::size_t j = 0; j < m; ++j)
        out.target_potential[j] = simplex.potential(Graph::nodeFromId(static_cast<int>(n + j)));
    return out;
}

// 16 bytes of the graph, 8 of its costs and some 57 of the simplex an arc, the latter once more for a node.
std::uint64_t transport_flow_bytes(std::uint64_t nodes, std::uint64_t arcs) {
    return 84 * arcs + 200 * nodes;
}

}  // namespace orthoscope
