#include "views/scenes/normals.h"

#include <Eigen/Geometry>

namespace orthoscope {
namespace {

// Sums of the faces round each vertex, as long as twice their areas.
Positions area_normals(const Positions& vertices, const Triangles& triangles) {
    Positions normals = Positions::Zero(3, vertices.cols());
    for (Index t = 0; t < triangles.rows(); ++t) {
        if (!inside(triangles, t, vertices.cols())) continue;
        const Eigen::Vector3f a = vertices.col(triangles(t, 0)), b = vertices.col(triangles(t, 1)),
                              c = vertices.col(triangles(t, 2));
        const Eigen::Vector3f weighted = (b - a).cross(c - a);
        for (int k = 0; k < 3; ++k) normals.col(triangles(t, k)) += weighted;
    }
    return normals;
}

}  // namespace

bool inside(const Triangles& triangles, Index t, Index n) {
    const auto face = triangles.row(t);
    return face.minCoeff() >= 0 && face.maxCoeff() < n;
}

Positions vertex_normals(const Positions& vertices, const Triangles& triangles) {
    Positions normals = area_normals(vertices, triangles);
    for (Index i = 0; i < normals.cols(); ++i) {
        const float length = normals.col(i).stableNorm();
        if (length > 0)
            normals.col(i) /= length;
        else
            normals.col(i) = Eigen::Vector3f(0, 0, 1);
    }
    return normals;
}

MovingNormals moving_normals(const Positions& homes, const Ends& ends, const Triangles& triangles) {
    MovingNormals found{Positions::Zero(3, homes.cols()), Positions::Zero(3, homes.cols())};
    for (Index t = 0; t < triangles.rows(); ++t) {
        if (!inside(triangles, t, homes.cols())) continue;
        const auto face = triangles.row(t);
        if (ends(3, face(0)) * ends(3, face(1)) * ends(3, face(2)) == 0) continue;
        const auto from = [&](int k) { return Eigen::Vector3f(homes.col(face(k)) - homes.col(face(0))); };
        const auto to = [&](int k) { return Eigen::Vector3f(ends.col(face(k)).head<3>() - ends.col(face(0)).head<3>()); };
        const Eigen::Vector3f between = from(1).cross(to(2)) + to(1).cross(from(2)), other = to(1).cross(to(2));
        for (int k = 0; k < 3; ++k) found.between.col(face(k)) += between, found.other.col(face(k)) += other;
    }
    const Positions home = area_normals(homes, triangles);
    for (Index i = 0; i < home.cols(); ++i) {
        const float length = home.col(i).stableNorm(), unit = length > 0 ? 1 / length : 0;
        found.between.col(i) *= unit, found.other.col(i) *= unit;
    }
    return found;
}

}  // namespace orthoscope
