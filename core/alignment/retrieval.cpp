#include "core/alignment/retrieval.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <thread>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index query_block = 512, target_block = 8192;
constexpr std::size_t kept = 16, csls_neighbours = 10;
constexpr float nothing = -std::numeric_limits<float>::infinity();

using Floats = Eigen::MatrixXf;

// The best few scores of one row, kept sorted descending.
struct Best {
    std::array<float, kept> score;
    std::array<Index, kept> row;
    Best() { score.fill(nothing), row.fill(-1); }
    void offer(float s, Index r) {
        if (!(s > score.back())) return;
        std::size_t i = kept - 1;
        for (; i > 0 && score[i - 1] < s; --i) score[i] = score[i - 1], row[i] = row[i - 1];
        score[i] = s, row[i] = r;
    }
    double mean(std::size_t count) const {
        double sum = 0;
        std::size_t n = 0;
        for (; n < count && score[n] > nothing; ++n) sum += double(score[n]);
        return n ? sum / double(n) : 0;
    }
};

struct Search {
    Matrix queries, target;  // normalised for cosine, shifted to the target mean for distance
    Floats queries_f, target_f;
    Eigen::VectorXf query_bias, target_bias;  // score = 2 x y + biases (distance) or x y (cosine)
    float factor = 1;
    double place_rounding = 0;  // of a coordinate (distance)

    double likeness(Index q, Index t) const {
        return factor == 1 ? queries.row(q).dot(target.row(t)) : -(queries.row(q) - target.row(t)).squaredNorm();
    }
    // Differences of likeness to `own` below this are rounding: an error e of place moves a squared distance by 2 r e + e^2.
    double margin(double own) const {
        const double e = place_rounding;
        return factor == 1 ? 1e-13 : 2 * std::sqrt(std::max(0.0, -own)) * e + e * e;
    }
};

Search prepare(const Matrix& queries, const Matrix& target, Likeness likeness) {
    Search s;
    const RowVector mean = target.colwise().mean();
    if (likeness == Likeness::Cosine) {
        s.queries = queries.rowwise().normalized(), s.target = target.rowwise().normalized();
        s.query_bias.setZero(queries.rows()), s.target_bias.setZero(target.rows());
    } else {
        s.queries = queries.rowwise() - mean, s.target = target.rowwise() - mean;
        s.query_bias = -s.queries.rowwise().squaredNorm().cast<float>();
        s.target_bias = -s.target.rowwise().squaredNorm().cast<float>();
        s.factor = 2;
        const double size = std::sqrt(std::max(-double(s.query_bias.minCoeff()), -double(s.target_bias.minCoeff())));
        s.place_rounding = 1e-13 * (size + mean.norm());
    }
    s.queries_f = s.queries.cast<float>(), s.target_f = s.target.cast<float>();
    return s;
}

void in_two(Index count, const std::function<void(Index, Index)>& work) {
    std::jthread other([&] { work(0, count / 2); });
    work(count / 2, count);
}

// Calls visit(q0, t0, scores) for every tile; scores is a block of likeness values.
Status sweep(const Search& s, const Context& context, std::string_view what,
             const std::function<void(Index, Index, const Floats&)>& visit) {
    const Index q = s.queries.rows(), m = s.target.rows();
    for (Index q0 = 0; q0 < q; q0 += query_block) {
        const Index rows = std::min(query_block, q - q0);
        for (Index t0 = 0; t0 < m; t0 += target_block) {
            if (context.stopped()) return cancelled_error();
            const Index columns = std::min(target_block, m - t0);
            Floats scores =
                product_transposed(Floats(s.target_f.middleRows(t0, columns)), Floats(s.queries_f.middleRows(q0, rows)));
            if (s.factor != 1) {
                scores *= s.factor;
                scores.colwise() += s.target_bias.segment(t0, columns);
                scores.rowwise() += s.query_bias.segment(q0, rows).transpose();
            }
            visit(q0, t0, scores);
        }
        context.report(double(q0 + rows) / double(q), what);
    }
    return success();
}

}  // namespace

