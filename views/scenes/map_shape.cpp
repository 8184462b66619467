#include "views/scenes/map_shape.h"

#include <algorithm>
#include <cmath>

#include "core/shape/vertex_areas.h"
#include "views/scenes/view_bounds.h"

namespace orthoscope {
namespace {

constexpr Index most_triangles = 200000;

Matrix in_space(const Matrix& values) {
    Matrix rows = Matrix::Zero(values.rows(), 3);
    const Index d = std::min<Index>(3, values.cols());
    rows.leftCols(d) = values.leftCols(d);
    return rows;
}

MapShape shape_of(const Dataset& set) {
    MapShape shape;
    shape.rows = in_space(set.values());
    RowVector low = RowVector::Zero(3), high = low;
    bool any = false;
    for (Index i = 0; i < shape.rows.rows(); ++i) {
        if (!shape.rows.row(i).allFinite()) continue;
        low = any ? RowVector(low.cwiseMin(shape.rows.row(i))) : RowVector(shape.rows.row(i));
        high = any ? RowVector(high.cwiseMax(shape.rows.row(i))) : RowVector(shape.rows.row(i));
        any = true;
    }
    shape.middle = 0.5 * (low + high);
    shape.rows.rowwise() -= shape.middle;
    shape.masses = vertex_shares(set);
    const RowVector size = high - low;
    shape.area = 2 * (size(0) * size(1) + size(1) * size(2) + size(0) * size(2));
    const Triangles* triangles = set.kind() == Kind::Mesh ? set.triangles() : nullptr;
    if (!triangles || triangles->rows() == 0) return shape;
    if (const double area = vertex_areas(set).sum(); std::isfinite(area) && area > 0) shape.area = area;
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
    shape.size *= factor;
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

Matrix MapShape::placed(const Matrix& values) const {
    return (in_space(values).rowwise() - middle) * size;
}

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
