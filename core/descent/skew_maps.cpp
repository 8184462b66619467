#include "core/descent/skew_maps.h"

#include <Eigen/LU>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {

Matrix skew_exponential(const Matrix& x) {
    const Index n = x.rows();
    // Each row sum bounds the angle; below 1/2 the [6/6] approximant is exact to rounding.
    const double size = x.size() ? x.cwiseAbs().rowwise().sum().maxCoeff() : 0;
    const int halvings = size > 0.5 ? int(std::ceil(std::log2(size / 0.5))) : 0;
    const Matrix scaled = x * std::ldexp(1.0, -halvings);
    // c_j of [6/6]: 12 - j over products, starting from 1.
    Matrix even = Matrix::Identity(n, n), odd = Matrix::Zero(n, n), power = Matrix::Identity(n, n);
    double c = 1;
    for (int j = 1; j <= 6; ++j) {
        c *= double(7 - j) / double(j * (13 - j));
        power = product(power, scaled);
        (j % 2 ? odd : even) += c * power;
    }
    Matrix out = (even - odd).partialPivLu().solve(even + odd);
    for (int i = 0; i < halvings; ++i) out = product(out, out);
    return out;
}

Matrix cayley(const Matrix& x) {
    const Matrix one = Matrix::Identity(x.rows(), x.cols());
    return (one - 0.5 * x).partialPivLu().solve(one + 0.5 * x);
}

Matrix truncated_exponential(const Matrix& x) { return Matrix::Identity(x.rows(), x.cols()) + x + 0.5 * product(x, x); }

double largest_angle(const Matrix& x) {
    if (x.size() == 0) return 0;
    auto parts = symmetric_eigen(product(x.transpose(), x));
    return parts ? std::sqrt(std::max(0.0, parts->values(parts->values.size() - 1))) : 0;
}

}  // namespace orthoscope
