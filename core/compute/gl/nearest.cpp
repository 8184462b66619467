#include <algorithm>
#include <cmath>
#include <limits>

#include "core/compute/gl/kernels.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();
constexpr Index tile = 64, quarters = 4;

// Points about their mean, the farthest at distance 1: float32 then has the same relative error everywhere.
struct Space {
    RowVector mean;
    double scale = 1;
    explicit Space(const Matrix& points) : mean(points.colwise().mean()) {
        double most = 0;
        for (Index i = 0; i < points.rows(); ++i) most = std::max(most, (points.row(i) - mean).squaredNorm());
        if (const double inverse = 1 / std::sqrt(most); most > 0 && std::isfinite(inverse)) scale = inverse;
    }
    Eigen::MatrixXf operator()(const Eigen::Ref<const Matrix>& rows) const {
        return ((rows.rowwise() - mean) * scale).cast<float>();
    }
};

// How the lists of the shader lie.
struct Plan {
    Index keep = 2, passes = 1, segments = 1, segment_points = tile, block = tile;
    Index lists() const { return segments * quarters; }

    Plan(const GlDevice& device, Index queries, Index points, Index k) {
        keep = k == 1 ? 2 : 4;
        while (keep < std::min<Index>(k + 1, 32)) keep *= 2;
        passes = groups_of(k + 1, keep);
        // A card takes some hundred groups at once.
        const Index groups = groups_of(queries, tile);
        if (!device.context().software()) segments = std::clamp<Index>(512 / groups, 1, 16);
        segment_points = groups_of(groups_of(points, segments), tile) * tile;
        segments = groups_of(points, segment_points);
        const Index most = Index(std::min<std::size_t>(device.largest_buffer(), std::size_t(64) << 20)) / (lists() * keep * 4);
        block = std::clamp<Index>(most / tile, 1, groups) * tile;
    }
};

// What the shader found for a block of queries, pass by pass.
struct Lists {
    std::vector<std::vector<float>> scores;
    std::vector<std::vector<std::int32_t>> rows;
};

class Search {
  public:
    Search(GlDevice& device, const Matrix& queries, const Matrix& points, Index k, int threads, const Context& context)
        : device_(device), queries_(queries), points_(points), context_(context), space_(points),
          plan_(device, queries.rows(), points.rows(), k), threads_(threads) {
        out_.k = k, out_.row.resize(queries.rows() * k), out_.squared.resize(queries.rows() * k);
    }

    Result<Nearest> run() {
        if (auto status = load(); !status) return status.error();
        for (Index first = 0; first < queries_.rows(); first += plan_.block) {
            const Index count = std::min(plan_.block, queries_.rows() - first);
            auto lists = ask(first, count);
            if (!lists) return lists.error();
            decide(first, count, *lists);
        }
        if (auto status = settle_open(); !status) return status.error();
        return std::move(out_);
    }

  private:
    Status load() {
        auto program = device_.program("nearest.comp", {"KEEP " + std::to_string(plan_.keep)});
        if (!program) return program.error();
        program_ = *program;
        const Eigen::MatrixXf points = space_(points_);
        const Eigen::VectorXf halves = 0.5f * points.rowwise().squaredNorm();
        auto right = device_.upload(std::span(points.data(), std::size_t(points.size())), context_);
        if (!right) return right.error();
        auto half = device_.upload(std::span(halves.data(), std::size_t(halves.size())), context_);
        if (!half) return half.error();
        right_ = std::move(*right), halves_ = std::move(*half);
        return success();
    }

    Result<Lists> ask(Index first, Index count) {
        const Eigen::MatrixXf left = space_(queries_.middleRows(first, count));
        squares_ = left.rowwise().squaredNorm();
        const auto lists = std::size_t(count * plan_.lists()), entries = lists * std::size_t(plan_.keep);
        auto own = device_.upload(std::span(left.data(), std::size_t(left.size())), context_);
        if (!own) return own.error();
        GlBuffer buffers[4];
        const std::size_t bytes[4] = {entries * 4, entries * 4, lists * 4, lists * 4};
        for (int b = 0; b < 4; ++b) {
            auto made = device_.buffer(bytes[b], context_);
            if (!made) return made.error();
            buffers[b] = std::move(*made);
        }
        program_.bind({&*own, &right_, &halves_, &buffers[0], &buffers[1], &buffers[2], &buffers[3]})
            .set("left_rows", count).set("right_rows", points_.rows()).set("columns", points_.cols())
            .set("segments", plan_.segments).set("segment_points", plan_.segment_points);
        std::vector<float> floors(lists, -infinite);
        std::vector<std::int32_t> floor_rows(lists, -1);
        const std::vector<float> none(entries, infinite);
        const std::vector<std::int32_t> no_row(entries, -1);
        Lists out;
        for (Index pass = 0; pass < plan_.passes; ++pass) {
            device_.fill(buffers[0], none.data(), bytes[0]), device_.fill(buffers[1], no_row.data(), bytes[1]);
            device_.fill(buffers[2], floors.data(), bytes[2]), device_.fill(buffers[3], floor_rows.data(), bytes[3]);
            if (auto status = sweep(count); !status) return status.error();
            auto scores = device_.read<float>(buffers[0], entries);
            if (!scores) return scores.error();
            auto rows = device_.read<std::int32_t>(buffers[1], entries);
            if (!rows) return rows.error();
            for (std::size_t l = 0; l < lists; ++l) {
                const std::size_t last = (l + 1) * std::size_t(plan_.keep) - 1;
                floors[l] = (*scores)[last], floor_rows[l] = (*rows)[last];
            }
            out.scores.push_back(std::move(*scores)), out.rows.push_back(std::move(*rows));
        }
        return out;
    }

