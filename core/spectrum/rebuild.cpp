#include "core/spectrum/rebuild.h"

#include <algorithm>
#include <limits>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

Matrix scaled_left(const SpectrumState& s, Index from, Index p, Index first, Index count) {
    Matrix u = s.left->block(first, from, count, p);
    const Index layer = Index(s.layer);
    for (Index i = 0; i < p; ++i) u.col(i) *= (*s.values)(from + i, layer);
    return u;
}

}  // namespace

Index most_directions(const SpectrumState& s) { return s.left && s.right ? std::min(s.left->cols(), s.right->rows()) : 0; }

Matrix rebuilt_rows(const SpectrumState& s, Index p, Index first, Index count) {
    p = std::clamp<Index>(p, 0, most_directions(s));
    if (s.ascending) {
        if (p == 0) return Matrix::Zero(s.right->cols(), s.left->rows());
        return product(Matrix(s.right->topRows(p).transpose()), Matrix(s.left->leftCols(p).transpose()));
    }
    if (count < 0) count = s.left->rows() - first;
    Matrix out = p ? product(scaled_left(s, 0, p, first, count), Matrix(s.right->topRows(p))) : Matrix(Matrix::Zero(count, s.right->cols()));
    if (s.mean) out.rowwise() += s.mean->row(0);
    return out;
}

Matrix projected_rows(const SpectrumState& s, const Matrix& rows, Index p) {
    const Matrix span = s.right->topRows(std::clamp<Index>(p, 0, s.right->rows()));
    Matrix moved = rows;
    if (s.mean) moved.rowwise() -= s.mean->row(0);
    Matrix out = product(product_transposed(moved, span), span);
    if (s.mean) out.rowwise() += s.mean->row(0);
    return out;
}

Matrix term_rows(const SpectrumState& s, Index i, Index first, Index count) {
    if (count < 0) count = s.left->rows() - first;
    return scaled_left(s, i, 1, first, count) * s.right->row(i);
}

double error_after(const SpectrumState& s, Index p, Index basis) {
    if (!s.errors || p < 0 || p >= s.errors->rows() || basis < 0 || basis >= s.errors->cols()) return std::numeric_limits<double>::quiet_NaN();
    return (*s.errors)(p, basis);
}

double kept_share(const SpectrumState& s, Index p) {
    const Index layer = Index(s.layer);
    const double n = (*s.sizes)(layer, 0), d = (*s.sizes)(layer, 1);
    if (s.ascending) return double(p) / n;
    return (double(p) * (n + d) + (s.mean && !s.mean->isZero(0) ? d : 0)) / (n * d);
}

}  // namespace orthoscope
