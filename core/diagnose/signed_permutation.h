// Signed permutations: the orthogonal matrices that only reorder and flip axes.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// The signed permutation P that maximises tr(P'M): the linear assignment of |M| (core/assignment, so |M| is taken in
// float32), with the signs of M. M is d x d.
Matrix signed_permutation(const Matrix& m);

}  // namespace orthoscope
