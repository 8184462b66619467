// The cost of every rotation, for sets of two or three dimensions whose pairs are known:
//
//   cost(R) = sum_i w_i |s (x_i - pivot) R + place - y_i|^2 / W
//           = (s^2 sum w |x - pivot|^2 + sum w |y - place|^2 - 2 s tr(R' M)) / W,
//   M = sum w (x - pivot)' (y - place),  W = sum w,
//
// so it depends on the pairs through one d x d matrix alone. In unit quaternions tr(R' M) is the quadratic form of
// Davenport (1968) and Horn (1987): it has no valley but the best one.
#pragma once

#include <optional>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/alignment/rotation_chart.h"
#include "core/recording/state.h"

namespace orthoscope {

// A rotation at which the cost is level.
struct CriticalPoint {
    Matrix rotation;
    double cost = 0;
    // Second derivatives of the cost by the angle, for turns after R: about the right singular axis v_k of M in three
    // dimensions, the one turn of the plane in two. An entry near 0: the cost is flat that way.
    Vector curvature;
    int falling = 0;  // negative curvatures: 0 the optimum, all of them the worst, else a saddle
};

struct Landscape {
    Matrix cross;  // M, d x d, d = 2 or 3
    double source_square = 0, target_square = 0, weight = 0;
    double scale = 1;
    RowVector pivot, place;  // d

    Index dimension() const { return cross.rows(); }
    double cost(const Matrix& r) const;  // r orthogonal
    double cost(const Vector& v, bool mirrored) const { return cost(from_chart(v, mirrored)); }

    // By rising cost, from the SVD M = U S V': R = U diag(e) V' with signs e of the right product. The first is the
    // optimum, the last the worst; from the optimum, the others are half turns about the singular axes. Two in two
    // dimensions, four in three. Where singular values tie or vanish there are more, and these are among them.
    std::vector<CriticalPoint> critical_points(bool mirrored) const;

    // tr(R' M) = q' N q for R = exp(v) F and the unit quaternion q = (cos |v|/2, sin(|v|/2) v / |v|). d = 3; 4 x 4,
    // symmetric.
    Matrix quaternion_form(bool mirrored) const;

    // The cost at v = -pi + (2 i + 1) pi / side along each axis, the last axis fastest: side or side^3 numbers, not a
    // number outside the ball.
    Vector grid(Index side, bool mirrored) const;
};

// From the partners that a frame believes in (its coupling, else its matching with confidence, else the pairs of the
// run that fit, as far as they are covered where M is still being gathered), about their weighted means where
// `centred` (every rotation with its best shift), else about the origin. The scale is that of the state. Nothing
// where d is not 2 or 3 or there are no partners. O(n).
std::optional<Landscape> landscape_of(const Pairs& pairs, const AlignmentState& state, bool centred);

}  // namespace orthoscope
