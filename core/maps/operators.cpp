#include "core/maps/operators.h"

#include <Eigen/Geometry>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

Eigen::Vector3d corner(const Matrix& vertices, Index v) {
    Eigen::Vector3d out = Eigen::Vector3d::Zero();
    out.head(std::min<Index>(3, vertices.cols())) =
        vertices.row(v).head(std::min<Index>(3, vertices.cols())).transpose();
    return out;
}

// V Phi weighted by the areas: row i is the integral of V phi over vertex i's third of its faces, on the
// shape scaled to `area`, the basis's own.
Matrix turned_derivative(const Dataset& mesh, const Matrix& vectors, const Vector& f, double area) {
    const Triangles& faces = *mesh.triangles();
    const Matrix& x = mesh.values();
    Matrix out = Matrix::Zero(vectors.rows(), vectors.cols());
    const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = vectors;
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> sum = out;
    double whole = 0;
    for (Index t = 0; t < faces.rows(); ++t) {
        const Index v[3] = {faces(t, 0), faces(t, 1), faces(t, 2)};
        const Eigen::Vector3d p[3] = {corner(x, v[0]), corner(x, v[1]), corner(x, v[2])};
        const Eigen::Vector3d normal = (p[1] - p[0]).cross(p[2] - p[0]);
        const double doubled = normal.norm();
        if (!(doubled > 0)) continue;
        whole += doubled / 2;
        // n x e / (2 A): the gradient of a corner's hat function.
        Eigen::Vector3d hat[3];
        Eigen::Vector3d gradient = Eigen::Vector3d::Zero();
        for (int c = 0; c < 3; ++c) {
            hat[c] = normal.cross(p[(c + 2) % 3] - p[(c + 1) % 3]) / (doubled * doubled);
            gradient += f(v[c]) * hat[c];
        }
        const double slope = gradient.norm();
        if (!(slope > 0)) continue;
        const Eigen::Vector3d along = normal.cross(gradient) / (doubled * slope);
        const double share = doubled / 6;
        const Eigen::RowVectorXd value =
            share * (along.dot(hat[0]) * rows.row(v[0]) + along.dot(hat[1]) * rows.row(v[1]) +
                     along.dot(hat[2]) * rows.row(v[2]));
        for (Index i : v) sum.row(i) += value;
    }
    // An integral of a first derivative grows with the length.
    if (whole > 0) sum *= std::sqrt(area / whole);
    return sum;
}

// Both over the root mean square of their Frobenius norms: a term weighs the same whatever function made it.
void balance(Matrix& x, Matrix& y) {
    const double size = std::sqrt(0.5 * (x.squaredNorm() + y.squaredNorm()));
    if (size > 0) x /= size, y /= size;
}

}  // namespace

Matrix multiplication_operator(const Eigenbasis& basis, const Vector& f, Index k) {
    const Matrix vectors = basis.vectors.leftCols(k),
                 weighted = f.cwiseProduct(basis.mass).asDiagonal() * vectors;
    Matrix out = Matrix::Zero(k, k);
    add_transposed_product(vectors.rows(), k, k, vectors.data(), vectors.rows(), weighted.data(),
                           weighted.rows(), out);
    return 0.5 * (out + out.transpose());
}

Matrix orientation_operator(const Dataset& mesh, const Eigenbasis& basis, const Vector& f, Index k) {
    const Matrix vectors = basis.vectors.leftCols(k);
    const Matrix derivative = turned_derivative(mesh, vectors, f, basis.area);
    Matrix out = Matrix::Zero(k, k);
    add_transposed_product(vectors.rows(), k, k, vectors.data(), vectors.rows(), derivative.data(),
                           derivative.rows(), out);
    return out;
}

OperatorPairs multiplication_operators(const ShapePair& pair, const Matrix& source_functions,
                                       const Matrix& target_functions, Index k1, Index k2) {
    OperatorPairs out;
    for (Index j = 0; j < source_functions.cols(); ++j) {
        Matrix x = multiplication_operator(*pair.source_basis, source_functions.col(j), k1);
        Matrix y = multiplication_operator(*pair.target_basis, target_functions.col(j), k2);
        balance(x, y);
        out.source.push_back(std::move(x)), out.target.push_back(std::move(y));
    }
    return out;
}

OperatorPairs orientation_operators(const ShapePair& pair, const Matrix& source_functions,
                                    const Matrix& target_functions, Index k1, Index k2) {
    OperatorPairs out;
    if (!pair.source->triangles() || !pair.target->triangles()) return out;
    for (Index j = 0; j < source_functions.cols(); ++j) {
        Matrix x = orientation_operator(*pair.source, *pair.source_basis, source_functions.col(j), k1);
        Matrix y = orientation_operator(*pair.target, *pair.target_basis, target_functions.col(j), k2);
        balance(x, y);
        out.source.push_back(std::move(x)), out.target.push_back(std::move(y));
    }
    return out;
}

}  // namespace orthoscope
