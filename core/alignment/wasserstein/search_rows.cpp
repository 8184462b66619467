#include "core/alignment/wasserstein/search_rows.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/median.h"
#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

std::vector<Index> all_rows(Index n) {
    std::vector<Index> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), Index{0});
    return rows;
}

PointsMatrix picked(const Matrix& from, const std::vector<Index>& rows) {
    PointsMatrix out(Index(rows.size()), from.cols());
    for (Index j = 0; j < from.cols(); ++j)
        for (std::size_t i = 0; i < rows.size(); ++i) out(Index(i), j) = float(from(rows[i], j));
    return out;
}

// Rows of a plan: all, or as many as keep a x b <= most^2 with at least `floor` of the smaller set.
void choose_rows(SearchRows& s, Index most, std::uint64_t seed) {
    const Index n = s.all_x.rows(), m = s.all_y.rows(), floor = std::min(n, std::max<Index>(50, most / 6));
    const double area = double(most) * double(most);
    const Index a = double(n) * double(m) <= area ? n : std::max(floor, Index(area / double(m)));
    const Index b = double(a) * double(m) <= area ? m : std::max<Index>(a, Index(area / double(a)));
    Random random(seed ^ 0x5eed);
    s.x_row = a < n ? random.choose(n, a) : all_rows(n);
    s.y_row = b < m ? random.choose(m, b) : all_rows(m);
    if (a < n || b < m)
        s.notes.push_back("the search took " + std::to_string(a) + " of " + std::to_string(n) + " rows of the " +
                          (s.swapped ? "target" : "source") + " and " + std::to_string(b) + " of " +
                          std::to_string(m) + " of the other set, drawn with the seed; the other rows were matched "
                          "afterwards with their mutually nearest rows");
}

}  // namespace

SearchRows search_rows(std::shared_ptr<const Pairs> pairs, const ProcrustesRules& rules, Index most,
                       std::uint64_t seed) {
    SearchRows s;
    s.rules = rules;
    const Matrix &source = *pairs->source, &target = *pairs->target;
    const Index d = source.cols();
    s.source_mean = s.target_mean = RowVector::Zero(d);
    if (rules.centred) s.source_mean = source.colwise().mean(), s.target_mean = target.colwise().mean();
    s.swapped = source.rows() > target.rows();
    Matrix from = source.rowwise() - s.source_mean, onto = target.rowwise() - s.target_mean;
    // The median row says the size: a few wild rows must not.
    auto median_square = [d](const Matrix& m) { return upper_median(Vector(m.rowwise().squaredNorm())) / double(d); };
    s.unit = std::sqrt((median_square(from) + median_square(onto)) / 2);
    if (!(s.unit > 0) || !std::isfinite(s.unit)) s.unit = 1;
    s.all_x = (s.swapped ? onto : from) / s.unit, s.all_y = (s.swapped ? from : onto) / s.unit;
    s.pairs = std::move(pairs);
    choose_rows(s, most, seed);
    s.x = picked(s.all_x, s.x_row), s.y = picked(s.all_y, s.y_row);
    return s;
}

Result<ProcrustesFit> SearchRows::fit(const Indices& match, double& mean_square) const {
    std::vector<Index> source, target;
    for (std::size_t i = 0; i < x_row.size(); ++i) {
        const auto j = match(Index(i));
        if (j < 0) continue;
        source.push_back(x_row[i]), target.push_back(y_row[std::size_t(j)]);
    }
    if (swapped) std::swap(source, target);
    if (source.empty()) return input_error("matching", "no row found a partner");
    const RowPairs rows{*pairs->source, *pairs->target, source, target, {}};
    auto found = procrustes(rows, rules);
    if (found) mean_square = found->residual / double(source.size());
    return found;
}

PointsMatrix SearchRows::posed(const ProcrustesFit& fit) const {
    const Matrix& from = swapped ? *pairs->target : *pairs->source;
    Matrix rows(Index(x_row.size()), from.cols());
    const RowVector &off = swapped ? fit.place : fit.pivot, &mean = swapped ? source_mean : target_mean;
    for (std::size_t i = 0; i < x_row.size(); ++i) rows.row(Index(i)) = from.row(x_row[i]) - off;
    rows = product(rows, inward(fit.rotation));
    rows.rowwise() += (swapped ? fit.pivot : fit.place) - mean;
    return (rows / unit).cast<float>();
}

ProcrustesFit SearchRows::pose(const Matrix& rotation) const {
    ProcrustesFit fit;
    fit.rotation = outward(rotation), fit.pivot = source_mean, fit.place = target_mean;
    return fit;
}

Indices SearchRows::matching_of_run(const Indices& match) const {
    Indices out = Indices::Constant(pairs->source->rows(), -1);
    for (std::size_t i = 0; i < x_row.size(); ++i) {
        const auto j = match(Index(i));
        if (j < 0) continue;
        if (swapped) out(y_row[std::size_t(j)]) = x_row[i];
        else out(x_row[i]) = y_row[std::size_t(j)];
    }
    return out;
}

Result<Polar> polar(const Matrix& m, bool rotation_only) {
    auto parts = svd(m);
    if (!parts) return parts.error();
    Polar out{product_transposed(parts->u, parts->v), std::move(parts->u), std::move(parts->v), std::move(parts->sigma)};
    if (!rotation_only || out.rotation.determinant() > 0) return out;
    Matrix u = out.u;
    u.col(u.cols() - 1) *= -1;
    out.rotation = product_transposed(u, out.v);
    return out;
}

}  // namespace orthoscope
