#include "core/spectrum/dimension.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/linalg/blas_threads.h"
#include "core/linalg/lapack.h"
#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr Index fewest = 25, most_neighbours = 80, most_spacings = 2000, spare = 8;

Matrix sample(const Matrix& rows, const DimensionOptions& o, std::vector<std::string>& notes) {
    if (rows.rows() <= o.most_rows) return rows;
    Random random(o.seed);
    const auto chosen = random.choose(rows.rows(), o.most_rows);
    notes.push_back("intrinsic dimension: " + std::to_string(o.most_rows) + " of " + std::to_string(rows.rows()) +
                    " rows were drawn, so neighbours are farther than among all");
    return rows(chosen, Eigen::all);
}

// One of each set of equal rows, in their order.
Matrix unique_rows(const Matrix& rows, Index& duplicates) {
    std::vector<Index> order(std::size_t(rows.rows()));
    std::iota(order.begin(), order.end(), Index(0));
    const auto compare = [&](Index a, Index b) {
        for (Index j = 0; j < rows.cols(); ++j)
            if (rows(a, j) != rows(b, j)) return rows(a, j) < rows(b, j) ? -1 : 1;
        return 0;
    };
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
        const int c = compare(a, b);
        return c != 0 ? c < 0 : a < b;
    });
    std::vector<Index> kept;
    for (std::size_t i = 0; i < order.size(); ++i)
        if (i == 0 || compare(order[i - 1], order[i]) != 0) kept.push_back(order[i]);
    duplicates = rows.rows() - Index(kept.size());
    std::sort(kept.begin(), kept.end());
    return rows(kept, Eigen::all);
}

// Distances from rows first..last-1 to their k nearest others, ascending, into their columns of `out` (k x n).
void nearest_of(const Matrix& turned, const Vector& lengths, Index first, Index last, Index k, Matrix& out) {
    const Index n = turned.cols(), asked = std::min(k + spare, n - 1);
    Matrix squared(n, last - first);
    multiply(Op::Transposed, Op::Plain, n, last - first, turned.rows(), -2.0, turned.data(), turned.rows(),
             turned.data() + first * turned.rows(), turned.rows(), 0.0, squared.data(), n);
    std::vector<double> ranked(static_cast<std::size_t>(n)), exact;
    for (Index i = first; i < last; ++i) {
        auto column = squared.col(i - first);
        column += lengths;
        column(i) = std::numeric_limits<double>::infinity();
        std::copy(column.begin(), column.end(), ranked.begin());
        std::nth_element(ranked.begin(), ranked.begin() + (asked - 1), ranked.end());
        const double farthest = ranked[std::size_t(asked - 1)];
        exact.clear();
        for (Index j = 0; j < n; ++j)
            if (column(j) <= farthest) exact.push_back((turned.col(j) - turned.col(i)).norm());
        std::sort(exact.begin(), exact.end());
        for (Index j = 0; j < k; ++j) out(j, i) = exact[std::size_t(j)];
    }
}

void fit_two_nn(const Matrix& distances, double discard, IntrinsicDimension& out) {
    const Index n = distances.cols(), kept = std::min(n - 1, Index(std::floor((1 - discard) * double(n))));
    std::vector<double> logs;
    for (Index i = 0; i < n; ++i) logs.push_back(std::log(distances(1, i) / distances(0, i)));
    std::sort(logs.begin(), logs.end());
    double xy = 0, xx = 0;
    Matrix points(kept, 2);
    for (Index i = 0; i < kept; ++i) {
        const double x = logs[std::size_t(i)], y = -std::log1p(-double(i + 1) / double(n));
        points.row(i) << x, y;
        xy += x * y, xx += x * x;
    }
    out.two_nn = xx > 0 ? xy / xx : nothing;
    const Index step = (kept + most_spacings - 1) / most_spacings;
    out.spacings = points(Eigen::seq(0, kept - 1, step), Eigen::all);
    if (!(xx > 0)) out.notes.push_back("intrinsic_dimension_twonn is void: every row is as far from its second neighbour as from its first");
}

