#include "core/alignment/icp/pose_step.h"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/SVD>
#include <cmath>

namespace orthoscope {
namespace {

using SmallSquare = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, 3, 3>;

struct Means {
    RowVector source, target;
    double weight = 0;
};

Means weighted_means(const IcpTarget& target, const Matches& m) {
    const Index d = m.moved.cols();
    Means mean{RowVector::Zero(d), RowVector::Zero(d), 0};
    for (Index i = 0; i < m.target.size(); ++i) {
        if (!(m.weight(i) > 0)) continue;
        mean.source += m.weight(i) * m.moved.row(i);
        mean.target += m.weight(i) * target.points->row(m.target(i));
        mean.weight += m.weight(i);
    }
    if (mean.weight > 0) mean.source /= mean.weight, mean.target /= mean.weight;
    return mean;
}

// Where the pose goes when everything aligned turns by R about `centre` and shifts.
RigidPose followed(const RigidPose& pose, const Matrix& turn, const RowVector& centre, const RowVector& shift) {
    return {tightened(pose.rotation * turn), (pose.place - centre) * turn + centre + shift};
}

// n . (z - y) turned by a unit of each unknown.
using SystemRow = Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, 6, 1>;
void plane_row(const SmallRow& z, const SmallRow& normal, double radius, SystemRow& row) {
    const Index d = z.size();
    if (d == 2) {
        row(0) = (normal(1) * z(0) - normal(0) * z(1)) / radius;
        row.tail(2) = normal.transpose();
        return;
    }
    row(0) = (z(1) * normal(2) - z(2) * normal(1)) / radius;
    row(1) = (z(2) * normal(0) - z(0) * normal(2)) / radius;
    row(2) = (z(0) * normal(1) - z(1) * normal(0)) / radius;
    row.tail(3) = normal.transpose();
}

// Mean of w (n . (moved - y))^2 after everything moved turns and shifts.
double plane_cost(const IcpTarget& target, const Matches& m, const Matrix& turn, const RowVector& centre,
                  const RowVector& shift) {
    const SmallRow middle = centre, offset = centre + shift;
    const SmallSquare rotation = turn;
    double sum = 0, total = 0;
    for (Index i = 0; i < m.target.size(); ++i) {
        if (!(m.weight(i) > 0)) continue;
        const Index t = m.target(i);
        const SmallRow from = m.moved.row(i) - middle, z = from * rotation + offset - target.points->row(t);
        const double r = z.dot(target.normals.row(t));
        sum += m.weight(i) * r * r, total += m.weight(i);
    }
    return total > 0 ? sum / total : 0;
}

}  // namespace

RigidPose point_step(const IcpSource& source, const IcpTarget& target, const Matches& m, const RigidPose& pose,
                     PointStepDetail* detail) {
    const Means mean = weighted_means(target, m);
    if (!(mean.weight > 0)) return pose;
    const Index d = source.centred.cols();
    SmallSquare cross = SmallSquare::Zero(d, d);
    double size = 0;
    for (Index i = 0; i < m.target.size(); ++i) {
        if (!(m.weight(i) > 0)) continue;
        const SmallRow z = m.moved.row(i) - mean.source, y = target.points->row(m.target(i)) - mean.target;
        cross += m.weight(i) * z.transpose() * y;
        size += m.weight(i) * z.norm() * y.norm();
    }
    // A trace of the identity leaves a free direction where it is, and a symmetric positive matrix (nothing to turn)
    // keeps its polar factor.
    const SmallSquare anchored = cross + 1e-10 * size * Matrix::Identity(d, d);
    Eigen::JacobiSVD<SmallSquare> svd(anchored, Eigen::ComputeFullU | Eigen::ComputeFullV);
    Matrix u = svd.matrixU();
    if (u.determinant() * svd.matrixV().determinant() < 0) u.col(d - 1) *= -1;
    const Matrix turn = u * svd.matrixV().transpose();
    if (detail) {
        // M of the source as it lies in its file is R M of the source as it stands.
        detail->cross_covariance = pose.rotation * cross;
        detail->u = pose.rotation * svd.matrixU(), detail->v = svd.matrixV(), detail->sigma = svd.singularValues();
    }
    return followed(pose, turn, mean.source, mean.target - mean.source);
}

PlaneSystem plane_system(const IcpTarget& target, const Matches& m) {
    const Index d = m.moved.cols(), unknowns = d == 2 ? 3 : 6;
    const Means mean = weighted_means(target, m);
    PlaneSystem system{Matrix::Zero(unknowns, unknowns), Vector::Zero(unknowns), mean.source, 1, 0, mean.weight};
    if (!(mean.weight > 0)) return system;
    double square = 0;
    for (Index i = 0; i < m.target.size(); ++i)
        if (m.weight(i) > 0) square += m.weight(i) * (m.moved.row(i) - mean.source).squaredNorm();
    if (square > 0) system.radius = std::sqrt(square / mean.weight);
    SystemRow row(unknowns);
    Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor, 6, 6> hessian;
    hessian.setZero(unknowns, unknowns);
    SmallRow z(d), normal(d);
    for (Index i = 0; i < m.target.size(); ++i) {
        if (!(m.weight(i) > 0)) continue;
        const Index t = m.target(i);
        z = m.moved.row(i) - mean.source, normal = target.normals.row(t);
        plane_row(z, normal, system.radius, row);
        const double residual = normal.dot(m.moved.row(i) - target.points->row(t));
        hessian.noalias() += m.weight(i) * row * row.transpose();
        system.gradient += m.weight(i) * residual * row;
        system.cost += m.weight(i) * residual * residual;
    }
    system.hessian = hessian / mean.weight;
    system.gradient /= mean.weight, system.cost /= mean.weight;
    return system;
}

RigidPose plane_step(const IcpTarget& target, const Matches& m, const RigidPose& pose) {
    const PlaneSystem system = plane_system(target, m);
    if (!(system.weight > 0)) return pose;
    const Index d = m.moved.cols(), turns = d == 2 ? 1 : 3;
    Eigen::SelfAdjointEigenSolver<Matrix> eigen(system.hessian);
    Vector along = eigen.eigenvectors().transpose() * system.gradient;
    const double largest = eigen.eigenvalues().maxCoeff();
    for (Index i = 0; i < along.size(); ++i)
        along(i) = eigen.eigenvalues()(i) > 1e-7 * largest ? -along(i) / eigen.eigenvalues()(i) : 0;
    Vector step = eigen.eigenvectors() * along;
    step.head(turns) /= system.radius;
    // Beyond half a radian the linearised turn means little.
    if (const double angle = step.head(turns).norm(); angle > 0.5) step *= 0.5 / angle;
    for (int halving = 0; halving < 6; ++halving, step *= 0.5) {
        const Matrix turn = turn_of(step.head(turns));
        const RowVector shift = step.tail(d).transpose();
        if (plane_cost(target, m, turn, system.centre, shift) <= system.cost)
            return followed(pose, turn, system.centre, shift);
    }
    return pose;
}

}  // namespace orthoscope
