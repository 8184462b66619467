#include "core/maps/pointwise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/compute/backend.h"
#include "core/compute/top_rows.h"
#include "core/linalg/lapack.h"
#include "core/maps/nearest_tree.h"

namespace orthoscope {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();

// The nearest point of each query of a group, first in float32, then in double among what rounding leaves open.
class NearestOne {
  public:
    NearestOne(const Matrix& queries, const Matrix& points, const NearestTree& tree)
        : queries_(queries), points_(points), tree_(tree) {}

    void decide(std::span<NearestTree::Group> groups, Indices& out) const {
        std::array<Lanes, NearestTree::most_groups> all;
        std::array<int, NearestTree::most_groups> seen{};
        const auto& table = tree_.table();
        tree_.visit(groups, [&](Index panel, std::size_t k) {
            Lanes& lanes = all[k];
            auto& group = groups[k];
            table.lowest(tree_.packed(), tree_.halves(), panel, panel + 1, tree_.columns(), group.packed.data(),
                         lanes.best.data(), lanes.second.data(), lanes.at.data());
            // The first panels bring it near; later ones seldom.
            if (const int count = seen[k]++; count >= 16 && count % 4 != 0) return;
            for (Index c = 0; c < group.count; ++c)
                group.reach[std::size_t(c)] = tree_.reach_of(group, c, lanes.lowest(c, table.panel));
        });
        for (std::size_t k = 0; k < groups.size(); ++k) {
            for (Index c = 0; c < groups[k].count; ++c)
                groups[k].reach[std::size_t(c)] = tree_.reach_of(groups[k], c, all[k].lowest(c, table.panel));
            if (settle(groups[k], all[k], out)) compare(groups[k], out);
        }
    }

  private:
    struct Lanes {
        static constexpr std::size_t most = std::size_t(NearestTree::most_queries * NearestTree::most_children);
        std::array<float, most> best, second;
        std::array<std::int32_t, most> at{};
        Lanes() { best.fill(infinite), second.fill(infinite); }
        float lowest(Index c, Index p) const {
            return Eigen::Map<const Eigen::ArrayXf>(best.data() + c * p, p).minCoeff();
        }
    };

    // Takes the lowest of the lanes, in double where the lanes' bests are close, and asks no more for that query; where
    // one lane may hide a second point as near, all must be compared again. False: all are settled.
    bool settle(NearestTree::Group& group, const Lanes& lanes, Indices& out) const {
        const Index p = tree_.table().panel;
        bool open = false;
        for (Index c = 0; c < group.count; ++c) {
            const float lowest = lanes.lowest(c, p), limit = lowest + 2 * rounding(group, c, lowest);
            const Index query = group.row[std::size_t(c)];
            std::array<Index, NearestTree::most_children> close;
            std::size_t count = 0;
            bool hidden = false;
            for (Index l = 0; l < p; ++l) {
                if (lanes.best[std::size_t(c * p + l)] > limit) continue;
                close[count++] = tree_.row(lanes.at[std::size_t(c * p + l)], l);
                hidden = hidden || !(lanes.second[std::size_t(c * p + l)] > limit);
            }
            if (hidden || count == 0) {
                open = true;
                continue;
            }
            out(query) = close[0];
            if (count > 1) out(query) = nearest_of(query, close.data(), close.data() + count);
            group.reach[std::size_t(c)] = -1;
        }
        return open;
    }

    Index nearest_of(Index query, Index* first, Index* last) const {
        std::sort(first, last);
        Index out = *first;
        double least = std::numeric_limits<double>::infinity();
        for (auto* row = first; row != last; ++row) {
            const double square = (queries_.row(query) - points_.row(*row)).squaredNorm();
            if (square < least) least = square, out = *row;
        }
        return out;
    }

