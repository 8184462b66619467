// The network itself: its product, its flow, its first weights.
#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "core/descent/deep_linear_run.h"
#include "core/descent/mode_curve.h"

namespace orthoscope {
namespace {

// rows x columns with min(rows, columns) singular values 1, in random directions.
Matrix partial_isometry(Index rows, Index columns, Random& random) {
    const Index k = std::min(rows, columns);
    const Matrix a = random_orthogonal(rows, random, false), b = random_orthogonal(columns, random, false);
    return a.leftCols(k) * b.leftCols(k).transpose();
}

}  // namespace

Matrix product_of(const Weights& weights) {
    Matrix out = weights.front();
    for (std::size_t l = 1; l < weights.size(); ++l) out = product(weights[l], out);
    return out;
}

Weights flow_of(const Weights& weights, const Matrix& target) {
    const std::size_t layers = weights.size();
    std::vector<Matrix> below(layers);  // W_{l-1} ... W_1; of the first layer empty, for the identity
    for (std::size_t l = 1; l < layers; ++l) below[l] = l == 1 ? weights[0] : product(weights[l - 1], below[l - 1]);
    const Matrix whole = layers == 1 ? weights[0] : product(weights.back(), below.back());
    Matrix carried = target - whole;  // (W_L ... W_{l+1})' (M - P)
    Weights out(layers);
    for (std::size_t l = layers; l-- > 0;) {
        out[l] = l == 0 ? carried : product_transposed(carried, below[l]);
        if (l > 0) carried = product(weights[l].transpose(), carried);
    }
    return out;
}

double conservation_error(const Weights& now, const Weights& start) {
    const auto balance = [](const Weights& w, std::size_t l) -> Matrix {
        return w[l + 1].transpose() * w[l + 1] - w[l] * w[l].transpose();
    };
    double worst = 0;
    for (std::size_t l = 0; l + 1 < now.size(); ++l) worst = std::max(worst, (balance(now, l) - balance(start, l)).norm());
    return worst;
}

Weights first_weights(NetworkStart kind, const Svd& parts, Index hidden, int layers, double u0, Random& random) {
    const Index m = parts.u.rows(), n = parts.v.rows(), r = parts.sigma.size();
    const double strength = std::pow(u0, 1.0 / layers);
    const Index modes = layers == 1 ? r : std::min(r, hidden);
    // Gaussian: E|P|^2 = m n (product of the hidden widths) sd^(2 L), to equal r u0^2.
    double sd = double(r) * u0 * u0 / double(m * n);
    for (int l = 1; l < layers; ++l) sd /= double(hidden);
    sd = std::pow(sd, 0.5 / layers);
    Weights out;
    Matrix inner = parts.v.leftCols(modes);  // directions of the modes in the layer below
    for (int l = 0; l < layers; ++l) {
        const Index rows = l + 1 == layers ? m : hidden, columns = l == 0 ? n : hidden;
        if (kind == NetworkStart::Gaussian) {
            out.push_back(sd * random.normal(rows, columns));
        } else if (kind == NetworkStart::Orthogonal) {
            out.push_back(strength * partial_isometry(rows, columns, random));
        } else {
            const Matrix outer = l + 1 == layers ? Matrix(parts.u.leftCols(modes)) : Matrix(random_orthogonal(rows, random, false).leftCols(modes));
            out.push_back(strength * outer * inner.transpose());
            inner = outer;
        }
    }
    return out;
}

double default_duration(const Vector& sigma, double u0, int layers) {
    double last = 0;
    for (Index i = 0; i < sigma.size(); ++i)
        if (sigma(i) >= 0.05 * sigma(0)) last = std::max(last, mode_time(0.99, sigma(i), u0, layers));
    return 1.25 * last;
}

}  // namespace orthoscope
