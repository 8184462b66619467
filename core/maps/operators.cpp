#include "core/maps/operators.h"

#include <cmath>
#include <variant>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

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

Matrix orientation_operator(const FaceGeometry& faces, const Eigenbasis& basis, const Vector& f, Index k) {
    const Matrix vectors = basis.vectors.leftCols(k);
    const SparseMatrix derivative =
        directional_derivative(faces, vectors.rows(), turned_directions(faces, f));
    // A derivative on the shape scaled to the basis's own area.
    const double scale = std::sqrt(faces.areas.sum() / basis.area);
    const Matrix weighted = scale * (basis.mass.asDiagonal() * vectors), turned = derivative * vectors;
    Matrix out = Matrix::Zero(k, k);
    add_transposed_product(vectors.rows(), k, k, weighted.data(), weighted.rows(), turned.data(),
                           turned.rows(), out);
    return out;
}

Result<OperatorPairs> multiplication_operators(const ShapePair& pair, const Matrix& source_functions,
                                               const Matrix& target_functions, Index k1, Index k2,
                                               const Context& context) {
    OperatorPairs out;
    for (Index j = 0; j < source_functions.cols(); ++j) {
        Matrix x = multiplication_operator(*pair.source_basis, source_functions.col(j), k1);
        if (context.stopped()) return cancelled_error();
        Matrix y = multiplication_operator(*pair.target_basis, target_functions.col(j), k2);
        if (context.stopped()) return cancelled_error();
        balance(x, y);
        out.source.push_back(std::move(x)), out.target.push_back(std::move(y));
    }
    return out;
}

Result<OperatorPairs> orientation_operators(const ShapePair& pair, const Matrix& source_functions,
                                            const Matrix& target_functions, Index k1, Index k2,
                                            const Context& context) {
    OperatorPairs out;
    const Mesh* left = std::get_if<Mesh>(&pair.source->payload);
    const Mesh* right = std::get_if<Mesh>(&pair.target->payload);
    if (!left || !right) return out;
    const FaceGeometry source = face_geometry(*left), target = face_geometry(*right);
    for (Index j = 0; j < source_functions.cols(); ++j) {
        Matrix x = orientation_operator(source, *pair.source_basis, source_functions.col(j), k1);
        if (context.stopped()) return cancelled_error();
        Matrix y = orientation_operator(target, *pair.target_basis, target_functions.col(j), k2);
        if (context.stopped()) return cancelled_error();
        balance(x, y);
        out.source.push_back(std::move(x)), out.target.push_back(std::move(y));
    }
    return out;
}

}  // namespace orthoscope
