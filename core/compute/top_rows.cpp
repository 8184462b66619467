#include "core/compute/top_rows.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/maps/nearest_tree.h"

namespace orthoscope {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();

struct Seen {
    float score;
    std::int32_t row;
};

// What one query may want: all that float32 cannot exclude, and the k lowest scores, which say how far to look.
struct Wanted {
    std::vector<Seen> close;
    std::vector<float> lowest;  // a heap, the highest of the k on top
};

class TopRows {
  public:
    TopRows(const Matrix& queries, const Matrix& points, const NearestTree& tree, Nearest& out)
        : queries_(queries), points_(points), tree_(tree), out_(out) {}

    void decide(std::span<NearestTree::Group> groups) const {
        const auto& table = tree_.table();
        std::array<float, std::size_t(NearestTree::most_queries * NearestTree::most_children)> score;
        std::array<std::array<Wanted, NearestTree::most_queries>, NearestTree::most_groups> wanted;
        tree_.visit(groups, [&](Index panel, std::size_t k) {
            auto& group = groups[k];
            table.scores(tree_.packed(), tree_.halves(), panel, tree_.columns(), group.packed.data(), score.data());
            for (Index c = 0; c < group.count; ++c)
                for (Index l = 0; l < std::min(table.panel, points_.rows() - panel * table.panel); ++l)
                    look(group, c, {score[std::size_t(c * table.panel + l)], tree_.row(panel, l)}, wanted[k][std::size_t(c)]);
        });
        for (std::size_t k = 0; k < groups.size(); ++k)
            for (Index c = 0; c < groups[k].count; ++c) {
                trim(wanted[k][std::size_t(c)], limit_of(groups[k], c));
                write(groups[k].row[std::size_t(c)], wanted[k][std::size_t(c)].close);
            }
    }

  private:
    // The score of a point at the edge of reach.
    static float limit_of(const NearestTree::Group& group, Index c) {
        const float reach = group.reach[std::size_t(c)];
        return 0.5f * (reach * reach - group.square[std::size_t(c)]) + group.slack[std::size_t(c)];
    }
    static void trim(Wanted& wanted, float limit) {
        std::erase_if(wanted.close, [&](const Seen& s) { return s.score > limit; });
    }

    void look(NearestTree::Group& group, Index c, Seen seen, Wanted& wanted) const {
        if (seen.score > limit_of(group, c)) return;
        wanted.close.push_back(seen);
        auto& heap = wanted.lowest;
        const bool full = static_cast<Index>(heap.size()) == out_.k;
        if (!(seen.score < (full ? heap.front() : infinite))) return;
        if (full) std::pop_heap(heap.begin(), heap.end()), heap.back() = seen.score;
        else heap.push_back(seen.score);
        std::push_heap(heap.begin(), heap.end());
        if (static_cast<Index>(heap.size()) < out_.k) return;
        group.reach[std::size_t(c)] = NearestTree::reach_of(group, c, heap.front());
        if (wanted.close.size() > std::size_t(4 * out_.k + 256)) trim(wanted, limit_of(group, c));
    }

    void write(Index query, const std::vector<Seen>& close) const {
        const Index k = out_.k, n = points_.rows();
        std::vector<std::int64_t> rows;
        for (auto& s : close) rows.push_back(s.row);
        // Queries beyond what float32 holds: all are compared.
        if (static_cast<Index>(rows.size()) < std::min(k, n)) {
            rows.resize(std::size_t(n));
            std::iota(rows.begin(), rows.end(), 0);
        }
        std::vector<std::pair<double, std::int64_t>> found;
        for (auto row : rows) found.emplace_back((queries_.row(query) - points_.row(row)).squaredNorm(), row);
        const auto kept = std::min(found.size(), std::size_t(k));
        std::partial_sort(found.begin(), found.begin() + std::ptrdiff_t(kept), found.end());
        for (std::size_t i = 0; i < std::size_t(k); ++i) {
            const auto at = query * k + Index(i);
            out_.row(at) = i < kept ? found[i].second : -1;
            out_.squared(at) = i < kept ? found[i].first : std::numeric_limits<double>::infinity();
        }
    }

    const Matrix &queries_, &points_;
    const NearestTree& tree_;
    Nearest& out_;
};

}  // namespace

Status check_rows(const Matrix& queries, const Matrix& points) {
    if (queries.rows() > 0 && points.rows() == 0) return input_error("nearest rows", "there are no rows to search");
    if (points.cols() != queries.cols())
        return input_error("nearest rows", "queries have " + std::to_string(queries.cols()) + " columns and points " +
                                               std::to_string(points.cols()) + "; expected the same number");
    if (!points.allFinite() || !queries.allFinite())
        return input_error("nearest rows", "there are entries that are not finite");
    return success();
}

Result<Nearest> top_rows(const Matrix& queries, const Matrix& points, Index k, int threads, const Context& context) {
    if (auto status = check_rows(queries, points); !status) return status.error();
    Nearest out;
    out.k = k, out.row.resize(queries.rows() * k), out.squared.resize(queries.rows() * k);
    if (queries.rows() == 0) return out;
    if (points.cols() == 0) {
        for (Index i = 0; i < out.row.size(); ++i) {
            out.row(i) = i % k < points.rows() ? i % k : -1;
            out.squared(i) = i % k < points.rows() ? 0 : std::numeric_limits<double>::infinity();
        }
        return out;
    }
    auto tree = NearestTree::of(points, threads, context);
    if (!tree) return tree.error();
    const TopRows top(queries, points, *tree, out);
    const auto done = tree->for_groups(queries, threads, context, [&](std::span<NearestTree::Group> groups) { top.decide(groups); });
    if (!done) return done.error();
    return out;
}

}  // namespace orthoscope
