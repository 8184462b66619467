// One or several commuting orthogonal maps taken apart into planes, fixed and flipped directions.
//
// A normal matrix has a real Schur form Z' N Z that is block diagonal. Of one map N = A; of several N is a generic
// combination of the A_j and their transposes, whose blocks are common to all (they commute); each angle is then read
// inside its plane.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

struct SplitPlane {
    Vector a, b;          // k, orthonormal: a map acts on rows from the right and turns a towards b
    std::vector<double> angles;  // one a map, in -pi..pi; the first that is not 0 is positive
};

struct Split {
    std::vector<SplitPlane> planes;  // in no particular order
    Matrix lone;                     // k x l, the other directions, orthonormal columns: each is kept or turned over
    Matrix lone_signs;               // l x m, +1 or -1 a map
    Matrix schur;                    // k x k m: Z' A_j Z, map beside map
    Matrix eigenvalues;              // k x 2 m, real and imaginary part, in the order of Z
};

// `actions` is k x k m, orthogonal maps side by side; they should commute. An angle within 1e-7 of 0 or pi under every map
// counts as two lone directions.
Result<Split> split_maps(const Matrix& actions, Index maps, std::uint64_t seed);

// The orthogonal factor U V' of M = U diag(sigma) V', map beside map; `values` receives sigma of the first.
Result<Matrix> polar_factors(const Matrix& moments, Index maps, Vector* values);

}  // namespace orthoscope
