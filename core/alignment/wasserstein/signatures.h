// Signatures: what can be said of a row without knowing how its set is turned, so that rows of two sets can be
// compared before any rotation is known.
//
// Each set is seen in its own principal axes. A row's signature is its energy in overlapping bands of axes, its
// length, its product with vectors that turn with the set (the mean, and means weighted by length and by band
// energy), quadratic forms of third and fourth moments and, in at most eight dimensions, its distances to near and far
// rows; each as normal scores over the set. Which combinations
// last under noise is learnt from the set itself: the signature of the source and that of a copy with noise (and with
// as many rows as the sets differ by left out) are compared by canonical correlation, and a combination of
// correlation r enters the log likelihood ratio of a pair with r / (1 - r^2).
//
// The copy also says how far principal axes blend: a matrix in principal axes is credible near its diagonal only.
// Internal to core/alignment/wasserstein.
#pragma once

#include "core/alignment/wasserstein/search_rows.h"

namespace orthoscope {

struct Signatures {
    PointsMatrix x, y;          // a x f and b x f; x . y is the log likelihood ratio of "these two are one"
    Matrix x_axes, y_axes;      // d x d, columns by falling variance
    Vector x_variance, y_variance;
    double blur = 1;            // how many places axes of like variance blend
    Vector correlations;        // f, of the noisy copy
};

// `noise`: of the copy, in units of the root mean square coordinate; `reach`: rows farther out than so many deviations
// above the median length hardly count in the moments. O((n + m) d (d + 40)).
Result<Signatures> signatures(const SearchRows& rows, double noise, double reach, std::uint64_t seed,
                              const Context& context);

// m in the axes of both sets, entries (i, j) scaled by exp(-(i - j)^2 / (2 blur^2)), back in the rows' coordinates.
Matrix near_diagonal(const Matrix& m, const Signatures& signatures, double blur);

}  // namespace orthoscope
