// Conventions of the whole program, written once here.
//
//   Rows are samples: n points in d dimensions are an n x d matrix.
//   A rotation R (d x d) acts on the right: aligned = scale X R + t.
//   A functional map C takes coefficients of the source to coefficients of the target.
//   The Laplacian is positive semidefinite.
//   Angles are in radians, times in seconds, unless a name says otherwise (angle_degrees).
//   Results and states are double; files and kernels may be narrower, and then say so.
//   Row indices are 0-based.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace orthoscope {

using Matrix = Eigen::MatrixXd;           // column-major
using Vector = Eigen::VectorXd;           // a column
using RowVector = Eigen::RowVectorXd;     // one sample
using Index = Eigen::Index;
using Indices = Eigen::Matrix<std::int64_t, Eigen::Dynamic, 1>;
using Triangles = Eigen::Matrix<std::int32_t, Eigen::Dynamic, 3>;  // f x 3 vertex numbers

}  // namespace orthoscope
