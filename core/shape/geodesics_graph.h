// Distances along a graph of hops.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/context.h"
#include "core/base/types.h"

namespace orthoscope {

struct Hop {
    std::int32_t from, to;
    double length;
};

struct HopGraph {
    std::vector<std::int32_t> to;
    std::vector<std::size_t> first;  // the hops of vertex i: to[first[i] .. first[i + 1])
    std::vector<double> length;
    std::vector<std::int32_t> component;  // of each vertex
};
// The shortest of the hops between any two stays. Hops are wanted both ways.
HopGraph hop_graph(std::vector<Hop> hops, Index vertices);

// Of each row the first row at the same place.
std::vector<std::int32_t> first_alike(const Matrix& points);

// Of a point cloud: rows are joined with their `k` nearest rows at other places, both ways; equal rows by hops of no
// length. False: stopped.
bool neighbour_graph(const Matrix& points, Index k, const Context& context, HopGraph& graph);

class GraphSearch {  // Dijkstra
  public:
    explicit GraphSearch(const HopGraph& graph);
    // Distances from `source`, right at least at `targets` where there are some. False: stopped.
    bool run(Index source, std::span<const Index> targets, const Context& context);
    double distance(Index vertex) const { return distance_[std::size_t(vertex)]; }

  private:
    const HopGraph& graph_;
    std::vector<double> distance_;
    std::vector<std::int32_t> touched_;
    std::vector<std::pair<double, std::int32_t>> heap_;
};

}  // namespace orthoscope
