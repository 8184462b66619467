// Exact distances from one vertex over a triangle mesh, by windows.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/base/context.h"
#include "core/shape/geodesics_mesh.h"

namespace orthoscope {

// The part b0 .. b1 of a half-edge that straight rays reach from a (virtual) source, which lies at (x, y), y > 0, in the
// half-edge's frame: on the side of its own triangle, through which the rays came. `sigma` is the distance from that
// source back to the vertex asked for.
struct Window {
    double b0, b1, x, y, sigma;
    std::int32_t half_edge;
};

// Where a search may end: at the first of these that holds.
struct SearchLimit {
    std::span<const Index> targets;  // the last of them is reached; none: no limit
    double radius = std::numeric_limits<double>::infinity();  // all up to this distance are reached
    std::size_t count = std::numeric_limits<std::size_t>::max();  // at least so many vertices are reached
};

// The arrays of one search; they are reused by the next, at a cost that follows what the last one touched.
class WindowSearch {
  public:
    explicit WindowSearch(const HalfEdgeMesh& mesh);

    // Distances from `source`, which are final up to front(). False: stopped.
    bool run(Index source, const SearchLimit& limit, const Context& context);
    double distance(Index vertex) const { return distance_[std::size_t(vertex)]; }
    double front() const { return front_; }  // infinite where all was searched
    // The vertices that have a distance, final or not, the source first.
    std::span<const std::int32_t> touched() const { return touched_; }
    std::size_t windows() const { return windows_; }  // opened by the last search

  private:
    struct Split {
        double distance, entry;  // of the best ray to the apex so far; where it enters through the half-edge
    };
    struct Bucket {
        std::vector<Window> windows;
        std::vector<std::int32_t> vertices;
    };

    void clear();
    Bucket& bucket(double key);
    void lower(std::int32_t vertex, double distance);
    void settle(std::int32_t vertex);
    void open(Window window);
    bool useless(const Window& window) const;
    void cross(const Window& window);
    void enter(std::int32_t half_edge, double b0, double b1, double x, double y, double sigma);
    bool ends(const SearchLimit& limit) const;
    bool work_through_bucket(const Context& context);

    const HalfEdgeMesh& mesh_;
    std::vector<double> distance_, settled_;  // settled_: the distance at which a vertex was last expanded
    std::vector<Split> split_;                // of the half-edge that rays enter through
    std::vector<std::int32_t> touched_, touched_splits_;
    Bucket work_;
    std::vector<Bucket> buckets_;  // a ring over keys: bucket i holds keys near (i + k buckets_.size()) width_
    std::int64_t now_ = 0;         // number of the bucket that is worked on
    std::size_t most_windows_;  // more are not opened, and what they would reach is reached along edges
    std::size_t waiting_ = 0, windows_ = 0, settled_count_ = 0, polled_ = 0;
    double width_ = 1, front_ = 0;
};

}  // namespace orthoscope
