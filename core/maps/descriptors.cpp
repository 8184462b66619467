#include "core/maps/descriptors.h"

#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// What is summed: for each of `count` energies or times a weight for each eigenvector, of sum 1 (k x count).
// The constant takes part in the heat kernel alone.
struct Filter {
    Signature signature;
    double low, high;  // eigenvalues that bound both spectra

    Matrix weights(const Vector& values, Index k, Index count) const {
        Matrix out(k, count);
        const double steps = double(std::max<Index>(count - 1, 1));
        for (Index j = 0; j < count; ++j) {
            const double share = double(j) / steps;
            for (Index i = 0; i < k; ++i)
                out(i, j) = exponent(std::max(values(i), 0.0), share, double(count));
            // The largest is taken out first: far from the spectrum all would be 0.
            out.col(j) = (out.col(j).array() - out.col(j).maxCoeff()).exp();
            out.col(j) /= out.col(j).sum();
        }
        return out;
    }

    double exponent(double value, double share, double count) const {
        const double from = std::log(low), to = std::log(high);
        if (signature == Signature::Heat)
            return -value * 4 * std::log(10.0) * std::exp(-to + share * (to - from));
        if (value < 0.5 * low) return -1e300;
        // s is 7 steps of the shortened range: s = 7 (to - from - 4 s) / count.
        const double s = std::max(7 * (to - from) / (count + 28), 1e-9);
        const double e = from + 2 * s + share * (to - from - 4 * s), x = (e - std::log(value)) / s;
        return -0.5 * x * x;
    }
};

// Of mean square 1 under the mass; what is 0 throughout stays.
void normalise(Matrix& functions, const Vector& mass) {
    for (Index j = 0; j < functions.cols(); ++j) {
        const double norm = std::sqrt((functions.col(j).array().square() * mass.array()).sum() / mass.sum());
        if (norm > 0) functions.col(j) /= norm;
    }
}

Matrix of_shape(const Eigenbasis& basis, const Filter& filter, Index k, const DescriptorOptions& options,
                const std::vector<Index>& landmarks) {
    const Index marks = Index(landmarks.size()), each = options.landmark_count;
    const Matrix vectors = basis.vectors.leftCols(k);
    Matrix out(vectors.rows(), options.count + marks * each);
    out.leftCols(options.count) =
        product(vectors.cwiseAbs2(), filter.weights(basis.values, k, options.count));
    const Matrix weights = filter.weights(basis.values, k, each);
    for (Index l = 0; l < marks; ++l)
        out.middleCols(options.count + l * each, each) =
            product(vectors, vectors.row(landmarks[std::size_t(l)]).transpose().asDiagonal() * weights);
    normalise(out, basis.mass);
    return out;
}

}  // namespace

Descriptors descriptors(const ShapePair& pair, const DescriptorOptions& options) {
    const Eigenbasis &a = *pair.source_basis, &b = *pair.target_basis;
    const Index k = std::min({a.size(), b.size(), std::max<Index>(options.vectors, 2)});
    // Of several components the first values are 0 as well.
    auto first = [k](const Vector& values) {
        Index i = 1;
        while (i + 1 < k && values(i) < 1e-9 * values(k - 1)) ++i;
        return std::max(values(i), 1e-12);
    };
    const double low = std::sqrt(first(a.values) * first(b.values));
    const double high = std::max(
        std::sqrt(std::max(a.values(k - 1), 1e-12) * std::max(b.values(k - 1), 1e-12)), low * (1 + 1e-9));
    const Filter filter{options.signature, low, high};
    std::vector<Index> left, right;
    for (auto [x, y] : pair.landmarks) left.push_back(x), right.push_back(y);
    return {of_shape(a, filter, k, options, left), of_shape(b, filter, k, options, right), options.count};
}

}  // namespace orthoscope
