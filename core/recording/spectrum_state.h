// States of spectra: the values of matrices as they are, and values that are driven over steps. Included by state.h.
#pragma once

#include <memory>

#include "core/base/types.h"

namespace orthoscope {

using SharedMatrix = std::shared_ptr<const Matrix>;    // null: not computed yet
using SharedIndices = std::shared_ptr<const Indices>;

// Spectral decay: the values of m matrices ("layers"; mostly one) and what they are held against, as far as they have
// come. A value is a singular value, descending; of a Laplacian an eigenvalue, ascending. r: values of the longest layer;
// below the end of a shorter one stands 0. Curves and directions belong to the layer in front alone: n x D, q = min(n, D).
struct SpectrumState {
    SharedMatrix values;        // r x m
    SharedIndices lengths;      // m: how many values of each layer are its own
    SharedMatrix sizes;         // m x 2, rows and columns of each layer
    SharedMatrix error_bounds;  // r x m, on each value; null: exact to rounding
    bool ascending = false;     // eigenvalues of a Laplacian
    double layer = 0;           // which layer is in front, from 0

    // What the values are held against, in their own unit (singular values, not squares).
    SharedMatrix twin;          // r x m, values of the shuffled twin of each layer
    SharedMatrix edges;         // m x 2, Marchenko-Pastur edge and Gavish-Donoho threshold; 0: void
    SharedMatrix parallel;      // q x 1, 95 % quantile over column-shuffled copies
    SharedMatrix stick;         // q x 1, broken stick
    SharedMatrix weyl;          // q x 1, 4 pi k / area
    SharedMatrix tails;         // m x 4, power law of the squares: alpha, count k, distance D, smallest square; count 0: void
    SharedMatrix twin_tails;    // m x 4, the same of the twins

    // What else the rows say.
    SharedMatrix cosines;       // b x 3: middle of a bin of cosines between rows, share a unit found, share a unit of the null
    SharedMatrix entries;       // b x 3: middle of a bin of absolute entries, density found, density of the Weibull fit
    SharedMatrix spacings;      // s x 2: ln mu and -ln(1 - F) of TwoNN; the slope is the dimension
    SharedMatrix dimensions;    // t x 2: number of neighbours and dimension by maximum likelihood

    // Directions, and what a cut-off leaves.
    SharedMatrix mean;          // 1 x D, taken off before; zeros where the matrix is taken as it is
    SharedMatrix right;         // p x D, right singular vectors, orthonormal rows; of a Laplacian its eigenvectors
    SharedMatrix left;          // n x p, left singular vectors; of a shape 3 x p, its coordinates in `right`
    double cut = 0;             // how many directions are kept (truncation)
    SharedMatrix errors;        // (q + 1) x b: relative Frobenius error after the first 0, 1, ... directions of each basis
};

// Values driven over steps: singular values of a matrix under an iteration or an optimiser, or the modes of a deep linear
// network over time; one lane a scheme. m x n: the matrix, r = min(m, n) or the number of modes.
struct DescentState {
    SharedMatrix matrix;         // m x n, the iterate; null where values alone are followed
    SharedMatrix values;         // r x 1, its singular values in the order of `start_values` (a value is followed, not sorted
                                 // anew, where the scheme keeps singular vectors; else descending); never null
    SharedMatrix start_values;   // r x 1, before the first step
    SharedMatrix target_values;  // r x 1, where the values should end; null: unknown
    SharedMatrix polynomial;     // 1 x 3: a, b, c of the step just done, s -> a s + b s^3 + c s^5
    SharedMatrix update;         // m x n, what the last step added
    SharedMatrix update_values;  // its singular values, one column, descending
    SharedMatrix times;          // T x 1, ascending: steps or seconds of all that `path` and `exact` have
    SharedMatrix path;           // t x r, t <= T: values at the first t times, this frame's last
    SharedMatrix exact;          // T x r, the closed form; null: there is none
    SharedMatrix drift;          // t x 1, how far what the scheme should preserve has moved
    bool diverged = false;       // a value has left every bound; `values` are the last finite ones
};

}  // namespace orthoscope
