#include "core/rotations/span.h"

#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index svd_limit = 600;

Index above(const Vector& values, double share) {
    Index r = 0;
    while (r < values.size() && values(r) > share * values(0)) ++r;
    return r;
}

Result<FrameSpan> by_svd(const Matrix& y) {
    FrameSpan out;
    auto made = svd(y);
    if (!made) return made.error();
    const Index r = above(made->sigma, 1e-10);
    out.values = made->sigma.head(r), out.directions = made->v.leftCols(r).transpose();
    out.coordinates = made->u.leftCols(r) * out.values.asDiagonal();
    return out;
}

// Of the smaller side; descending.
Result<FrameSpan> by_gram(const Matrix& y) {
    const bool tall = y.rows() >= y.cols();
    const Index n = std::min(y.rows(), y.cols());
    Matrix gram = Matrix::Zero(n, n);
    if (tall) add_transposed_product(y.rows(), n, n, y.data(), y.rows(), y.data(), y.rows(), gram);
    else gram = product_transposed(y, y);
    auto eigen = symmetric_eigen(gram);
    if (!eigen) return eigen.error();
    FrameSpan out;
    const Vector values = eigen->values.reverse().cwiseMax(0).cwiseSqrt();
    const Index r = above(values, 1e-7);
    out.values = values.head(r);
    const Matrix vectors = eigen->vectors.rowwise().reverse().leftCols(r);
    if (tall) {
        out.directions = vectors.transpose(), out.coordinates = product(y, vectors);
    } else {
        // Rows of Y'U / s lose their right angles where s is small: once more orthonormal.
        const Matrix raw = product(y.transpose(), vectors) * out.values.cwiseInverse().asDiagonal();
        auto again = svd(product(raw.transpose(), raw));
        if (!again) return again.error();
        const Matrix root = again->u * again->sigma.cwiseSqrt().cwiseInverse().asDiagonal() * again->u.transpose();
        out.directions = product(raw, root).transpose();
        out.coordinates = product_transposed(y, out.directions);
    }
    return out;
}

}  // namespace

Index kept_by_energy(const Vector& values, double share) {
    const double all = values.squaredNorm();
    double sum = 0;
    for (Index k = 0; k < values.size(); ++k)
        if (sum += values(k) * values(k); sum >= share * all) return k + 1;
    return values.size();
}

Index whole_pairs(const Vector& values, Index k) {
    while (k > 0 && k < values.size() && values(k) > 0.99 * values(k - 1)) ++k;
    return k;
}

Result<FrameSpan> frame_span(const FrameSteps& steps, const Context& context) {
    const auto n = std::uint64_t(steps.count()), d = std::uint64_t(steps.dimension());
    const auto small = std::min(n, d);
    if (auto fits = context.fits(8 * (3 * n * d + 6 * small * small), "the singular values of the frames"); !fits) return fits.error();
    if (context.stopped()) return cancelled_error();
    const Matrix y = steps.frames->rowwise() - steps.mean;
    auto out = Index(small) < svd_limit ? by_svd(y) : by_gram(y);
    if (!out) return out.error();
    out->energy = y.squaredNorm();
    if (context.stopped()) return cancelled_error();
    return out;
}

}  // namespace orthoscope
