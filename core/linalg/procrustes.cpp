#include "core/linalg/procrustes.h"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/linalg/lapack.h"
#include "core/linalg/least_turn.h"

namespace orthoscope {
namespace {

constexpr Index block_rows = 1024;

Index row_at(std::span<const Index> rows, Index i) {
    return rows.empty() ? i : rows[static_cast<std::size_t>(i)];
}

double determinant_sign(const Matrix& q) { return q.rows() == 0 ? 1 : q.partialPivLu().determinant(); }

// What rounding leaves of a singular value that is zero: rows are known to the digits of their place, not of their spread.
double rounding_of(const Moments& m) {
    const double x = std::sqrt(m.source_square), y = std::sqrt(m.target_square), rows = std::sqrt(m.weight);
    const double far = rows * (m.source_origin.norm() * y + m.target_origin.norm() * x);
    return 8 * std::numeric_limits<double>::epsilon() * (2 * x * y + far);
}

}  // namespace

void gather_rows(const Matrix& from, std::span<const Index> rows, Index first, const RowVector& origin, Index count,
                 Matrix& block) {
    block.resize(count, from.cols());
    for (Index j = 0; j < from.cols(); ++j) {
        const double* column = from.col(j).data();
        double* out = block.col(j).data();
        const double shift = origin(j);
        if (rows.empty())
            for (Index i = 0; i < count; ++i) out[i] = column[first + i] - shift;
        else
            for (Index i = 0; i < count; ++i) out[i] = column[rows[std::size_t(first + i)]] - shift;
    }
}

void weighted_means(const RowPairs& p, RowVector& source, RowVector& target) {
    const Index d = p.source.cols(), n = p.count();
    source = RowVector::Zero(d), target = RowVector::Zero(d);
    double total = 0;
    if (p.source_row.empty() && p.weight.empty() && p.source.rows() == p.target.rows()) {
        if (n == 0) return;
        source = p.source.colwise().mean(), target = p.target.colwise().mean();
        return;
    }
    Vector w(n);
    for (Index i = 0; i < n; ++i) w(i) = p.weight.empty() ? 1 : p.weight[std::size_t(i)];
    total = w.sum();
    if (total <= 0) return;
    for (Index j = 0; j < d; ++j) {
        double sx = 0, sy = 0;
        for (Index i = 0; i < n; ++i)
            sx += w(i) * p.source(row_at(p.source_row, i), j), sy += w(i) * p.target(row_at(p.target_row, i), j);
        source(j) = sx / total, target(j) = sy / total;
    }
}

void add_moments(const RowPairs& p, Index first, Index count, Moments& sum) {
    const Index d = p.source.cols();
    if (p.source_row.empty() && p.weight.empty() && sum.source_origin.isZero(0) && sum.target_origin.isZero(0)) {
        // Nothing to subtract, pick or weigh: the product reads the sets where they lie.
        add_transposed_product(count, d, d, p.source.data() + first, p.source.rows(), p.target.data() + first,
                               p.target.rows(), sum.cross);
        sum.source_square += p.source.middleRows(first, count).squaredNorm();
        sum.target_square += p.target.middleRows(first, count).squaredNorm();
        sum.weight += double(count);
        return;
    }
    Matrix x, y;
    for (Index at = first; at < first + count; at += block_rows) {
        const Index rows = std::min(block_rows, first + count - at);
        gather_rows(p.source, p.source_row, at, sum.source_origin, rows, x);
        gather_rows(p.target, p.target_row, at, sum.target_origin, rows, y);
        Vector w = Vector::Ones(rows);
        if (!p.weight.empty()) w = Eigen::Map<const Vector>(p.weight.data() + at, rows);
        const Vector xx = x.rowwise().squaredNorm(), yy = y.rowwise().squaredNorm();
        sum.source_square += w.dot(xx), sum.target_square += w.dot(yy), sum.weight += w.sum();
        if (!p.weight.empty()) x.array().colwise() *= w.array();
        add_transposed_product(rows, d, d, x.data(), rows, y.data(), rows, sum.cross);
    }
}

Moments moments(const RowPairs& p, const RowVector& source_origin, const RowVector& target_origin,
                const std::function<bool(double, const Moments&)>& after_block) {
    const Index d = p.source.cols(), n = p.count();
    Moments sum{0, Matrix::Zero(d, d), 0, 0, source_origin, target_origin};
    // Eight reports at most: enough to see the matrix grow.
    const Index piece = std::max<Index>(block_rows, (n + 7) / 8);
    for (Index at = 0; at < n; at += piece) {
        const Index count = std::min(piece, n - at);
        add_moments(p, at, count, sum);
        if (after_block && !after_block(double(at + count) / double(n), sum)) break;
    }
    return sum;
}

Matrix ProcrustesFit::apply(const Matrix& x) const {
    Matrix out = product(x.rowwise() - pivot, rotation);
    if (scale != 1) out *= scale;
    return out.rowwise() + place;
}

Result<ProcrustesFit> procrustes(const Moments& m, const ProcrustesRules& rules) {
    auto decomposed = svd(m.cross);
    if (!decomposed) return decomposed.error();
    ProcrustesFit fit;
    const Index d = m.cross.rows();
    fit.rotation = product_transposed(decomposed->u, decomposed->v);
    fit.pivot = m.source_origin, fit.place = m.target_origin;
    bool negative = determinant_sign(fit.rotation) < 0;
    auto free = choose_least_turn(*decomposed, rules.rotation_only, negative && rules.rotation_only, rounding_of(m));
    if (!free) return free.error();
    if (*free > 0) {
        fit.rotation = product_transposed(decomposed->u, decomposed->v);
        negative = determinant_sign(fit.rotation) < 0;
    }
    fit.u = std::move(decomposed->u), fit.v = std::move(decomposed->v), fit.sigma = std::move(decomposed->sigma);
    Vector signs = Vector::Ones(d);
    if (negative && rules.rotation_only) {
        signs(d - 1) = -1;
        fit.rotation -= 2 * fit.u.col(d - 1) * fit.v.col(d - 1).transpose();
        fit.corrected = true;
    }
    fit.reflected = negative && !rules.rotation_only;
    const double trace = fit.sigma.dot(signs);
    if (rules.scale && m.source_square > 0) fit.scale = trace / m.source_square;
    const auto residual = [&](double t) {
        const double s = rules.scale && m.source_square > 0 ? t / m.source_square : 1;
        return s * s * m.source_square - 2 * s * t + m.target_square;
    };
    fit.residual = std::max(0.0, residual(trace));
    if (fit.corrected) fit.reflection_price = residual(trace) - residual(fit.sigma.sum());
    return fit;
}

Result<ProcrustesFit> procrustes(const RowPairs& pairs, const ProcrustesRules& rules) {
    RowVector mx = RowVector::Zero(pairs.source.cols()), my = mx;
    if (rules.centred) weighted_means(pairs, mx, my);
    return procrustes(moments(pairs, mx, my), rules);
}

}  // namespace orthoscope
