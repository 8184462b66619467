#include "core/maps/balanced_candidates.h"

#include <algorithm>
#include <limits>

#include "core/linalg/lapack.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

// The nearest rows of one query so far, the worst of them first out.
class Heaps {
  public:
    Heaps(Index queries, Index room)
        : room_(room),
          found_(static_cast<std::size_t>(queries), 0),
          worst_(static_cast<std::size_t>(queries), std::numeric_limits<float>::infinity()),
          entries_(static_cast<std::size_t>(queries * room)) {}

    void offer(Index query, float distance, std::int32_t row) {
        if (distance < worst_[std::size_t(query)]) push(query, {distance, row});
    }
    Index count(Index query) const { return found_[std::size_t(query)]; }
    std::int32_t row(Index query, Index place) const {
        return entries_[std::size_t(query * room_ + place)].second;
    }

  private:
    using Entry = std::pair<float, std::int32_t>;
    void push(Index query, Entry entry) {
        auto& found = found_[std::size_t(query)];
        Entry* first = entries_.data() + query * room_;
        if (found == room_) std::pop_heap(first, first + room_), first[room_ - 1] = entry;
        else first[found++] = entry;
        std::push_heap(first, first + found);
        if (found == room_) worst_[std::size_t(query)] = first->first;
    }
    Index room_;
    std::vector<Index> found_;
    std::vector<float> worst_;
    std::vector<Entry> entries_;
};

// Pairs in the order of target, then source; doubles once.
std::vector<std::uint64_t> both_ways(const Heaps& of_targets, Index m, const Heaps& of_sources, Index n) {
    std::vector<std::uint64_t> keys;
    for (Index i = 0; i < m; ++i)
        for (Index q = 0; q < of_targets.count(i); ++q)
            keys.push_back(std::uint64_t(i) << 32 | std::uint32_t(of_targets.row(i, q)));
    for (Index j = 0; j < n; ++j)
        for (Index q = 0; q < of_sources.count(j); ++q)
            keys.push_back(std::uint64_t(of_sources.row(j, q)) << 32 | std::uint32_t(j));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

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
    const Index block = std::clamp<Index>((Index(64) << 20) / (4 * n), 16, 512);
    if (auto fits = context.fits(std::uint64_t(4 * d * (n + m) + 4 * n * block + 80 * neighbours * (n + m)), "balanced map"); !fits)
        return fits.error();
    const Eigen::MatrixXf x = source.cast<float>(), y = target.cast<float>();
    const Eigen::VectorXf xx = x.rowwise().squaredNorm(), yy = y.rowwise().squaredNorm();
    Heaps targets(m, of_target), sources(n, of_source);
    for (Index first = 0; first < m; first += block) {
        if (context.stopped()) return cancelled_error();
        context.report(double(first) / double(m), "candidates");
        const Index count = std::min(block, m - first);
        const Eigen::MatrixXf products = product_transposed(x, Eigen::MatrixXf(y.middleRows(first, count)));
        parallel(count, threads, [&](int, Index from, Index end) {
            for (Index i = from; i < end; ++i)
                for (Index j = 0; j < n; ++j)
                    targets.offer(first + i, xx(j) - 2 * products(j, i), static_cast<std::int32_t>(j));
        });
        parallel(n, threads, [&](int, Index from, Index end) {
            for (Index i = 0; i < count; ++i)
                for (Index j = from; j < end; ++j)
                    sources.offer(j, yy(first + i) - 2 * products(j, i), static_cast<std::int32_t>(first + i));
        });
    }
    CandidatePairs pairs;
    pairs.sources = n, pairs.targets = m;
    for (auto key : both_ways(targets, m, sources, n)) {
        pairs.target.push_back(static_cast<std::int32_t>(key >> 32));
        pairs.source.push_back(static_cast<std::int32_t>(key & 0xffffffffu));
    }
    index_both(pairs);
    add_costs(source, target, threads, pairs);
    return pairs;
}

}  // namespace orthoscope
