// Data rebuilt from the leading part of a recorded spectrum: what a cut-off leaves. Pure functions for views; nothing is
// computed anew.
//
// Of a matrix of n rows: mean + U_p S_p V_p', with the state's `left`, `values`, `right` and `mean`. Of a shape
// (`ascending`): `right` holds k eigenvectors of its Laplacian (k x n, orthonormal under the mass) and `left` the
// coefficients of the coordinates in them (3 x k), so that the vertices are (left_p right_p)'.
#pragma once

#include "core/recording/state.h"

namespace orthoscope {

// How many directions are at hand; 0 where the state has none, or has no left side.
Index most_directions(const SpectrumState& state);
// Rows first .. first + count - 1 of a matrix from its first p directions (0 <= p <= most_directions), count x D; count
// below 0: all that follow. O(count p D). Of a shape its vertices, n x 3; p = 0 gives the origin.
Matrix rebuilt_rows(const SpectrumState& state, Index p, Index first = 0, Index count = -1);
// Rows given (n x D, as loaded) in the span of the first p right directions: for rows that were streamed, whose left side
// is not kept. Precondition: a matrix, not a shape; `right` is there.
Matrix projected_rows(const SpectrumState& state, const Matrix& rows, Index p);
// One term s_i u_i v_i', count x D. Precondition: 0 <= i < most_directions, of a matrix.
Matrix term_rows(const SpectrumState& state, Index i, Index first = 0, Index count = -1);
// Relative Frobenius error after p directions of a basis (core/spectrum/bases.h: 0 own, 1 random, 2 Hadamard, 3 cosine);
// NaN where the state has no such error. Of a shape the mean position is free, and vertices weigh by their mass.
double error_after(const SpectrumState& state, Index p, Index basis = 0);
// Numbers that a cut keeps over those of the whole: p (n + D), and D for a mean that was taken off, over n D; of a shape
// 3 p over 3 n, its basis not counted.
double kept_share(const SpectrumState& state, Index p);

}  // namespace orthoscope
