#include "core/spectrum/bases.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index haar_limit = 1024;
using std::numbers::pi;

Index power_above(Index d) { return Index(std::bit_ceil(std::uint64_t(std::max<Index>(d, 1)))); }

// In place and natural order, without its scale.
void walsh(double* v, Index n) {
    for (Index half = 1; half < n; half *= 2)
        for (Index at = 0; at < n; at += 2 * half)
            for (Index i = at; i < at + half; ++i) {
                const double a = v[i], b = v[i + half];
                v[i] = a + b, v[i + half] = a - b;
            }
}

// Natural index of the function with s sign changes: the bits of the Gray code of s, reversed.
Index natural_of(Index s, Index n) {
    const auto gray = std::uint64_t(s) ^ (std::uint64_t(s) >> 1);
    Index out = 0;
    for (Index bit = 1, at = n / 2; at > 0; bit *= 2, at /= 2)
        if (gray & std::uint64_t(bit)) out += at;
    return out;
}

Vector column_energies(const Matrix& m) { return m.colwise().squaredNorm().transpose(); }

// Random signs on each place, which turn Hadamard's basis into a random one; the same on every row.
void flip(Matrix& rows, Random& random) {
    for (Index j = 0; j < rows.cols(); ++j)
        if (random.below(2)) rows.col(j) = -rows.col(j);
}

}  // namespace

Matrix cosine_basis(Index d) {
    Matrix out(d, d);
    for (Index k = 0; k < d; ++k)
        for (Index i = 0; i < d; ++i)
            out(i, k) = std::sqrt((k ? 2.0 : 1.0) / double(d)) * std::cos(pi * double(k) * double(2 * i + 1) / double(2 * d));
    return out;
}

Matrix hadamard_coefficients(const Matrix& rows) {
    const Index d = rows.cols(), n = power_above(d);
    Matrix out(rows.rows(), n);
    Vector row(n);
    for (Index i = 0; i < rows.rows(); ++i) {
        row.setZero();
        row.head(d) = rows.row(i).transpose();
        walsh(row.data(), n);
        for (Index s = 0; s < n; ++s) out(i, s) = row(natural_of(s, n)) / std::sqrt(double(n));
    }
    return out;
}

Matrix random_coefficients(const Matrix& rows, std::uint64_t seed) {
    Random random(seed ^ 0x9e3779b9u);
    if (rows.cols() <= haar_limit) return product(rows, random_orthogonal(rows.cols(), random, false));
    Matrix mixed = rows;
    flip(mixed, random);
    const Matrix made = hadamard_coefficients(mixed);
    return made(Eigen::all, random.permutation(made.cols()));
}

Vector errors_in_order(const Vector& energies, Index count) {
    Vector out = Vector::Zero(count + 1);
    // From the end, so that small remainders keep their digits, and in one order, so that nothing kept misses all.
    double all = 0;
    for (Index i = energies.size(); i-- > 0;) all += energies(i);
    if (!(all > 0)) return out;
    double rest = 0;
    Index p = energies.size();
    for (; p > count; --p) rest += energies(p - 1);
    for (;; --p) {
        if (p <= count) out(p) = std::sqrt(rest / all);
        if (p == 0) return out;
        rest += energies(p - 1);
    }
}

Vector errors_by_energy(Vector energies, Index count) {
    std::sort(energies.begin(), energies.end(), std::greater<>());
    return errors_in_order(energies, count);
}

Matrix basis_errors(const Matrix& a, Index count, std::uint64_t seed) {
    Matrix out(count + 1, truncation_bases - 1);
    out.col(0) = errors_by_energy(column_energies(random_coefficients(a, seed)), count);
    out.col(1) = errors_by_energy(column_energies(hadamard_coefficients(a)), count);
    out.col(2) = errors_by_energy(column_energies(product(a, cosine_basis(a.cols()))), count);
    return out;
}

Matrix function_errors(const Matrix& y, Index count, std::uint64_t seed) {
    const Index n = y.rows();
    const double all = y.squaredNorm();
    Matrix rows = y.transpose();
    // What the first `count` leave is the rest of the whole, known without the other coefficients.
    const auto errors = [&](const Vector& first) {
        Vector energies(count + 1);
        energies << first, std::max(0.0, all - first.sum());
        return errors_in_order(energies, count);
    };
    Matrix out(count + 1, truncation_bases - 1);
    out.col(1) = errors(column_energies(hadamard_coefficients(rows)).head(count));
    Vector cosine(count);
    for (Index k = 0; k < count; ++k) {
        Vector wave(n);
        for (Index i = 0; i < n; ++i) wave(i) = std::cos(pi * double(k) * double(2 * i + 1) / double(2 * n));
        cosine(k) = (k ? 2.0 : 1.0) / double(n) * (y.transpose() * wave).squaredNorm();
    }
    out.col(2) = errors(cosine);
    Random random(seed ^ 0x9e3779b9u);
    flip(rows, random);
    const Vector mixed = column_energies(hadamard_coefficients(rows));
    const auto order = random.permutation(mixed.size());
    out.col(0) = errors(Vector(mixed(order)).head(count));
    return out;
}

}  // namespace orthoscope
