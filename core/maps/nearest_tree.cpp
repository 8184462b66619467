#include "core/maps/nearest_tree.h"

#include <cmath>

#include "core/maps/near_order.h"
#include "core/neighbours/kd_tree.h"
#include "core/transport/parallel.h"

namespace orthoscope {
namespace {

constexpr Index ordering_columns = 32;
constexpr float infinite = std::numeric_limits<float>::infinity();

}  // namespace

// Scaled points are of length 1 at most. Sums of d products are off by (d + 4) u (|q| |p| + |p|^2 / 2), and the query's
// own square by as much of itself.
float NearestTree::reach_of(const Group& group, Index c, float score) {
    const auto at = std::size_t(c);
    return std::sqrt(std::max(0.0f, 2 * score + group.square[at] + 2 * group.slack[at])) * (1 + 1e-6f) + 1e-6f;
}

Result<std::vector<std::int32_t>> NearestTree::order_of(const Matrix& rows, Index unit, Index branch, int threads,
                                                        const Context& context) const {
    const Index used = std::min(columns_, ordering_columns);
    const Eigen::MatrixXf few =
        ((rows.leftCols(used).rowwise() - space_.mean.head(used)) * space_.scale).transpose().cast<float>();
    return near_order(few, unit, branch, threads, context);
}

Result<NearestTree> NearestTree::of(const Matrix& points, int threads, const Context& context) {
    NearestTree out;
    out.columns_ = points.cols();
    out.space_.mean = points.colwise().mean();
    Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(points.rows());
    for (Index j = 0; j < points.cols(); ++j) squares += (points.col(j).array() - out.space_.mean(j)).square();
    const double most = std::sqrt(squares.maxCoeff());
    out.space_.scale = most > 0 && std::isfinite(1 / most) ? 1 / most : 1;
    auto order = out.order_of(points, out.table_.panel, out.table_.panel, threads, context);
    if (!order) return order.error();
    out.order_ = std::move(*order);
    out.pack_points(points, threads);
    while (out.levels_.back().count > out.table_.panel) out.add_level(threads);
    return out;
}

void NearestTree::pack_points(const Matrix& points, int threads) {
    const Index n = points.rows(), d = columns_, p = table_.panel, panels = (n + p - 1) / p;
    Level& level = levels_.emplace_back();
    level.count = n;
    level.packed.assign(std::size_t(panels * p * d), 0), level.halves.assign(std::size_t(panels * p), infinite);
    parallel(panels, threads, [&](int, Index first, Index last) {
        for (Index i = 0; i < d; ++i)
            for (Index at = first * p; at < std::min(n, last * p); ++at)
                level.packed[std::size_t((at / p * d + i) * p + at % p)] =
                    float((points(order_[std::size_t(at)], i) - space_.mean(i)) * space_.scale);
        for (Index b = first; b < last; ++b) {
            const Eigen::Map<const Eigen::ArrayXXf> inside(level.packed.data() + b * p * d, p, d);
            Eigen::ArrayXf squares = Eigen::ArrayXf::Zero(p);
            for (Index i = 0; i < d; ++i) squares += inside.col(i).square();
            for (Index at = b * p; at < std::min(n, (b + 1) * p); ++at) level.halves[std::size_t(at)] = 0.5f * squares(at % p);
        }
    });
}

// A ball for each panel of the level below: about its mean, as large as needed.
void NearestTree::add_level(int threads) {
    const Index d = columns_, p = table_.panel;
    Level level;
    const Level& below = levels_.back();
    level.count = (below.count + p - 1) / p;
    const Index panels = (level.count + p - 1) / p;
    level.packed.assign(std::size_t(panels * p * d), 0), level.halves.assign(std::size_t(panels * p), infinite);
    level.radius.assign(std::size_t(level.count), 0);
    parallel(level.count, threads, [&](int, Index first, Index last) {
        for (Index node = first; node < last; ++node) {
            const Index held = std::min(p, below.count - node * p);
            const Eigen::Map<const Eigen::MatrixXf> inside(below.packed.data() + node * p * d, p, d);
            const Eigen::RowVectorXf centre = inside.topRows(held).colwise().mean();
            for (Index i = 0; i < d; ++i) level.packed[std::size_t((node / p * d + i) * p + node % p)] = centre(i);
            level.halves[std::size_t(node)] = 0.5f * centre.squaredNorm();
            float radius = 0;
            for (Index l = 0; l < held; ++l) {
                const float own = below.radius.empty() ? 0 : below.radius[std::size_t(node * p + l)];
                radius = std::max(radius, own + (inside.row(l) - centre).norm());
            }
            level.radius[std::size_t(node)] = radius * (1 + 1e-5f) + 1e-6f;
        }
    });
    levels_.push_back(std::move(level));
}

// Column by column: rows in their new order lie far apart, and a column stays in the cache.
std::vector<NearestTree::Group> NearestTree::load(const Matrix& queries, const std::vector<std::int32_t>& order, Index first, Index last) const {
    const Index d = columns_, g = table_.group;
    std::vector<Group> groups(std::size_t((last - first + g - 1) / g));
    std::vector<double> squares(std::size_t(last - first), 0);
    for (auto& group : groups) group.packed.assign(std::size_t(d * g), 0);
    for (Index i = 0; i < d; ++i) {
        const double* column = queries.data() + i * queries.rows();
        const double mean = space_.mean(i);
        for (Index at = first, k = 0; at < last; at += g, ++k) {
            float* to = groups[std::size_t(k)].packed.data() + i * g;
            for (Index c = 0; c < std::min(g, last - at); ++c) {
                to[c] = float((column[order[std::size_t(at + c)]] - mean) * space_.scale);
                squares[std::size_t(at + c - first)] += double(to[c]) * double(to[c]);
            }
        }
    }
    for (Index at = first; at < last; ++at) {
        Group& group = groups[std::size_t((at - first) / g)];
        const auto c = std::size_t(group.count++);
        const double square = squares[std::size_t(at - first)], length = std::sqrt(square);
        group.row[c] = order[std::size_t(at)], group.square[c] = float(square);
        group.slack[c] = float(double(d + 8) * 6e-8 * (square + length + 0.5));
        group.reach[c] = infinite;
    }
    return groups;
}

Status NearestTree::for_groups(const Matrix& queries, int threads, const Context& context,
                               const std::function<void(std::span<Group>)>& work) const {
    const Index m = queries.rows(), d = columns_, g = table_.group;
    auto order = order_of(queries, g, 2, threads, context);
    if (!order) return order.error();
    // Some 20 ms of work where nothing is out of reach.
    const double row_work = double(levels_[0].count) * double(d + 8);
    const Index piece = std::clamp<Index>(Index(4e8 / row_work), g, 32 * g) / g * g;
    const bool heard = in_pieces(m, piece, threads, context, [&](Index first, Index last) {
        auto groups = load(queries, *order, first, last);
        for (std::size_t at = 0; at < groups.size(); at += most_groups)
            work(std::span(groups).subspan(at, std::min<std::size_t>(most_groups, groups.size() - at)));
    });
    if (!heard) return cancelled_error();
    return success();
}

}  // namespace orthoscope
