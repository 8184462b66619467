#include "core/alignment/icp/rigid_pose.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace orthoscope {

Matrix tightened(const Matrix& r) {
    const Matrix identity = Matrix::Identity(r.rows(), r.cols());
    return r * (1.5 * identity - 0.5 * (r.transpose() * r));
}

Matrix turn_of(const Eigen::Ref<const Vector>& v) {
    if (v.size() == 1) {
        Matrix r(2, 2);
        r << std::cos(v(0)), std::sin(v(0)), -std::sin(v(0)), std::cos(v(0));
        return r;
    }
    const double angle = v.norm();
    if (angle == 0) return Matrix::Identity(3, 3);
    const Eigen::Vector3d axis = v / angle;
    return Eigen::AngleAxisd(angle, axis).toRotationMatrix().transpose();
}

double distance_between(const RigidPose& a, const RigidPose& b, const Matrix& moments) {
    const Matrix difference = a.rotation - b.rotation;
    const double turned = (difference.transpose() * moments * difference).trace();
    return std::sqrt(std::max(0.0, turned) + (a.place - b.place).squaredNorm());
}

}  // namespace orthoscope
