#include "core/shape/vertex_areas.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

Eigen::Vector3d corner(const Matrix& rows, Index row) {
    Eigen::Vector3d place = Eigen::Vector3d::Zero();
    place.head(std::min<Index>(3, rows.cols())) = rows.row(row).head(std::min<Index>(3, rows.cols())).transpose();
    return place;
}

}  // namespace

Vector vertex_areas(const Dataset& shape) {
    const Matrix& rows = shape.values();
    const Index n = rows.rows();
    const Triangles* triangles = shape.kind() == Kind::Mesh ? shape.triangles() : nullptr;
    Vector areas = Vector::Zero(n);
    for (Index t = 0; triangles && t < triangles->rows(); ++t) {
        const auto face = triangles->row(t);
        if (face.minCoeff() < 0 || face.maxCoeff() >= n) continue;
        const Eigen::Vector3d a = corner(rows, face(0)), b = corner(rows, face(1)), c = corner(rows, face(2));
        const double third = (b - a).cross(c - a).norm() / 6;
        if (!std::isfinite(third)) continue;
        for (int k = 0; k < 3; ++k) areas(face(k)) += third;
    }
    return areas;
}

Vector vertex_shares(const Dataset& shape) {
    const Vector areas = vertex_areas(shape);
    const double sum = areas.sum();
    if (sum > 0 && std::isfinite(sum)) return areas / sum;
    return Vector::Constant(areas.size(), 1.0 / double(std::max<Index>(1, areas.size())));
}

}  // namespace orthoscope
