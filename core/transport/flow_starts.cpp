#include "core/transport/flow_starts.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// Principal axes as columns, by falling variance, each pointing to the side of its heavier tail.
Result<Matrix> principal_axes(const Matrix& x) {
    const RowVector mean = x.colwise().mean();
    const Matrix centred = x.rowwise() - mean;
    auto eigen = symmetric_eigen(product(centred.transpose(), centred));
    if (!eigen) return eigen.error();
    Matrix axes = eigen->vectors.rowwise().reverse();
    const Matrix along = product(centred, axes);
    for (Index j = 0; j < axes.cols(); ++j)
        if (along.col(j).array().cube().sum() < 0) axes.col(j) *= -1;
    return axes;
}

// Evenly spread over the file, where neighbours often lie together.
Matrix spread_rows(const Matrix& all, Index most) {
    if (all.rows() <= most) return all;
    std::vector<Index> rows;
    for (Index k = 0; k < most; ++k) rows.push_back(k * all.rows() / most);
    return all(rows, Eigen::all);
}

// |R - I|^2 = 4 (1 - cos) for a turn in one plane.
bool near(const Matrix& a, const Matrix& b) {
    return (a - b).squaredNorm() < 0.24;
}

}  // namespace

Result<Matrix> nearest_orthogonal(const Matrix& m, bool rotation_only) {
    auto parts = svd(m);
    if (!parts) return parts.error();
    Matrix r = product_transposed(parts->u, parts->v);
    if (rotation_only && r.determinant() < 0)
        r -= 2 * parts->u.rightCols(1) * parts->v.rightCols(1).transpose();
    return r;
}

Result<std::vector<FlowStart>> flow_starts(const Matrix& source, const Matrix& target, const Matrix& first,
                                           bool rotation_only, Index count, std::uint64_t seed, int threads,
                                           const Context& context) {
    std::vector<FlowStart> chosen;
    if (count <= 0) return chosen;
    auto a = principal_axes(source);
    if (!a) return a.error();
    auto b = principal_axes(target);
    if (!b) return b.error();
    const Index d = source.cols();
    Random random(seed);
    std::vector<FlowStart> pool;
    for (Index k = 0; k < (d <= 4 ? Index(1) << d : 16); ++k) {
        // Bit j of k turns axis j over; in many dimensions the last axes, whose signs are the least certain.
        Matrix axes = *a;
        for (Index j = 0; j < std::min<Index>(d, 4); ++j)
            if (k >> j & 1) axes.col(d - 1 - j) *= -1;
        Matrix r = product_transposed(axes, *b);
        if (rotation_only && r.determinant() < 0) continue;
        pool.push_back({"axes " + std::to_string(pool.size() + 1), std::move(r)});
    }
    for (int k = 0; k < (d <= 64 ? 48 : 4); ++k)
        pool.push_back({"random " + std::to_string(k + 1), random_orthogonal(d, random, rotation_only)});
    const Matrix x = spread_rows(source, 1000), y = spread_rows(target, 1000),
                 t = haar_directions(d, 24, seed + 1);
    std::vector<std::pair<double, std::size_t>> ranked;
    for (std::size_t k = 0; k < pool.size(); ++k) {
        auto value =
            sliced_wasserstein({x}, {y}, t, {.threads = threads, .rotation = &pool[k].rotation}, context);
        if (!value) return value.error();
        ranked.push_back({value->cost, k});
    }
    std::sort(ranked.begin(), ranked.end());
    for (auto& [cost, k] : ranked) {
        if (static_cast<Index>(chosen.size()) == count) break;
        bool known = near(pool[k].rotation, first);
        for (auto& other : chosen) known = known || near(pool[k].rotation, other.rotation);
        if (!known) chosen.push_back(std::move(pool[k]));
    }
    return chosen;
}

}  // namespace orthoscope
