// The rotations of two or three dimensions as points: SO(3) as the ball of rotation vectors of radius pi, SO(2) as
// the angles from -pi to pi. Opposite points of the boundary are one rotation.
//
// A rotation vector v of three numbers turns rows about v / |v| by |v|, counterclockwise as seen from its tip:
// x exp(v) with exp(v) = (exp [v]_x)', as rotations act on rows from the right. A rotation vector of one number is an
// angle in the plane: (1, 0) exp(a) = (cos a, sin a).
//
// Mirrored matrices (det = -1) make up a second ball: R = exp(v) F with F = -I in three dimensions and
// F = diag(1, -1) in two.
#pragma once

#include <functional>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// 3 x 3 or 2 x 2, by Rodrigues' formula; any length of v.
Matrix exp_rotation(const Vector& v);
// The v with exp(v) = R and |v| <= pi; of the two at |v| = pi either. Precondition: R orthogonal with det R = +1 to
// about 1e-6. Exact to rounding near 0 and near pi (by the quaternion of Shepperd 1978).
Vector log_rotation(const Matrix& r);

// F of d dimensions where `mirrored`, else the identity.
Matrix sheet_factor(Index d, bool mirrored);
// det R < 0.
bool is_mirrored(const Matrix& r);
// The place of an orthogonal R in the ball of its determinant; of a matrix that is not orthogonal, the place of the
// nearest one that is (its polar factor).
Vector chart(const Matrix& r);
Matrix from_chart(const Vector& v, bool mirrored);

// A path of rotations through its ball, as polylines: broken where the path passes a half turn, with the two
// ends of the break exactly on the boundary, opposite each other; and where the determinant changes.
// `rotation_at(t)` for t in 0..1 is continuous but for such a change; consecutive points of `steps` + 1 samples must
// lie less than a right angle apart.
using ChartLine = std::vector<Vector>;
std::vector<ChartLine> chart_path(const std::function<Matrix(double)>& rotation_at, int steps);

// The rotation angle between two orthogonal matrices of equal determinant, 0..pi.
double chart_angle(const Matrix& a, const Matrix& b);

}  // namespace orthoscope
