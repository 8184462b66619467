// The method `planes-of-matrix`: any orthogonal matrix taken apart into planes, and rows turned by it.
#pragma once

#include "core/method/method.h"
#include "core/rotations/split.h"

namespace orthoscope {

struct MatrixPlanesOptions {
    bool nearest = false;

    template <class V>
    void describe(V& v) {
        v.flag("nearest", nearest, "Where the matrix is not orthogonal, take the orthogonal one nearest to it.");
    }
};

const MethodInfo& matrix_planes_info();
const Method& matrix_planes_method();

// |Q'Q - I| (Frobenius) of a square matrix.
double orthogonality_defect(const Matrix& q);

}  // namespace orthoscope
