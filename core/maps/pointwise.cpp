#include "core/maps/pointwise.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/linalg/lapack.h"
#include "core/maps/pointwise_table.h"
#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

constexpr float infinite = std::numeric_limits<float>::infinity();
using Floats = Eigen::MatrixXf;

// Rows moved to the points' mean and scaled to the largest point's length, one a column.
struct Scaled {
    RowVector mean;
    double scale = 1;
    Floats of(const Matrix& rows, Index first, Index count) const {
        return ((rows.middleRows(first, count).rowwise() - mean) * scale).transpose().cast<float>();
    }
};

class Search {
  public:
    Search(const Matrix& queries, const Matrix& points) : queries_(queries), points_(points) {
        space_.mean = points.colwise().mean();
        const double most = std::sqrt((points.rowwise() - space_.mean).rowwise().squaredNorm().maxCoeff());
        space_.scale = most > 0 && std::isfinite(1 / most) ? 1 / most : 1;
        pack();
    }

    Result<Indices> run(int threads, const Context& context) const {
        Indices out(queries_.rows());
        // Pieces of some 20 ms of work, and at least a few a thread.
        const double row_work = double(points_.rows()) * double(points_.cols() + 8);
        const Index piece = std::clamp<Index>(Index(4e8 / row_work), 4, 32) * table_.group;
        if (!in_pieces(queries_.rows(), piece, threads, context,
                       [&](Index a, Index b) { decide(a, b, out); }))
            return cancelled_error();
        return out;
    }

  private:
    void pack() {
        const Index n = points_.rows(), d = points_.cols(), p = table_.panel;
        panels_ = (n + p - 1) / p;
        packed_.assign(static_cast<std::size_t>(panels_ * p * d), 0);
        halves_.assign(static_cast<std::size_t>(panels_ * p), infinite);
        for (Index b = 0; b < panels_; ++b) {
            const Index count = std::min(p, n - b * p);
            const Floats columns = space_.of(points_, b * p, count);  // d x count
            for (Index c = 0; c < count; ++c) {
                for (Index i = 0; i < d; ++i) packed_[std::size_t((b * d + i) * p + c)] = columns(i, c);
                halves_[std::size_t(b * p + c)] = 0.5f * columns.col(c).squaredNorm();
            }
        }
    }

    // Queries first .. last - 1, in groups; each block of panels stays in the second cache while the groups
    // pass.
    void decide(Index first, Index last, Indices& out) const {
        const Index d = points_.cols(), g = table_.group, p = table_.panel,
                    groups = (last - first + g - 1) / g;
        const Index block = std::max<Index>(1, (Index(1) << 17) / (p * std::max<Index>(d, 1)));
        Floats query = Floats::Zero(g, d * groups);  // group t: columns d t ..
        for (Index t = 0; t < groups; ++t) {
            const Index count = std::min(g, last - first - t * g);
            query.block(0, d * t, count, d) = space_.of(queries_, first + t * g, count).transpose();
        }
        const Index lanes = g * p;
        std::vector<float> best(std::size_t(lanes * groups), infinite), second(best);
        std::vector<std::int32_t> at(std::size_t(lanes * groups), 0);
        for (Index b = 0; b < panels_; b += block)
            for (Index t = 0; t < groups; ++t)
                table_.lowest(packed_.data(), halves_.data(), b, std::min(b + block, panels_), d,
                              query.data() + t * g * d, best.data() + t * lanes, second.data() + t * lanes,
                              at.data() + t * lanes);
        for (Index t = 0; t < groups; ++t)
            finish(first + t * g, std::min(g, last - first - t * g), query.data() + t * g * d,
                   {best.data() + t * lanes, second.data() + t * lanes, at.data() + t * lanes}, out);
    }

    struct Lanes {
        const float *best, *second;
        const std::int32_t* at;
    };

    // Takes the lowest of the lanes where the runner-up is further off than rounding reaches.
    void finish(Index first, Index count, const float* query, const Lanes& lanes, Indices& out) const {
        const Index p = table_.panel, g = table_.group;
        std::vector<float> limit(std::size_t(g), -infinite);
        bool open = false;
        for (Index c = 0; c < count; ++c) {
            Index lane = 0;
            for (Index l = 1; l < p; ++l)
                if (lanes.best[c * p + l] < lanes.best[c * p + lane]) lane = l;
            float runner = lanes.second[c * p + lane];
            for (Index l = 0; l < p; ++l)
                if (l != lane) runner = std::min(runner, lanes.best[c * p + l]);
            const float lowest = lanes.best[c * p + lane];
            const float reach = lowest + 2 * rounding(query + c, lowest);
            out(first + c) = Index(lanes.at[c * p + lane]) * p + lane;
            if (!(runner > reach)) limit[std::size_t(c)] = reach, open = true;
        }
        if (open) compare(first, count, query, limit, out);
    }

