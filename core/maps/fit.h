// A functional map from functions that correspond: the C (k2 x k1) that minimises
//
//   w_d |C a - b|^2 / p + w_m sum_j |C X_j - Y_j C|^2 / q + w_l sum_pq M_pq C_pq^2 + w_o sum_j |C G_j - s H_j
//   C|^2 / r
//
// with a, b the coefficients of p descriptors, X, Y their q multiplications, G, H their r orientation
// operators, s = -1 for a mirrored match. Ovsjanikov et al. 2012; Nogneng & Ovsjanikov 2017; Ren et al. 2018
// (M, resolvent: 2019).
#pragma once

#include "core/base/context.h"
#include "core/maps/operators.h"

namespace orthoscope {

enum class LaplacianMask {
    Slanted,    // (l1_q - l2_p)^2 over the square of the largest eigenvalue
    Resolvent,  // u = sqrt(l / l_max): squared differences of u / (u^2 + 1) and of 1 / (u^2 + 1)
};

struct FitWeights {
    double descriptors = 0.1, multiplication = 1, laplacian = 0.1;
    double orientation = 0;  // below 0: of the mirrored match, with the size as weight
    LaplacianMask mask = LaplacianMask::Resolvent;
};

// What enters, for sizes up to k1 and k2; smaller ones take the leading blocks.
struct FitProblem {
    Matrix source_coefficients, target_coefficients;  // k1 x p and k2 x p
    OperatorPairs multiplication, orientation;
    Vector source_values, target_values;  // k1 and k2
};

struct Fit {
    Matrix functional_map;   // k2 x k1; column 0 is (1, 0, ...): the constant goes to the constant
    double energy = 0;       // of the formula above
    double gradient = 0;     // its norm over its norm at the start, C = (1, 0, ...) alone
    int iterations = 0;      // 0: closed form
    bool converged = false;  // gradient below 1e-6
};

// Mask of the first k1 and k2 values, k2 x k1, at most 1.
Matrix laplacian_mask(const Vector& source_values, const Vector& target_values, LaplacianMask mask);

// Descriptors of both shapes made comparable: mean 0 and mean square 1 under the mass, columns that are
// constant on either shape left out.
struct Standard {
    Matrix source, target;
};
Standard standardised(const ShapePair& pair, const Matrix& source_functions, const Matrix& target_functions);

// Everything that the weights ask for (a weight of 0 builds nothing). `operators` columns, spread evenly,
// take part in the multiplications and orientations. Errors: Cancelled.
Result<FitProblem> fit_problem(const ShapePair& pair, const Standard& functions, Index k1, Index k2,
                               Index operators, const FitWeights& weights, const Context& context);

// Closed form, row by row, where only descriptors and Laplacian weigh; else conjugate gradients with the
// diagonal as preconditioner: the energy is quadratic. Equivariant under changes of sign of the eigenvectors.
// Not converging is reported, not an error. Errors: Cancelled. Precondition: 1 <= k1, k2 <= the problem's;
// weights finite, >= 0 but for orientation.
Result<Fit> fit_functional_map(const FitProblem& problem, Index k1, Index k2, const FitWeights& weights,
                               const Context& context);

}  // namespace orthoscope