double by_likelihood(const Matrix& distances, Index k) {
    double sum = 0;
    for (Index i = 0; i < distances.cols(); ++i)
        for (Index j = 0; j + 1 < k; ++j) sum += std::log(distances(k - 1, i) / distances(j, i));
    return sum > 0 ? double(distances.cols()) * double(k - 1) / sum : nothing;
}

void fit_likelihood(const Matrix& distances, Index asked, IntrinsicDimension& out) {
    std::vector<Index> counts{3, 5, 7, 10, 14, 20, 28, 40, 56, 80, asked};
    std::sort(counts.begin(), counts.end());
    counts.erase(std::unique(counts.begin(), counts.end()), counts.end());
    std::vector<std::pair<double, double>> found;
    for (Index k : counts)
        if (k <= distances.rows())
            if (const double d = by_likelihood(distances, k); std::isfinite(d)) found.emplace_back(double(k), d);
    out.by_neighbours = Matrix(Index(found.size()), 2);
    for (std::size_t i = 0; i < found.size(); ++i) out.by_neighbours.row(Index(i)) << found[i].first, found[i].second;
    out.mle = asked <= distances.rows() ? by_likelihood(distances, asked) : nothing;
    if (std::isnan(out.mle))
        out.notes.push_back("intrinsic_dimension_mle is void: " + (asked > distances.rows() ? "there are no " + std::to_string(asked) + " neighbours"
                                                                                          : std::string("all neighbours are equally far")));
}

}  // namespace

Result<IntrinsicDimension> intrinsic_dimension(const Matrix& rows, const DimensionOptions& o, const Context& context) {
    IntrinsicDimension out;
    out.two_nn = out.mle = nothing, out.spacings = out.by_neighbours = Matrix(0, 2);
    Matrix points = unique_rows(sample(rows, o, out.notes), out.duplicates);
    const Index n = points.rows();
    out.used = n;
    if (out.duplicates > 0)
        out.notes.push_back("intrinsic dimension: " + counted(std::uint64_t(out.duplicates), "row") + " equal" +
                            (out.duplicates == 1 ? "s" : "") + " another and took no part");
    if (n < fewest) {
        out.notes.push_back("intrinsic_dimension_twonn and intrinsic_dimension_mle are void: of " + std::to_string(n) +
                            " different rows, fewer than " + std::to_string(fewest));
        return out;
    }
    points.rowwise() -= RowVector(points.colwise().mean());
    const Matrix turned = points.transpose();
    const Vector lengths = turned.colwise().squaredNorm().transpose();
    const Index k = std::min(n - 1, std::max(most_neighbours, o.neighbours));
    Matrix distances(k, n);
    const BlasThreads alone(1);
    context.report(-1, "nearest rows");
    if (!in_pieces(n, 64, o.threads, context, [&](Index first, Index last) { nearest_of(turned, lengths, first, last, k, distances); }))
        return cancelled_error();
    // Rows that differ by less than rounding.
    for (Index i = 0; i < n; ++i)
        if (!(distances(0, i) > 0)) distances.col(i) = distances.col(i).cwiseMax(std::numeric_limits<double>::min());
    fit_two_nn(distances, o.discard, out);
    fit_likelihood(distances, o.neighbours, out);
    // Rows all about equally far from each other, as random ones in many dimensions are.
    for (auto& [name, value] : {std::pair{"intrinsic_dimension_twonn", &out.two_nn}, {"intrinsic_dimension_mle", &out.mle}}) {
        if (!(*value > double(rows.cols()))) continue;
        out.notes.push_back(std::string(name) + " is void: it comes to " + brief(*value) + ", more than there are columns");
        *value = nothing;
    }
    return out;
}

}  // namespace orthoscope
