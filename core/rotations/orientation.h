// Orientations in space and the five coordinate systems of LoopState. R acts on column vectors, v -> R v.
#pragma once

#include <Eigen/Geometry>

#include "core/base/result.h"
#include "core/base/types.h"
#include "core/recording/state.h"

namespace orthoscope {

enum class Coordinates { Euler, Quaternion, AxisAngle, SixD, NineD };
std::string_view name_of(Coordinates system);  // "euler", "quaternion", "axis_angle", "six_d", "nine_d"
std::string_view title_of(Coordinates system);  // "Euler angles", "quaternion", "axis times angle", "six numbers", "nine numbers"

// Euler: R = Rz(a) Ry(b) Rx(c), (a, b, c) with b in -pi/2..pi/2. Quaternion: w x y z with w >= 0. Axis-angle: unit axis times
// an angle in 0..pi. 6-D: first column, then second. 9-D: row by row.
Vector coordinates_of(const Eigen::Matrix3d& r, Coordinates system);
// The orientation that stands for any finite coordinates: Gram-Schmidt for six numbers (Zhou and others 2019), the nearest
// rotation for nine (Levinson and others 2020), a normalised quaternion.
Eigen::Matrix3d orientation_of(const Vector& coordinates, Coordinates system);

// Radians, 0..pi.
double angle_between(const Eigen::Matrix3d& a, const Eigen::Matrix3d& b);

// Rows of 9 (matrices row by row), 4 (quaternions w x y z) or 3 numbers (axis times angle) as rotations. Errors name the
// first row that is none.
Result<Matrix> orientations_from_rows(const Matrix& rows, const std::string& name);
inline Eigen::Matrix3d orientation_at(const Matrix& rows, Index i) {
    return Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(RowVector(rows.row(i)).data());
}

}  // namespace orthoscope
