// Linear operators on the span of the first eigenvectors that a good functional map exchanges: C X_j = Y_j C.
#pragma once

#include <vector>

#include "core/base/context.h"
#include "core/maps/shape_pair.h"
#include "core/shape/gradient.h"

namespace orthoscope {

// X = Phi^+ diag(f) Phi, k x k, symmetric: multiplication by f (Nogneng & Ovsjanikov 2017).
Matrix multiplication_operator(const Eigenbasis& basis, const Vector& f, Index k);

// G = Phi^+ V Phi, k x k, with V g = <n x grad f / |grad f|, grad g> by faces, averaged to the vertices by
// area (Ren, Poulenard, Wonka & Ovsjanikov 2018); about antisymmetric, and of the other sign on a mirrored
// shape. On the shape scaled to the basis's area. The faces must be oriented alike.
Matrix orientation_operator(const FaceGeometry& faces, const Eigenbasis& basis, const Vector& f, Index k);

// Operators of both shapes for columns `use` of the descriptors, each pair over the root mean of their two
// norms. Error: Cancelled, heard between operators.
struct OperatorPairs {
    std::vector<Matrix> source, target;  // k1 x k1 and k2 x k2
};
Result<OperatorPairs> multiplication_operators(const ShapePair& pair, const Matrix& source_functions,
                                               const Matrix& target_functions, Index k1, Index k2,
                                               const Context& context);
// Empty where one of the shapes is no mesh.
Result<OperatorPairs> orientation_operators(const ShapePair& pair, const Matrix& source_functions,
                                            const Matrix& target_functions, Index k1, Index k2,
                                            const Context& context);

}  // namespace orthoscope
