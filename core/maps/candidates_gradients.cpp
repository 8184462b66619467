#include "core/maps/candidates_gradients.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <variant>

#include "core/maps/candidates.h"
#include "core/neighbours/kd_tree.h"
#include "core/shape/gradient.h"

namespace orthoscope {
namespace {

using Frame = Eigen::Matrix<double, 2, 3>;

Eigen::Vector3d place(const Matrix& vertices, Index v) {
    Eigen::Vector3d out = Eigen::Vector3d::Zero();
    const Index columns = std::min<Index>(3, vertices.cols());
    out.head(columns) = vertices.row(v).head(columns).transpose();
    return out;
}

Frame frame_of(const Eigen::Vector3d& normal) {
    Index least = 0;
    normal.cwiseAbs().minCoeff(&least);
    const Eigen::Vector3d x = normal.cross(Eigen::Vector3d::Unit(least)).normalized(), y = normal.cross(x);
    Frame out;
    out << x.transpose(), y.transpose();
    return out;
}

// Faces' gradients averaged by area.
Matrix of_mesh(const Dataset& mesh, const Matrix& vectors, const std::vector<Index>& rows) {
    const FaceGeometry faces = face_geometry(std::get<Mesh>(mesh.payload));
    std::vector<Index> slot(static_cast<std::size_t>(mesh.rows()), -1);
    // Landmarks may name a vertex twice: the last slot is filled, the others copy it.
    for (std::size_t i = 0; i < rows.size(); ++i) slot[std::size_t(rows[i])] = Index(i);
    const Index count = Index(rows.size()), k = vectors.cols();
    Matrix sum = Matrix::Zero(3 * count, k), normals = Matrix::Zero(3, count);
    Vector area = Vector::Zero(count);
    const Matrix columns = vectors.transpose();
    for (Index t = 0; t < faces.faces(); ++t)
        for (Index i : faces.triangles.row(t)) {
            const Index at = slot[std::size_t(i)];
            if (at < 0) continue;
            for (int c = 0; c < 3; ++c)
                sum.middleRows(3 * at, 3) += faces.areas(t) * faces.corner[c].row(t).transpose() *
                                             columns.col(faces.triangles(t, c)).transpose();
            area(at) += faces.areas(t), normals.col(at) += faces.areas(t) * faces.normals.row(t).transpose();
        }
    const double side = outward(mesh);
    Matrix out = Matrix::Zero(2 * count, k);
    for (Index i = 0; i < count; ++i) {
        const Index at = slot[std::size_t(rows[std::size_t(i)])];
        const Eigen::Vector3d normal = side * normals.col(at);
        if (!(area(at) > 0) || !(normal.norm() > 0)) continue;
        out.middleRows(2 * i, 2) = frame_of(normal.normalized()) * sum.middleRows(3 * at, 3) / area(at);
    }
    return out;
}

Result<Matrix> of_cloud(const Dataset& cloud, const Matrix& vectors, const std::vector<Index>& rows,
                        const Context& context) {
    const Matrix& x = cloud.values();
    const KdTree tree(x);
    auto near = tree.nearest(x(rows, Eigen::all), 13, 1, context);
    if (!near) return near.error();
    Matrix out = Matrix::Zero(2 * Index(rows.size()), vectors.cols());
    for (Index i = 0; i < Index(rows.size()); ++i) {
        const Index k = std::min<Index>(13, x.rows()), centre = rows[std::size_t(i)];
        Eigen::Matrix3Xd offset(3, k);
        Matrix rise(k, vectors.cols());
        for (Index j = 0; j < k; ++j) {
            const Index at = near->row(13 * i + j);
            offset.col(j) = place(x, at) - place(x, centre),
            rise.row(j) = vectors.row(at) - vectors.row(centre);
        }
        const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(offset * offset.transpose());
        const Frame frame = frame_of(axes.eigenvectors().col(0));
        const Matrix flat = frame * offset;  // 2 x k
        Eigen::Matrix2d gram = flat * flat.transpose();
        gram.diagonal().array() += 1e-9 * gram.trace();
        if (gram.trace() > 0) out.middleRows(2 * i, 2) = gram.ldlt().solve(flat * rise);
    }
    return out;
}

}  // namespace

Vector gradient_units(const Eigenbasis& basis, Index count) {
    const double least = std::max(1e-4 * basis.values(count), 1e-12);
    return basis.values.segment(1, count).cwiseMax(least).cwiseSqrt();
}

Result<Matrix> function_gradients(const Dataset& shape, const Eigenbasis& basis,
                                  const std::vector<Index>& rows, Index count, const Context& context) {
    const Matrix vectors = basis.vectors.middleCols(1, count);
    auto out = shape.kind() == Kind::Mesh ? Result<Matrix>(of_mesh(shape, vectors, rows))
                                 : of_cloud(shape, vectors, rows, context);
    if (!out) return out;
    const Vector units = gradient_units(basis, count);
    for (Index j = 0; j < count; ++j) out->col(j) /= units(j);
    // On a shape of area 1 the integral of |grad phi|^2 is the eigenvalue: that sets the unit of length.
    const double mean = out->squaredNorm() / double(std::max<Index>(count * Index(rows.size()), 1));
    if (mean > 0) *out /= std::sqrt(mean);
    return out;
}

}  // namespace orthoscope