    // All points for all queries of the block, in pieces of tiles.
    Status sweep(Index count) {
        const Index groups = groups_of(count, tile), tiles = plan_.segment_points / tile;
        for (Index group = 0; group < groups;) {
            program_.set("first_query", group * tile);
            const Index unit = pace_.next(double(groups - group) * double(tiles) * double(plan_.segments));
            const Index per_segment = std::max<Index>(1, unit / plan_.segments);
            if (per_segment >= tiles) {
                const Index taken = std::min(groups - group, per_segment / tiles);
                if (auto status = piece(taken, 0, plan_.segment_points); !status) return status;
                group += taken;
                continue;
            }
            for (Index at = 0; at < tiles; at += per_segment)
                if (auto status = piece(1, at * tile, std::min(at + per_segment, tiles) * tile); !status) return status;
            ++group;
        }
        return success();
    }
    Status piece(Index groups, Index first_point, Index last_point) {
        pace_.restart();
        program_.set("first_point", first_point).set("last_point", last_point).dispatch(groups, plan_.segments);
        auto status = device_.settle(context_);
        pace_.done(double(groups * (last_point - first_point) / tile * plan_.segments));
        return status;
    }

    // Bound of the error of a score among points that can be as near as one of this score: they are no further from the
    // mean than 2 |q| + that distance. Sums of d products: (d + 4) u (|q| |p| + |p|^2 / 2), and the conversion's share.
    float rounding(Index query, float score) const {
        const float square = squares_(query), q = std::sqrt(square);
        const float p = std::min(1.0f, 2 * q + std::sqrt(std::max(0.0f, square + 2 * score)) + 1e-3f);
        return float(points_.cols() + 8) * 6e-8f * (q * p + 0.5f * p * p);
    }

    void decide(Index first, Index count, const Lists& lists) {
        std::vector<char> open(std::size_t(count), 0);
        parallel(count, threads_, [&](int, Index from, Index end) {
            std::vector<std::pair<float, std::int32_t>> seen;
            for (Index i = from; i < end; ++i) open[std::size_t(i)] = !decide_one(first, i, lists, seen);
        });
        for (Index i = 0; i < count; ++i)
            if (open[std::size_t(i)]) open_.push_back(first + i);
    }

    // False: the lists may hide one that belongs to the answer.
    bool decide_one(Index first, Index i, const Lists& lists, std::vector<std::pair<float, std::int32_t>>& seen) {
        const Index n = points_.rows(), wanted = std::min(out_.k, n), size = plan_.lists() * plan_.keep;
        seen.clear();
        for (std::size_t pass = 0; pass < lists.scores.size(); ++pass)
            for (Index e = i * size; e < (i + 1) * size; ++e)
                if (lists.rows[pass][std::size_t(e)] >= 0)
                    seen.emplace_back(lists.scores[pass][std::size_t(e)], lists.rows[pass][std::size_t(e)]);
        if (static_cast<Index>(seen.size()) < wanted) return false;
        std::nth_element(seen.begin(), seen.begin() + (wanted - 1), seen.end());
        const float worst = seen[std::size_t(wanted - 1)].first, limit = worst + 2 * rounding(i, worst);
        if (!(limit < infinite)) return false;
        for (Index l = 0; l < plan_.lists(); ++l) {
            const auto last = std::size_t(i * size + (l + 1) * plan_.keep - 1);
            if (lists.rows.back()[last] >= 0 && lists.scores.back()[last] <= limit) return false;
        }
        write(first + i, seen, limit);
        return true;
    }

    void write(Index query, const std::vector<std::pair<float, std::int32_t>>& seen, float limit) {
        std::vector<std::pair<double, std::int64_t>> found;
        for (auto& [score, row] : seen)
            if (score <= limit) found.emplace_back((queries_.row(query) - points_.row(row)).squaredNorm(), row);
        const auto kept = std::min(found.size(), std::size_t(out_.k));
        std::partial_sort(found.begin(), found.begin() + std::ptrdiff_t(kept), found.end());
        for (std::size_t e = 0; e < std::size_t(out_.k); ++e) {
            const Index at = query * out_.k + Index(e);
            out_.row(at) = e < kept ? found[e].second : -1;
            out_.squared(at) = e < kept ? found[e].first : std::numeric_limits<double>::infinity();
        }
    }

    // Many equal or nearly equal points: the reference decides.
    Status settle_open() {
        if (open_.empty()) return success();
        const Matrix some = queries_(open_, Eigen::all);
        auto answer = cpu_backend()->nearest(some, points_, out_.k, threads_, context_);
        if (!answer) return answer.error();
        for (std::size_t i = 0; i < open_.size(); ++i) {
            out_.row.segment(open_[i] * out_.k, out_.k) = answer->row.segment(Index(i) * out_.k, out_.k);
            out_.squared.segment(open_[i] * out_.k, out_.k) = answer->squared.segment(Index(i) * out_.k, out_.k);
        }
        return success();
    }

    GlDevice& device_;
    const Matrix &queries_, &points_;
    const Context& context_;
    Space space_;
    Plan plan_;
    int threads_;
    GlProgram program_;
    GlBuffer right_, halves_;
    Eigen::VectorXf squares_;
    std::vector<Index> open_;
    GlPace pace_{device_, device_.first_tiles(points_.cols())};
    Nearest out_;
};

}  // namespace

Result<Nearest> gl_nearest(GlDevice& device, const Matrix& queries, const Matrix& points, Index k, int threads,
                           const Context& context) {
    if (auto status = device.alive(); !status) return status.error();
    return Search(device, queries, points, k, threads, context).run();
}

}  // namespace orthoscope
