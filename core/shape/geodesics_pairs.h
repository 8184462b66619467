// Distances of many pairs of vertices at once: near ones exactly, far ones along exact hops.
#pragma once

#include <functional>
#include <span>
#include <utility>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/shape/geodesics_graph.h"
#include "core/shape/geodesics_mesh.h"

namespace orthoscope {

using VertexPairs = std::span<const std::pair<Index, Index>>;

// See Geodesics::pairs. `points` are the vertices of the mesh.
Result<Vector> mesh_pair_distances(const HalfEdgeMesh& mesh, const Matrix& points, VertexPairs pairs, int threads,
                                   const Context& context);

// Of each vertex the exact distances to some `count` vertices round it, and its edges.
Result<HopGraph> local_graph(const HalfEdgeMesh& mesh, std::size_t count, int threads, const Context& context);

// The edges alone.
HopGraph edge_graph(const HalfEdgeMesh& mesh);

// Along a graph, by A* with the triangle inequality over landmarks as its guide (Goldberg & Harrelson 2005).
Result<Vector> graph_pair_distances(const HopGraph& graph, VertexPairs pairs, int threads, const Context& context);

}  // namespace orthoscope
