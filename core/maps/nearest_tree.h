// Which points can be near a query: balls of near points, nested, and the products of whatever is left; internal to
// core/maps.
//
// Points lie in panels of near ones, panels in balls, balls in larger balls, each node with as many children as a panel
// has rows, so that one tile of pointwise_table.h gives the distances to all of them. What the triangle inequality puts
// out of reach of a whole group of near queries is not looked at. In spectral embeddings little is in reach; where all
// is, the balls cost one part in `panel`. A few groups that are near each other go down together, so that a panel that several
// of them want comes from memory once.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"
#include "core/maps/pointwise_table.h"

namespace orthoscope {

class NearestTree {
  public:
    static constexpr Index most_queries = 16, most_children = 32, most_groups = 4;

    // Some queries that lie together.
    struct Group {
        std::vector<float> packed;            // d x group, row by row; unused ones are 0
        std::array<std::int32_t, most_queries> row{};
        Index count = 0;
        // Only points within `reach` (a distance, scaled) are asked for: infinity at first, lowered by the caller as it
        // finds; negative for a query that asks no more.
        std::array<float, most_queries> reach{}, square{}, slack{};
    };

    // Columns are best in the order of their weight: the first 32 decide what lies together. Preconditions: finite,
    // n >= 1, d >= 1. Errors: Cancelled.
    static Result<NearestTree> of(const Matrix& points, int threads, const Context& context);

    // work(groups) for all queries (m x d), up to most_groups near groups at a time, on up to `threads` threads. Groups are the
    // same whatever their number. Errors: Cancelled.
    Status for_groups(const Matrix& queries, int threads, const Context& context, const std::function<void(std::span<Group>)>& work) const;

    // leaf(panel, k) for each panel that may hold points in reach of groups[k], near ones first. Precondition: at most
    // most_groups.
    template <class Leaf>
    void visit(std::span<Group> groups, const Leaf& leaf) const {
        descend(levels_.size() - 1, 0, groups, (1u << groups.size()) - 1, leaf);
    }

    // The tile of pointwise_table.h for the points: scores are half the squared distance less half the query's square.
    const NearestTable& table() const { return table_; }
    const float* packed() const { return levels_[0].packed.data(); }
    const float* halves() const { return levels_[0].halves.data(); }
    Index columns() const { return columns_; }
    // The point in a panel's lane; precondition: its score is finite.
    std::int32_t row(Index panel, Index lane) const { return order_[std::size_t(panel * table_.panel + lane)]; }
    // A distance that surely reaches a point of this score, as seen from query c.
    static float reach_of(const Group& group, Index c, float score);

  private:
    struct Level {
        std::vector<float> packed, halves, radius;  // of the points themselves the radius is 0
        Index count = 0;
    };
    struct Scaled {
        RowVector mean;
        double scale = 1;
    };
    NearestTree() : table_(nearest_table()) {}
    void pack_points(const Matrix& points, int threads);
    void add_level(int threads);
    Result<std::vector<std::int32_t>> order_of(const Matrix& rows, Index unit, Index branch, int threads, const Context& context) const;
    std::vector<Group> load(const Matrix& queries, const std::vector<std::int32_t>& order, Index first, Index last) const;

    // Bit k of `asking`: groups[k] has something in reach of this node.
    template <class Leaf>
    void descend(std::size_t level, Index node, std::span<Group> groups, unsigned asking, const Leaf& leaf) const {
        if (level == 0) {
            for (std::size_t k = 0; k < groups.size(); ++k)
                if (asking >> k & 1) leaf(node, k);
            return;
        }
        // Squared distances, less what rounding may do.
        std::array<std::array<float, most_queries * most_children>, most_groups> low;
        std::array<std::pair<float, int>, most_children> near;
        const Level& balls = levels_[level];
        const Index p = table_.panel, first = node * p, held = std::min(p, balls.count - first);
        for (Index l = 0; l < held; ++l) near[std::size_t(l)] = {std::numeric_limits<float>::infinity(), int(l)};
        for (std::size_t k = 0; k < groups.size(); ++k) {
            if (!(asking >> k & 1)) continue;
            const Group& group = groups[k];
            table_.scores(balls.packed.data(), balls.halves.data(), node, columns_, group.packed.data(), low[k].data());
            for (Index c = 0; c < group.count; ++c) {
                const float add = group.square[std::size_t(c)] - 2 * group.slack[std::size_t(c)];
                for (Index l = 0; l < held; ++l) {
                    float& square = low[k][std::size_t(c * p + l)];
                    square = 2 * square + add;
                    near[std::size_t(l)].first = std::min(near[std::size_t(l)].first, square);
                }
            }
        }
        std::sort(near.begin(), near.begin() + held);
        for (Index at = 0; at < held; ++at) {
            const Index l = near[std::size_t(at)].second;
            const float radius = balls.radius[std::size_t(first + l)];
            unsigned open = 0;
            for (std::size_t k = 0; k < groups.size(); ++k) {
                if (!(asking >> k & 1)) continue;
                const Group& group = groups[k];
                for (Index c = 0; c < group.count && !(open >> k & 1); ++c) {
                    const float far = group.reach[std::size_t(c)] + radius;
                    if (group.reach[std::size_t(c)] >= 0 && !(low[k][std::size_t(c * p + l)] > far * far)) open |= 1u << k;
                }
            }
            if (open) descend(level - 1, first + l, groups, open, leaf);
        }
    }

    const NearestTable& table_;
    Scaled space_;
    Index columns_ = 0;
    std::vector<std::int32_t> order_;
    std::vector<Level> levels_;  // the points, then balls of panels, balls of balls ... of one panel
};

}  // namespace orthoscope
