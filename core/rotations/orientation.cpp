#include "core/rotations/orientation.h"

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace orthoscope {
namespace {

constexpr std::string_view names[] = {"euler", "quaternion", "axis_angle", "six_d", "nine_d"};

Eigen::Matrix3d nearest_rotation(const Eigen::Matrix3d& m) {
    const Eigen::JacobiSVD<Eigen::Matrix3d> svd(m, Eigen::ComputeFullU | Eigen::ComputeFullV);
    Eigen::Matrix3d u = svd.matrixU();
    if ((u * svd.matrixV().transpose()).determinant() < 0) u.col(2) *= -1;
    return u * svd.matrixV().transpose();
}

Eigen::Matrix3d by_gram_schmidt(const Vector& c) {
    Eigen::Vector3d a = c.head(3), b = c.tail(3);
    if (a.norm() > 0) a.normalize();
    else a = Eigen::Vector3d::UnitX();
    b -= a.dot(b) * a;
    if (b.norm() > 1e-300) b.normalize();
    else b = a.unitOrthogonal();
    Eigen::Matrix3d r;
    r << a, b, a.cross(b);
    return r;
}

}  // namespace

std::string_view name_of(Coordinates system) { return names[static_cast<std::size_t>(system)]; }

Vector coordinates_of(const Eigen::Matrix3d& r, Coordinates system) {
    switch (system) {
        case Coordinates::Euler: {
            const double b = std::asin(std::clamp(-r(2, 0), -1.0, 1.0));
            return Eigen::Vector3d(std::atan2(r(1, 0), r(0, 0)), b, std::atan2(r(2, 1), r(2, 2)));
        }
        case Coordinates::Quaternion: {
            Eigen::Quaterniond q(r);
            if (q.w() < 0) q.coeffs() *= -1;
            return Eigen::Vector4d(q.w(), q.x(), q.y(), q.z());
        }
        case Coordinates::AxisAngle: {
            const Eigen::AngleAxisd turn(r);
            return Eigen::Vector3d(turn.angle() * turn.axis());
        }
        case Coordinates::SixD: {
            Vector out(6);
            out << r.col(0), r.col(1);
            return out;
        }
        default: {
            Vector out(9);
            out << r.row(0).transpose(), r.row(1).transpose(), r.row(2).transpose();
            return out;
        }
    }
}

std::string_view title_of(Coordinates system) {
    static constexpr std::string_view titles[] = {"Euler angles", "quaternion", "axis times angle", "six numbers", "nine numbers"};
    return titles[static_cast<int>(system)];
}

Eigen::Matrix3d orientation_of(const Vector& c, Coordinates system) {
    using Eigen::AngleAxisd, Eigen::Vector3d;
    switch (system) {
        case Coordinates::Euler:
            return (AngleAxisd(c(0), Vector3d::UnitZ()) * AngleAxisd(c(1), Vector3d::UnitY()) * AngleAxisd(c(2), Vector3d::UnitX())).toRotationMatrix();
        case Coordinates::Quaternion: {
            Eigen::Quaterniond q(c(0), c(1), c(2), c(3));
            return q.norm() > 0 ? q.normalized().toRotationMatrix() : Eigen::Matrix3d(Eigen::Matrix3d::Identity());
        }
        case Coordinates::AxisAngle: {
            const double angle = c.norm();
            return angle > 0 ? AngleAxisd(angle, Vector3d(c / angle)).toRotationMatrix() : Eigen::Matrix3d(Eigen::Matrix3d::Identity());
        }
        case Coordinates::SixD: return by_gram_schmidt(c);
        default: {
            Eigen::Matrix3d m;
            m << c.head(3).transpose(), c.segment(3, 3).transpose(), c.tail(3).transpose();
            return nearest_rotation(m);
        }
    }
}

double angle_between(const Eigen::Matrix3d& a, const Eigen::Matrix3d& b) {
    return 2 * std::asin(std::clamp((a - b).norm() / std::sqrt(8.0), 0.0, 1.0));
}

Result<Matrix> orientations_from_rows(const Matrix& rows, const std::string& name) {
    const Index width = rows.cols();
    if (width != 9 && width != 4 && width != 3)
        return input_error(name, "holds rows of " + std::to_string(width) +
                                     " numbers; expected 9 (matrices), 4 (quaternions w x y z) or 3 (axis times angle)");
    if (rows.rows() < 3) return input_error(name, "holds " + counted(std::uint64_t(rows.rows()), "orientation") + "; expected at least three");
    Matrix out(rows.rows(), 9);
    const auto system = width == 9 ? Coordinates::NineD : width == 4 ? Coordinates::Quaternion : Coordinates::AxisAngle;
    for (Index i = 0; i < rows.rows(); ++i) {
        const std::string place = name + ":row " + std::to_string(i);
        const Vector c = rows.row(i).transpose();
        if (!c.allFinite()) return input_error(place, "holds a value that is not a number; expected an orientation");
        if (width == 4 && std::abs(c.norm() - 1) > 1e-3)
            return input_error(place, "holds a quaternion of length " + brief(c.norm()) + "; expected length 1");
        const Eigen::Matrix3d r = orientation_of(c, system);
        if (width == 9)
            if (const double off = (coordinates_of(r, Coordinates::NineD) - c).norm(); off > 1e-3)
                return input_error(place, "lies " + brief(off) + " from the nearest rotation; expected a rotation matrix, row by row");
        out.row(i) = coordinates_of(r, Coordinates::NineD).transpose();
    }
    return out;
}

}  // namespace orthoscope