    // Bound of the error of a score in float32 among the points that can be nearest: no further than 2 |q| +
    // the distance found. Sums of d products: (d + 4) u (|q| |p| + |p|^2 / 2), and the conversion's share.
    float rounding(const float* query, float lowest) const {
        const Index d = points_.cols(), g = table_.group;
        float square = 0;
        for (Index i = 0; i < d; ++i) square += query[i * g] * query[i * g];
        const float q = std::sqrt(square), distance = std::sqrt(std::max(0.0f, square + 2 * lowest));
        const float p = std::min(1.0f, 2 * q + distance + 1e-3f);
        return float(d + 8) * 6e-8f * (q * p + 0.5f * p * p);
    }

    // In double among all points whose score is within the limit; -infinity: that query is settled.
    void compare(Index first, Index count, const float* query, const std::vector<float>& limit,
                 Indices& out) const {
        const Index p = table_.panel, g = table_.group, d = points_.cols();
        std::vector<float> score(std::size_t(g * p));
        Vector best = Vector::Constant(count, std::numeric_limits<double>::infinity());
        for (Index b = 0; b < panels_; ++b) {
            table_.scores(packed_.data(), halves_.data(), b, d, query, score.data());
            for (Index c = 0; c < count; ++c)
                for (Index l = 0; l < p; ++l) {
                    const Index row = b * p + l;
                    if (score[std::size_t(c * p + l)] > limit[std::size_t(c)] || row >= points_.rows())
                        continue;
                    const double square = (queries_.row(first + c) - points_.row(row)).squaredNorm();
                    if (square < best(c)) best(c) = square, out(first + c) = row;
                }
        }
    }

    const Matrix &queries_, &points_;
    const NearestTable& table_ = nearest_table();
    Scaled space_;
    std::vector<float> packed_, halves_;
    Index panels_ = 0;
};

// Where several rows are at the nearest distance, the lowest of them.
Result<Indices> by_tree(const Matrix& queries, const Matrix& points, int threads, const Context& context) {
    const KdTree tree(points);
    auto two = tree.nearest(queries, 2, threads, context);
    if (!two) return two.error();
    Indices out(queries.rows());
    for (Index i = 0; i < queries.rows(); ++i) {
        out(i) = two->row(2 * i);
        if (two->squared(2 * i) < two->squared(2 * i + 1)) continue;
        const RowVector query = queries.row(i);
        for (Index k = 4;; k *= 2) {
            std::vector<std::int64_t> row(static_cast<std::size_t>(k));
            std::vector<double> squared(static_cast<std::size_t>(k));
            const Index found = tree.nearest(query.data(), k, row.data(), squared.data());
            Index same = 0;
            while (same < found && squared[std::size_t(same)] == squared[0]) ++same;
            out(i) = *std::min_element(row.begin(), row.begin() + same);
            if (same < k) break;
        }
    }
    return out;
}

}  // namespace

Result<Indices> nearest_rows(const Matrix& queries, const Matrix& points, int threads,
                             const Context& context) {
    if (queries.rows() == 0) return Indices(0);
    if (points.rows() == 0) return input_error("nearest rows", "there are no rows to search");
    if (points.cols() != queries.cols())
        return input_error("nearest rows", "queries have " + std::to_string(queries.cols()) +
                                               " columns and points " + std::to_string(points.cols()) +
                                               "; expected the same number");
    if (!points.allFinite() || !queries.allFinite())
        return input_error("nearest rows", "there are entries that are not finite");
    if (points.cols() == 0) return Indices(Indices::Zero(queries.rows()));
    const double work = double(points.rows()) * double(queries.rows());
    if (points.cols() <= 4 && points.rows() > 2 && work > 2e8)
        return by_tree(queries, points, threads, context);
    return Search(queries, points).run(threads, context);
}

Result<Indices> map_of(const Matrix& functional_map, const Matrix& source_vectors,
                       const Matrix& target_vectors, int threads, const Context& context) {
    const Index k1 = functional_map.cols(), k2 = functional_map.rows();
    return nearest_rows(target_vectors.leftCols(k2),
                        product_transposed(source_vectors.leftCols(k1), functional_map), threads, context);
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
