// Distances along a surface.
#pragma once

#include <memory>
#include <span>
#include <utility>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

// Prepared once, asked many times, from any number of threads.
//
// Of a mesh: the exact distance on the polyhedral surface, by windows that unfold from triangle to triangle (Mitchell,
// Mount & Papadimitriou 1987; Chen & Han 1990; pruned as by Xin & Wang, "Improving Chen and Han's algorithm on the
// discrete geodesic problem", 2009). Boundaries, edges with three faces and inconsistent orientation are walked as they
// are; zero-area faces are given a height of about 1e-4 of the mean edge length. A vertex without a face is alone. Where
// windows multiply without end, as they can in tangles of edges with many faces, the farthest vertices are reached along
// edges, and their distances are too long.
// Of a cloud in 1 to 3 dimensions: along straight hops between near neighbours, somewhat too long, and exact() is false.
// A vertex that cannot be reached is infinitely far.
class Geodesics {
  public:
    // Errors: Input (neither mesh nor cloud, a coordinate that is not finite), Memory, Cancelled.
    static Result<Geodesics> prepare(const Dataset& shape, const Context& context);

    // n distances from one vertex, in the units of the coordinates. Errors: Cancelled.
    Result<Vector> from(Index vertex, const Context& context) const;
    // The same to a few vertices, in their order; the search ends where the last of them is reached.
    Result<Vector> between(Index vertex, std::span<const Index> targets, const Context& context) const;

    // Distances of many pairs of vertices, on up to `threads` threads. Of a mesh: exact up to a tenth of the square root of
    // its area, and where fewer than 300 are farther; else the far ones run along exact hops between near vertices and are
    // about 0.2 % too long.
    Result<Vector> pairs(std::span<const std::pair<Index, Index>> pairs, int threads, const Context& context) const;

    // The distance between two far ends of the largest component: a lower bound of its diameter that is mostly attained. Of
    // a mesh above 20,000 vertices it is measured along edges, some percent too long.
    Result<double> diameter(const Context& context) const;

    bool exact() const;  // the polyhedral distance, not an approximation of it
    Index vertices() const;
    // Of each vertex the number of its connected component.
    std::span<const std::int32_t> components() const;

    class Impl;

  private:
    explicit Geodesics(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<const Impl> impl_;
};

}  // namespace orthoscope
