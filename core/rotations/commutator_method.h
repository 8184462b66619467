// The method `double-commutator`: rotations that leave a covariance as it is.
//
// Generators G_i (a basis of the antisymmetric matrices) and a covariance C give one generalised symmetric eigenproblem
// M g = mu N g with M_ij = <[C, G_i], [C, G_j]> and N_ij = <G_i, G_j>: mu = 0 exactly where exp(t G) leaves C as it is. In
// the eigenbasis of C it is diagonal: the generator of the plane of eigenvectors i and j has mu = (lambda_i - lambda_j)^2.
#pragma once

#include "core/method/method.h"

namespace orthoscope {

struct CommutatorOptions {
    std::int64_t directions = 48;
    double tolerance = 0.02;

    template <class V>
    void describe(V& v) {
        v.integer("directions", directions, 2, 512, "Leading directions of the covariance that take part.");
        v.number("tolerance", tolerance, 1e-12, 0.5, "", "Two eigenvalues count as equal where their difference is at most this share of their sum.");
    }
};

const MethodInfo& commutator_info();
const Method& commutator_method();

// Eigenvalues of (M, N) for all plane generators of a covariance with these eigenvalues, ascending: k (k - 1) / 2.
Vector commutator_values(const Vector& eigenvalues);

}  // namespace orthoscope
