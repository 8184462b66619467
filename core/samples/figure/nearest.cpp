#include "core/samples/figure/nearest.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

Point3 corner(const Mesh& mesh, Index face, int c) {
    return mesh.vertices.row(mesh.triangles(face, c));
}

}  // namespace

SurfacePoint nearest_on_triangle(const Point3& p, const Point3& a, const Point3& b, const Point3& c) {
    const Point3 corners[3] = {a, b, c}, normal = (b - a).cross(c - a);
    const double area = normal.squaredNorm();
    SurfacePoint best;
    if (area > 0) {
        // Weights of the foot of the perpendicular; inside where none is negative.
        bool inside = true;
        for (int i = 0; i < 3; ++i) {
            const Point3 &u = corners[(i + 1) % 3], &v = corners[(i + 2) % 3];
            best.weights[std::size_t(i)] = (v - u).cross(p - u).dot(normal) / area;
            inside = inside && best.weights[std::size_t(i)] >= 0;
        }
        best.distance = std::abs((p - a).dot(normal)) / std::sqrt(area);
        if (inside) return best;
    }
    best.distance = 1e300;
    for (std::size_t i = 0; i < 3; ++i) {
        const Point3 &u = corners[i], &v = corners[(i + 1) % 3], edge = v - u;
        const double t = std::clamp(edge.dot(p - u) / std::max(edge.squaredNorm(), 1e-300), 0.0, 1.0);
        const double away = (u + t * edge - p).norm();
        if (away < best.distance) {
            best.distance = away;
            best.weights = {};
            best.weights[i] = 1 - t, best.weights[(i + 1) % 3] = t;
        }
    }
    return best;
}

NearestOnMesh::NearestOnMesh(const Mesh& mesh) : mesh_(mesh) {
    const Point3 low = mesh.vertices.colwise().minCoeff(), high = mesh.vertices.colwise().maxCoeff();
    low_ = low;
    // About one triangle's width a box, and never so many boxes that memory matters.
    const double width = std::sqrt(surface_area(mesh) / double(std::max<Index>(mesh.triangles.rows(), 1)));
    step_ = std::max({1.5 * width, (high - low).maxCoeff() / 150, 1e-12});
    for (int j = 0; j < 3; ++j) size_[std::size_t(j)] = int((high[j] - low[j]) / step_) + 1;
    boxes_.resize(std::size_t(size_[0]) * std::size_t(size_[1]) * std::size_t(size_[2]));
    for (Index f = 0; f < mesh.triangles.rows(); ++f) {
        const Point3 a = corner(mesh, f, 0), b = corner(mesh, f, 1), c = corner(mesh, f, 2);
        const auto from = box_of(a.cwiseMin(b).cwiseMin(c)), to = box_of(a.cwiseMax(b).cwiseMax(c));
        for (int z = from[2]; z <= to[2]; ++z)
            for (int y = from[1]; y <= to[1]; ++y)
                for (int x = from[0]; x <= to[0]; ++x) boxes_[number(x, y, z)].push_back(int(f));
    }
}

std::array<int, 3> NearestOnMesh::box_of(const Point3& p) const {
    std::array<int, 3> box;
    for (int j = 0; j < 3; ++j) {
        const double at = std::clamp((p[j] - low_[j]) / step_, 0.0, double(size_[std::size_t(j)] - 1));
        box[std::size_t(j)] = int(at);
    }
    return box;
}

std::size_t NearestOnMesh::number(int x, int y, int z) const {
    return (std::size_t(z) * std::size_t(size_[1]) + std::size_t(y)) * std::size_t(size_[0]) + std::size_t(x);
}

void NearestOnMesh::try_box(std::size_t box, const Point3& p, SurfacePoint& best) const {
    for (int f : boxes_[box]) {
        SurfacePoint found =
            nearest_on_triangle(p, corner(mesh_, f, 0), corner(mesh_, f, 1), corner(mesh_, f, 2));
        if (best.face < 0 || found.distance < best.distance) best = found, best.face = f;
    }
}

SurfacePoint NearestOnMesh::operator()(const Point3& p) const {
    const auto middle = box_of(p);
    SurfacePoint best;
    const int last = *std::max_element(size_.begin(), size_.end());
    for (int ring = 0; ring <= last; ++ring) {
        // Every box of this ring lies at least ring - 1 steps from p, also where p lies outside the grid.
        if (best.face >= 0 && best.distance < (ring - 1) * step_) break;
        for (int z = std::max(0, middle[2] - ring); z <= std::min(size_[2] - 1, middle[2] + ring); ++z)
            for (int y = std::max(0, middle[1] - ring); y <= std::min(size_[1] - 1, middle[1] + ring); ++y) {
                const bool face = std::abs(z - middle[2]) == ring || std::abs(y - middle[1]) == ring;
                for (int x = middle[0] - ring; x <= middle[0] + ring; x += face || ring == 0 ? 1 : 2 * ring)
                    if (x >= 0 && x < size_[0]) try_box(number(x, y, z), p, best);
            }
    }
    return best;
}

}  // namespace orthoscope