    // Bound of the error of a score in float32 among the points that can be nearest: no further than 2 |q| + the
    // distance found. Sums of d products: (d + 4) u (|q| |p| + |p|^2 / 2), and the conversion's share.
    float rounding(const NearestTree::Group& group, Index c, float lowest) const {
        const float square = group.square[std::size_t(c)];
        const float q = std::sqrt(square), distance = std::sqrt(std::max(0.0f, square + 2 * lowest));
        const float p = std::min(1.0f, 2 * q + distance + 1e-3f);
        return float(tree_.columns() + 8) * 6e-8f * (q * p + 0.5f * p * p);
    }

    // In double among all points within reach.
    void compare(NearestTree::Group& group, Indices& out) const {
        const auto& table = tree_.table();
        std::array<float, Lanes::most> score;
        std::array<double, NearestTree::most_queries> best;
        best.fill(std::numeric_limits<double>::infinity());
        std::array<float, NearestTree::most_queries> limit;
        for (Index c = 0; c < group.count; ++c) limit[std::size_t(c)] = limit_of(group, c);
        tree_.visit({&group, 1}, [&](Index panel, std::size_t) {
            table.scores(tree_.packed(), tree_.halves(), panel, tree_.columns(), group.packed.data(), score.data());
            for (Index c = 0; c < group.count; ++c)
                for (Index l = 0; l < table.panel; ++l) {
                    const float value = score[std::size_t(c * table.panel + l)];
                    if (value > limit[std::size_t(c)] || value == infinite) continue;
                    const Index row = tree_.row(panel, l), query = group.row[std::size_t(c)];
                    const double square = (queries_.row(query) - points_.row(row)).squaredNorm();
                    double& least = best[std::size_t(c)];
                    if (square < least || (square == least && row < out(query))) least = square, out(query) = row;
                }
        });
    }

    // The score of a point at the edge of reach; -infinity where nothing is asked.
    static float limit_of(const NearestTree::Group& group, Index c) {
        const float reach = group.reach[std::size_t(c)];
        if (reach < 0) return -infinite;
        return 0.5f * (reach * reach - group.square[std::size_t(c)]) + group.slack[std::size_t(c)];
    }

    const Matrix &queries_, &points_;
    const NearestTree& tree_;
};

}  // namespace

Result<Indices> nearest_rows(const Matrix& queries, const Matrix& points, int threads,
                             const Context& context, ComputeBackend* compute) {
    if (queries.rows() == 0) return Indices(0);
    if (compute) {
        auto found = compute->nearest(queries, points, 1, threads, context);
        if (!found) return found.error();
        return std::move(found->row);
    }
    if (auto status = check_rows(queries, points); !status) return status.error();
    if (points.cols() == 0) return Indices(Indices::Zero(queries.rows()));
    auto tree = NearestTree::of(points, threads, context);
    if (!tree) return tree.error();
    const NearestOne nearest(queries, points, *tree);
    Indices out(queries.rows());
    const auto done = tree->for_groups(queries, threads, context, [&](std::span<NearestTree::Group> groups) { nearest.decide(groups, out); });
    if (!done) return done.error();
    return out;
}

Result<Indices> map_of(const Matrix& functional_map, const Matrix& source_vectors,
                       const Matrix& target_vectors, int threads, const Context& context, ComputeBackend* compute) {
    const Index k1 = functional_map.cols(), k2 = functional_map.rows();
    return nearest_rows(target_vectors.leftCols(k2),
                        product_transposed(source_vectors.leftCols(k1), functional_map), threads, context, compute);
}

Matrix functional_map_of(const Indices& map, const Eigenbasis& source, const Eigenbasis& target, Index k1,
                         Index k2) {
    Matrix pulled(map.size(), k1), weighted = target.mass.asDiagonal() * target.vectors.leftCols(k2);
    for (Index y = 0; y < map.size(); ++y)
        if (map(y) < 0)
            pulled.row(y).setZero();
        else
            pulled.row(y) = source.vectors.row(map(y)).head(k1);
    Matrix out = Matrix::Zero(k2, k1);
    add_transposed_product(map.size(), k2, k1, weighted.data(), weighted.rows(), pulled.data(), pulled.rows(),
                           out);
    return out;
}

}  // namespace orthoscope
