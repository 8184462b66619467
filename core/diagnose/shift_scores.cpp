#include "core/diagnose/shift_scores.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <set>

namespace orthoscope {
namespace {

using Complex = std::complex<double>;

// Cooley and Tukey 1965, in place; the size is a power of two.
void fourier(std::vector<Complex>& a, bool back) {
    const std::size_t n = a.size();
    for (std::size_t i = 1, j = 0; i < n; ++i) {
        std::size_t bit = n >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(a[i], a[j]);
    }
    for (std::size_t half = 1; half < n; half *= 2) {
        const double angle = (back ? 1 : -1) * std::numbers::pi / double(half);
        std::vector<Complex> turn(half);
        for (std::size_t k = 0; k < half; ++k) turn[k] = std::polar(1.0, angle * double(k));
        for (std::size_t at = 0; at < n; at += 2 * half)
            for (std::size_t k = 0; k < half; ++k) {
                const Complex even = a[at + k], odd = a[at + k + half] * turn[k];
                a[at + k] = even + odd, a[at + k + half] = even - odd;
            }
    }
}

// Lengths about the mean and lengths of steps, each without mean and of unit variance.
std::vector<Vector> invariants(const Matrix& values, const std::vector<Index>& rows) {
    const Index n = Index(rows.size());
    RowVector mean = RowVector::Zero(values.cols());
    for (Index row : rows) mean += values.row(row) / double(n);
    std::vector<Vector> out{Vector(n), Vector::Zero(n)};
    for (Index i = 0; i < n; ++i) {
        out[0](i) = (values.row(rows[std::size_t(i)]) - mean).norm();
        if (i + 1 < n) out[1](i) = (values.row(rows[std::size_t(i + 1)]) - values.row(rows[std::size_t(i)])).norm();
    }
    out[1](n - 1) = n > 1 ? out[1].head(n - 1).mean() : 0;
    for (auto& v : out) {
        v.array() -= v.mean();
        const double size = std::sqrt(v.squaredNorm() / double(n));
        if (size > 0) v /= size;
    }
    return out;
}

}  // namespace

Vector cross_correlation(const Vector& a, const Vector& b) {
    const auto n = std::size_t(a.size());
    std::size_t size = 1;
    while (size < 2 * n) size *= 2;
    std::vector<Complex> fa(size), fb(size);
    for (std::size_t i = 0; i < n; ++i) fa[i] = a(Index(i)), fb[i] = b(Index(i));
    fourier(fa, false), fourier(fb, false);
    for (std::size_t i = 0; i < size; ++i) fa[i] = std::conj(fa[i]) * fb[i];
    fourier(fa, true);
    Vector out(2 * Index(n) - 1);
    for (Index k = -(Index(n) - 1); k < Index(n); ++k)
        out(k + Index(n) - 1) = fa[std::size_t((k + Index(size)) % Index(size))].real() / double(size);
    return out;
}

std::vector<Index> likely_shifts(const Pairs& pairs, const FitRows& rows, int most) {
    const Index n = Index(rows.source.size()), near = std::min<Index>(n - 1, most / 4);
    const auto a = invariants(*pairs.source, rows.source), b = invariants(*pairs.target, rows.target);
    Vector score = Vector::Zero(2 * n - 1);
    for (std::size_t k = 0; k < a.size(); ++k) score += cross_correlation(a[k], b[k]);
    std::vector<Index> order;
    for (Index shift = -(n - 1); shift < n; ++shift) {
        const Index overlap = n - std::abs(shift);
        // Correlation times the square root of the overlap: how far it stands out from chance.
        score(shift + n - 1) /= std::sqrt(double(overlap));
        if (shift != 0 && overlap * 4 >= n) order.push_back(shift);
    }
    const auto count = std::min<std::size_t>(order.size(), std::size_t(most));
    std::partial_sort(order.begin(), order.begin() + std::ptrdiff_t(count), order.end(),
                      [&](Index x, Index y) { return score(x + n - 1) > score(y + n - 1); });
    std::set<Index> shifts(order.begin(), order.begin() + std::ptrdiff_t(count));
    for (Index k = 1; k <= near; ++k) shifts.insert({-k, k});
    return {shifts.begin(), shifts.end()};
}

}  // namespace orthoscope
