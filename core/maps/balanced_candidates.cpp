#include "core/maps/balanced_candidates.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/maps/nearest_tree.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

// The nearest points of each query of a group so far, the worst of them first out; of equal ones the lower rows stay.
class Nearest {
  public:
    using Entry = std::pair<float, std::int32_t>;
    Nearest(const NearestTree& tree, std::size_t room) : tree_(tree), room_(room) {
        for (auto& list : found_) list.reserve(room);
    }

    void look(NearestTree::Group& group) {
        const auto& table = tree_.table();
        for (auto& list : found_) list.clear();
        tree_.visit({&group, 1}, [&](Index panel, std::size_t) {
            table.scores(tree_.packed(), tree_.halves(), panel, tree_.columns(), group.packed.data(), score_.data());
            for (Index c = 0; c < group.count; ++c) offer(group, c, panel);
        });
    }
    const std::vector<Entry>& of(Index c) const { return found_[std::size_t(c)]; }

  private:
    void offer(NearestTree::Group& group, Index c, Index panel) {
        auto& list = found_[std::size_t(c)];
        const Index p = tree_.table().panel;
        const float* score = score_.data() + c * p;
        for (Index l = 0; l < p; ++l) {
            const bool full = list.size() == room_;
            if (score[l] == std::numeric_limits<float>::infinity() || (full && score[l] > list.front().first)) continue;
            const Entry entry{score[l], tree_.row(panel, l)};
            if (full && !(entry < list.front())) continue;
            if (full) std::pop_heap(list.begin(), list.end()), list.back() = entry;
            else list.push_back(entry);
            std::push_heap(list.begin(), list.end());
        }
        if (list.size() == room_) group.reach[std::size_t(c)] = NearestTree::reach_of(group, c, list.front().first);
    }

    const NearestTree& tree_;
    std::size_t room_;
    std::array<std::vector<Entry>, NearestTree::most_queries> found_;
    std::array<float, std::size_t(NearestTree::most_queries * NearestTree::most_children)> score_;
};

// Keys of all rows' pairs with their nearest points are written from `out` on; key(query, point).
template <class Key>
Status add_nearest(const Matrix& queries, const Matrix& points, Index room, int threads, const Context& context, std::uint64_t* out,
                   const Key& key) {
    auto tree = NearestTree::of(points, threads, context);
    if (!tree) return tree.error();
    return tree->for_groups(queries, threads, context, [&](std::span<NearestTree::Group> groups) {
        Nearest nearest(*tree, std::size_t(room));
        for (auto& group : groups) {
            nearest.look(group);
            for (Index c = 0; c < group.count; ++c) {
                const auto query = group.row[std::size_t(c)];
                std::uint64_t* place = out + query * room;
                for (auto& entry : nearest.of(c)) *place++ = key(query, entry.second);
            }
        }
    });
}

std::uint64_t pair_key(std::int32_t target, std::int32_t source) { return std::uint64_t(target) << 32 | std::uint32_t(source); }

void index_both(CandidatePairs& pairs) {
    pairs.target_start.assign(std::size_t(pairs.targets + 1), 0);
    pairs.source_start.assign(std::size_t(pairs.sources + 1), 0);
    for (auto i : pairs.target) ++pairs.target_start[std::size_t(i) + 1];
    for (auto j : pairs.source) ++pairs.source_start[std::size_t(j) + 1];
    for (std::size_t i = 1; i < pairs.target_start.size(); ++i) pairs.target_start[i] += pairs.target_start[i - 1];
    for (std::size_t j = 1; j < pairs.source_start.size(); ++j) pairs.source_start[j] += pairs.source_start[j - 1];
    pairs.by_source.resize(pairs.source.size());
    auto at = pairs.source_start;
    for (Index e = 0; e < pairs.size(); ++e) pairs.by_source[std::size_t(at[std::size_t(pairs.source[std::size_t(e)])]++)] = e;
}

void add_costs(const Matrix& source, const Matrix& target, int threads, CandidatePairs& pairs) {
    // One row after the other, so that a distance reads few cache lines.
    const Matrix x = source.transpose(), y = target.transpose();
    pairs.cost.resize(pairs.source.size());
    parallel(pairs.size(), threads, [&](int, Index first, Index end) {
        for (Index e = first; e < end; ++e)
            pairs.cost[std::size_t(e)] =
                (x.col(pairs.source[std::size_t(e)]) - y.col(pairs.target[std::size_t(e)])).squaredNorm();
    });
}

}  // namespace

Result<CandidatePairs> near_pairs(const Matrix& source, const Matrix& target, Index neighbours, int threads,
                                  const Context& context) {
    const Index n = source.rows(), m = target.rows(), d = source.cols();
    if (!source.allFinite() || !target.allFinite())
        return input_error("balanced map", "found coordinates that are not finite; expected finite ones");
    const Index of_target = std::min(neighbours, n), of_source = std::min(neighbours, m);
    const auto room = std::uint64_t(of_target * m + of_source * n);
    if (auto fits = context.fits(std::uint64_t(20 * d * (n + m)) + 60 * room, "balanced map"); !fits) return fits.error();
    // In the order of target, then source; what was found both ways once.
    std::vector<std::uint64_t> keys(room);
    if (auto done = add_nearest(target, source, of_target, threads, context, keys.data(), pair_key); !done) return done.error();
    if (auto done = add_nearest(source, target, of_source, threads, context, keys.data() + of_target * m,
                                [](std::int32_t j, std::int32_t i) { return pair_key(i, j); });
        !done)
        return done.error();
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    CandidatePairs pairs;
    pairs.sources = n, pairs.targets = m;
    for (auto key : keys) {
        pairs.target.push_back(static_cast<std::int32_t>(key >> 32));
        pairs.source.push_back(static_cast<std::int32_t>(key & 0xffffffffu));
    }
    index_both(pairs);
    add_costs(source, target, threads, pairs);
    return pairs;
}

}  // namespace orthoscope
