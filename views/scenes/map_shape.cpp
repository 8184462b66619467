#include "views/scenes/map_shape.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "views/scenes/view_bounds.h"

namespace orthoscope {
namespace {

constexpr Index most_triangles = 200000;

bool inside(const Triangles& triangles, Index t, Index n) {
    const auto face = triangles.row(t);
    return face.minCoeff() >= 0 && face.maxCoeff() < n;
}

// Twice the triangle's area, as far as it is a number.
double doubled_area(const Matrix& rows, const Triangles& triangles, Index t) {
    const Eigen::Vector3d a = rows.row(triangles(t, 0)).transpose(), b = rows.row(triangles(t, 1)).transpose(),
                          c = rows.row(triangles(t, 2)).transpose();
    const double area = (b - a).cross(c - a).norm();
    return std::isfinite(area) ? area : 0;
}

MapShape shape_of(const Dataset& set) {
    MapShape shape;
    const Matrix& values = set.values();
    const Index n = values.rows(), d = std::min<Index>(3, values.cols());
    shape.rows = Matrix::Zero(n, 3);
    shape.rows.leftCols(d) = values.leftCols(d);
    RowVector low = RowVector::Zero(3), high = low;
    bool any = false;
    for (Index i = 0; i < n; ++i) {
        if (!shape.rows.row(i).allFinite()) continue;
        low = any ? RowVector(low.cwiseMin(shape.rows.row(i))) : RowVector(shape.rows.row(i));
        high = any ? RowVector(high.cwiseMax(shape.rows.row(i))) : RowVector(shape.rows.row(i));
        any = true;
    }
    shape.rows.rowwise() -= RowVector(0.5 * (low + high));
    shape.masses = Vector::Constant(n, 1.0 / double(std::max<Index>(1, n)));
    const RowVector size = high - low;
    shape.area = 2 * (size(0) * size(1) + size(1) * size(2) + size(0) * size(2));
    const Triangles* triangles = set.kind() == Kind::Mesh ? set.triangles() : nullptr;
    if (!triangles || triangles->rows() == 0) return shape;
    Vector masses = Vector::Zero(n);
    for (Index t = 0; t < triangles->rows(); ++t) {
        if (!inside(*triangles, t, n)) continue;
        const double third = doubled_area(shape.rows, *triangles, t) / 6;
        for (int k = 0; k < 3; ++k) masses((*triangles)(t, k)) += third;
    }
    if (masses.sum() > 0) shape.area = masses.sum(), shape.masses = masses / masses.sum();
    if (triangles->rows() <= most_triangles) shape.triangles = triangles;
    return shape;
}

double spread(const MapShape& shape, bool by_area) {
    double size = by_area ? std::sqrt(shape.area) : 0;
    if (!by_area) {
        double sum = 0;
        Index count = 0;
        for (Index i = 0; i < shape.rows.rows(); ++i)
            if (shape.rows.row(i).allFinite()) sum += shape.rows.row(i).squaredNorm(), ++count;
        size = count > 0 ? std::sqrt(sum / double(count)) : 0;
    }
    return std::isfinite(size) && size > 0 ? size : 1;
}

double farthest(const MapShape& shape) {
    double most = 0;
    for (Index i = 0; i < shape.rows.rows(); ++i)
        if (shape.rows.row(i).allFinite()) most = std::max(most, shape.rows.row(i).norm());
    return most > 0 ? most : 1;
}

void scale(MapShape& shape, double factor) {
    shape.rows *= factor;
    shape.area *= factor * factor;
}

void measure(MapShape& shape) {
    shape.outer = bounding_rows(shape.rows);
    for (Index i = 0; i < shape.rows.rows(); ++i) {
        if (!shape.rows.row(i).allFinite()) continue;
        shape.radius = std::max(shape.radius, std::hypot(shape.rows(i, 0), shape.rows(i, 2)));
        shape.height = std::max(shape.height, std::abs(shape.rows(i, 1)));
    }
}

}  // namespace

double MapShape::reach(const Eigen::Vector3d& right) const {
    return radius * std::hypot(right.x(), right.z()) + height * std::abs(right.y());
}

std::vector<MapShape> map_shapes(const Dataset& source, const Dataset* target) {
    std::vector<MapShape> shapes;
    shapes.push_back(shape_of(source));
    if (target) shapes.push_back(shape_of(*target));
    const auto meshed = [](const Dataset& set) { return set.kind() == Kind::Mesh && set.triangles()->rows() > 0; };
    const bool by_area = meshed(source) && (!target || meshed(*target));
    double most = 0;
    for (auto& shape : shapes) {
        scale(shape, 1 / spread(shape, by_area));
        most = std::max(most, farthest(shape));
    }
    for (auto& shape : shapes) {
        scale(shape, 1 / most);
        measure(shape);
    }
    return shapes;
}

std::vector<Index> farthest_rows(const Matrix& rows, Index count) {
    std::vector<Index> found;
    if (rows.rows() == 0) return found;
    const auto away_from = [&](const RowVector& place) {
        Vector away = (rows.rowwise() - place).rowwise().squaredNorm();
        for (double& v : away)
            if (!std::isfinite(v)) v = -1;
        return away;
    };
    RowVector mean = rows.colwise().mean();
    if (!mean.allFinite()) mean = RowVector::Zero(rows.cols());
    Vector away = away_from(mean);
    for (bool first = true; Index(found.size()) < std::min(count, rows.rows()); first = false) {
        Index next = 0;
        if (!(away.maxCoeff(&next) > 0)) break;
        found.push_back(next);
        const Vector from_it = away_from(rows.row(next));
        away = first ? from_it : Vector(away.cwiseMin(from_it));
    }
    return found;
}

}  // namespace orthoscope