Result<RetrievalScores> retrieval(const Matrix& queries, const std::vector<Index>& partner, const Matrix& target,
                                  Likeness likeness, bool with_csls, const Context& context) {
    RetrievalScores out;
    const Index q = queries.rows();
    if (q == 0 || target.rows() == 0) return out;
    const Search s = prepare(queries, target, likeness);
    std::vector<Best> best(static_cast<std::size_t>(q));
    std::vector<Best> hubs(with_csls ? static_cast<std::size_t>(target.rows()) : 0);
    auto first = sweep(s, context, "nearest neighbours", [&](Index q0, Index t0, const Floats& scores) {
        in_two(scores.cols(), [&](Index from, Index to) {
            for (Index c = from; c < to; ++c) {
                auto& b = best[std::size_t(q0 + c)];
                for (Index r = 0; r < scores.rows(); ++r) b.offer(scores(r, c), t0 + r);
            }
        });
        if (!with_csls) return;
        in_two(scores.rows(), [&](Index from, Index to) {
            for (Index c = 0; c < scores.cols(); ++c)
                for (Index r = from; r < to; ++r) hubs[std::size_t(t0 + r)].offer(scores(r, c), q0 + c);
        });
    });
    if (!first) return first.error();

    Index top1 = 0, at10 = 0, tied = 0;
    for (Index i = 0; i < q; ++i) {
        const Index own_row = partner[std::size_t(i)];
        const double own = s.likeness(i, own_row), margin = s.margin(own);
        int nearer = 0, as_near = 0;
        for (Index row : best[std::size_t(i)].row) {
            if (row < 0 || row == own_row) continue;
            const double lead = s.likeness(i, row) - own;
            nearer += lead > margin, as_near += std::abs(lead) <= margin;
        }
        top1 += nearer + as_near == 0, at10 += nearer + as_near < 10, tied += as_near > 0;
    }
    out.top1 = double(top1) / double(q), out.recall_at_10 = double(at10) / double(q), out.tied = double(tied) / double(q);
    if (!with_csls) return out;

    Eigen::VectorXf hub(target.rows());
    for (Index t = 0; t < hub.size(); ++t) hub(t) = float(hubs[std::size_t(t)].mean(csls_neighbours));
    struct Two {
        float score[2] = {nothing, nothing};
        Index row[2] = {-1, -1};
        void offer(float value, Index r) {
            if (value > score[0]) score[1] = score[0], row[1] = row[0], score[0] = value, row[0] = r;
            else if (value > score[1]) score[1] = value, row[1] = r;
        }
    };
    std::vector<Two> found(static_cast<std::size_t>(q));
    auto second = sweep(s, context, "CSLS", [&](Index q0, Index t0, const Floats& scores) {
        in_two(scores.cols(), [&](Index from, Index to) {
            for (Index c = from; c < to; ++c)
                for (Index r = 0; r < scores.rows(); ++r) found[std::size_t(q0 + c)].offer(2 * scores(r, c) - hub(t0 + r), t0 + r);
        });
    });
    if (!second) return second.error();
    Index hits = 0;
    for (Index i = 0; i < q; ++i) {
        const Two& two = found[std::size_t(i)];
        if (two.row[0] != partner[std::size_t(i)]) continue;
        const double own = s.likeness(i, two.row[0]);
        // Rows that are equal are equally popular; in single precision they may seem to differ.
        const bool tie = two.row[1] >= 0 && std::abs(s.likeness(i, two.row[1]) - own) <= s.margin(own) &&
                         two.score[0] - two.score[1] <= 1e-5f * std::max(1.0f, std::abs(two.score[0]));
        hits += !tie;
    }
    out.top1_csls = double(hits) / double(q);
    return out;
}

}  // namespace orthoscope
