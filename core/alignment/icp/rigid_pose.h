// RigidPose: where the source stands, about a pivot that all poses of one run share. d = 2 or 3; det R = +1.
#pragma once

#include <string>

#include "core/alignment/rotation_chart.h"
#include "core/base/types.h"

namespace orthoscope {

// A row of two or three numbers without a heap allocation, for the loops over points.
using SmallRow = Eigen::Matrix<double, 1, Eigen::Dynamic, Eigen::RowMajor, 1, 3>;

// aligned = (x - pivot) R + place.
struct RigidPose {
    Matrix rotation;  // d x d
    RowVector place;

    // Rows that had the pivot subtracted already.
    Matrix apply(const Matrix& centred) const { return (centred * rotation).rowwise() + place; }
};

// The nearest rotation to a product of rotations that rounding has loosened (one Newton step of the polar factor).
Matrix tightened(const Matrix& nearly_orthogonal);
// A turn of row vectors by the vector's length in radians about its direction (3 numbers), or by its one number in
// the plane: x R. Anticlockwise as seen against the axis.
Matrix turn_of(const Eigen::Ref<const Vector>& vector);
// Root mean square distance between the images of a set under both poses, from the set's second moments about the
// pivot (C = mean of (x - pivot)' (x - pivot)); the pivot is the set's mean.
double distance_between(const RigidPose& a, const RigidPose& b, const Matrix& second_moments);

}  // namespace orthoscope
