#include "core/shape/gradient.h"

#include <Eigen/Geometry>

namespace orthoscope {
namespace {

using Point = Eigen::Vector3d;

Point at(const Matrix& vertices, Index v) {
    return {vertices(v, 0), vertices(v, 1), vertices.cols() > 2 ? vertices(v, 2) : 0};
}

}  // namespace

FaceGeometry face_geometry(const Mesh& mesh) {
    const Index f = mesh.triangles.rows();
    FaceGeometry out{mesh.triangles, Matrix::Zero(f, 3), Vector::Zero(f), {}};
    for (auto& corner : out.corner) corner = Matrix::Zero(f, 3);
    for (Index t = 0; t < f; ++t) {
        Point side[3];  // across from each corner, counter-clockwise
        double longest = 0;
        for (Index c = 0; c < 3; ++c) {
            side[c] = at(mesh.vertices, mesh.triangles(t, (c + 2) % 3)) - at(mesh.vertices, mesh.triangles(t, (c + 1) % 3));
            longest = std::max(longest, side[c].norm());
        }
        if (longest == 0) continue;
        // Sides over the longest: nothing overflows or vanishes.
        for (auto& s : side) s /= longest;
        const Point twice = side[0].cross(side[1]);
        const double size = twice.norm();
        if (!(size > 1e-12)) continue;
        const Point normal = twice / size;
        out.normals.row(t) = normal.transpose();
        out.areas(t) = 0.5 * size * longest * longest;
        for (Index c = 0; c < 3; ++c) out.corner[c].row(t) = normal.cross(side[c]).transpose() / (size * longest);
    }
    return out;
}

Matrix face_gradients(const FaceGeometry& faces, const Vector& function) {
    Matrix out(faces.faces(), 3);
    for (Index t = 0; t < faces.faces(); ++t) {
        out.row(t).setZero();
        for (Index c = 0; c < 3; ++c) out.row(t) += function(faces.triangles(t, c)) * faces.corner[c].row(t);
    }
    return out;
}

Vector divergence(const FaceGeometry& faces, Index vertices, const Matrix& field) {
    Vector out = Vector::Zero(vertices);
    for (Index t = 0; t < faces.faces(); ++t)
        for (Index c = 0; c < 3; ++c)
            out(faces.triangles(t, c)) -= faces.areas(t) * faces.corner[c].row(t).dot(field.row(t));
    return out;
}

SparseMatrix directional_derivative(const FaceGeometry& faces, Index vertices, const Matrix& field) {
    Vector around = Vector::Zero(vertices);
    for (Index t = 0; t < faces.faces(); ++t)
        for (Index c = 0; c < 3; ++c) around(faces.triangles(t, c)) += faces.areas(t);
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(std::size_t(9 * faces.faces()));
    for (Index t = 0; t < faces.faces(); ++t) {
        if (faces.areas(t) == 0) continue;
        for (Index c = 0; c < 3; ++c) {
            const double slope = field.row(t).dot(faces.corner[c].row(t));
            for (Index v = 0; v < 3; ++v) {
                const auto row = faces.triangles(t, v);
                entries.emplace_back(row, faces.triangles(t, c), slope * faces.areas(t) / around(row));
            }
        }
    }
    SparseMatrix out(vertices, vertices);
    out.setFromTriplets(entries.begin(), entries.end());
    return out;
}

Matrix turned_directions(const FaceGeometry& faces, const Vector& function) {
    Matrix out = face_gradients(faces, function);
    const Vector lengths = out.rowwise().norm();
    const double least = faces.faces() ? 1e-12 * lengths.maxCoeff() : 0;
    for (Index t = 0; t < out.rows(); ++t) {
        const Point normal = faces.normals.row(t).transpose(), slope = out.row(t).transpose();
        out.row(t) = lengths(t) > least ? RowVector(normal.cross(slope).transpose() / lengths(t)) : RowVector::Zero(3);
    }
    return out;
}

}  // namespace orthoscope
