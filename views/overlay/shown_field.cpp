#include "views/overlay/shown_field.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace orthoscope {

Index block_for(Index rows, Index columns, Index most) { return std::max<Index>(1, (std::max(rows, columns) + most - 1) / most); }

Matrix block_rows(const Matrix& m, Index block) {
    if (block <= 1) return m;
    Matrix out((m.rows() + block - 1) / block, m.cols());
    for (Index i = 0; i < out.rows(); ++i)
        out.row(i) = m.middleRows(i * block, std::min(block, m.rows() - i * block)).colwise().mean();
    return out;
}

Matrix block_means(const Matrix& m, Index block) {
    if (block <= 1) return m;
    return block_rows(block_rows(m, block).transpose(), block).transpose();
}

ShownField image_field(Matrix cells, bool about_zero) {
    ShownField field{.kind = ShownField::Kind::Image, .about_zero = about_zero};
    if (cells.size() == 0) return {};
    field.low = cells.minCoeff(), field.high = cells.maxCoeff();
    field.cells = std::move(cells);
    return field;
}

namespace {

// Seen a little from the right and from above.
Matrix seen_from(const Matrix& points, const RowVector& centre, double reach) {
    const Index d = centre.size();
    Matrix places = Matrix::Zero(points.rows(), 3);
    places.leftCols(d) = (points.leftCols(d).rowwise() - centre) / reach;
    if (d < 3) return places;
    constexpr double turn = 0.45, tilt = 0.28;  // radians
    Matrix view(3, 3);
    view << std::cos(turn), std::sin(turn) * std::sin(tilt), -std::sin(turn) * std::cos(tilt), 0, std::cos(tilt), std::sin(tilt),
        std::sin(turn), -std::cos(turn) * std::sin(tilt), std::cos(turn) * std::cos(tilt);
    return places * view;
}

struct Extents {
    RowVector centre;
    double reach;
    explicit Extents(const Matrix& frame) {
        const Index d = std::min<Index>(frame.cols(), 3);
        const RowVector low = frame.leftCols(d).colwise().minCoeff(), high = frame.leftCols(d).colwise().maxCoeff();
        centre = (low + high) / 2, reach = std::max((high - low).maxCoeff() / 2, 1e-300);
    }
};

}  // namespace

ShownField place_field(const Matrix& points, const Matrix& frame, const DatasetPtr& set) {
    if (points.rows() == 0 || points.cols() < 2) return {};
    ShownField field{.kind = ShownField::Kind::Scatter};
    const Extents extents(frame);
    field.places = seen_from(points, extents.centre, extents.reach);
    const auto* triangles = set ? set->triangles() : nullptr;
    if (triangles && triangles->rows() > 0 && triangles->rows() <= most_faces && triangles->maxCoeff() < points.rows()) {
        field.kind = ShownField::Kind::Surface;
        field.triangles = std::shared_ptr<const Triangles>(set, triangles);
    }
    return field;
}

ShownField pushed_field(const Matrix& points, const Matrix& pushes, double share, const DatasetPtr& set) {
    const double most = pushes.rowwise().norm().maxCoeff();
    if (!(most > 0)) return place_field(points, points, set);
    const Matrix pushed = points + 2 * share * Extents(points).reach / most * pushes;
    Matrix both(2 * points.rows(), points.cols());
    both << points, pushed;
    ShownField field = place_field(pushed, both, set);
    const Extents extents(both);
    field.before = seen_from(points, extents.centre, extents.reach);
    return field;
}

Matrix vertex_normals(const Matrix& vertices, const Triangles& triangles) {
    Matrix normals = Matrix::Zero(vertices.rows(), 3);
    for (Index f = 0; f < triangles.rows(); ++f) {
        const Eigen::Vector3d a = vertices.row(triangles(f, 0)), b = vertices.row(triangles(f, 1)), c = vertices.row(triangles(f, 2));
        const RowVector normal = (b - a).cross(c - a).transpose();
        for (int k = 0; k < 3; ++k) normals.row(triangles(f, k)) += normal;
    }
    for (Index i = 0; i < normals.rows(); ++i)
        if (const double size = normals.row(i).norm(); size > 0) normals.row(i) /= size;
    return normals;
}

void colour_by(ShownField& field, const Vector& values, bool about_zero) {
    if (values.size() != field.places.rows() || values.size() == 0) return;
    field.values = values, field.about_zero = about_zero;
    field.low = values.minCoeff(), field.high = values.maxCoeff();
}

namespace {

Colour colour_at(const ShownField& field, double value) {
    const double most = std::max(std::abs(field.low), std::abs(field.high));
    const double low = field.about_zero ? -most : field.low, size = field.about_zero ? 2 * most : field.high - field.low;
    const double t = size > 0 ? std::clamp((value - low) / size, 0.0, 1.0) : 0.5;
    if (field.kind != ShownField::Kind::Image && !field.about_zero) return sample(ColourMap::Cividis, t);
    return field.about_zero ? sample(ColourMap::Diverging, t) : Colour{t, t, t};
}

// Cells of one shade beside each other are one rectangle.
void draw_image(const Ink& ink, const ShownField& field, const Box& box) {
    const Matrix& m = field.cells;
    const double cell = std::min(box.width / double(m.cols()), box.height / double(m.rows()));
    const double left = box.x + (box.width - cell * double(m.cols())) / 2;
    const double most = std::max(std::abs(field.low), std::abs(field.high)), size = field.about_zero ? 2 * most : field.high - field.low;
    const auto shade = [&](Index i, Index j) { return size > 0 ? std::lround((m(i, j) - field.low) / size * 96) : 0; };
    for (Index i = 0; i < m.rows(); ++i)
        for (Index j = 0; j < m.cols();) {
            Index end = j + 1;
            while (end < m.cols() && shade(i, end) == shade(i, j)) ++end;
            ink.fill({left + double(j) * cell, box.y + double(i) * cell, double(end - j) * cell, cell}, colour_at(field, m(i, j)));
            j = end;
        }
    ink.frame({left, box.y, cell * double(m.cols()), cell * double(m.rows())}, ink.colours().hairline);
}

// Nearly the ground: triangles that overlap would show where they are translucent.
Colour faint(Colour c, Colour ground) { return {0.25 * c.r + 0.75 * ground.r, 0.25 * c.g + 0.75 * ground.g, 0.25 * c.b + 0.75 * ground.b}; }

Colour lit(Colour c, double light) { return {c.r * light, c.g * light, c.b * light}; }

// Faces towards the eye, the farthest first. `coloured`: by the field's values.
void draw_surface(const Ink& ink, const ShownField& field, const Matrix& places, bool coloured, const Box& box, double unit) {
    const auto& faces = *field.triangles;
    const auto at = [&](Index v) { return Ink::Point{box.x + box.width / 2 + unit * places(v, 0), box.y + box.height / 2 - unit * places(v, 1)}; };
    struct Face {
        double depth, light;
        Index index;
    };
    std::vector<Face> seen;
    for (Index f = 0; f < faces.rows(); ++f) {
        const Eigen::Vector3d a = places.row(faces(f, 0)), b = places.row(faces(f, 1)), c = places.row(faces(f, 2));
        const Eigen::Vector3d normal = (b - a).cross(c - a);
        const double length = normal.norm();
        if (!(length > 0) || normal.z() <= 0) continue;
        seen.push_back({a.z() + b.z() + c.z(), 0.5 + 0.5 * normal.z() / length, f});
    }
    std::sort(seen.begin(), seen.end(), [](const Face& a, const Face& b) { return a.depth < b.depth; });
    const bool plain = !coloured || field.values.size() == 0;
    for (auto& face : seen) {
        const Index a = faces(face.index, 0), b = faces(face.index, 1), c = faces(face.index, 2);
        const Colour colour = plain ? ink.colours().neutral : colour_at(field, (field.values(a) + field.values(b) + field.values(c)) / 3);
        ink.triangle(at(a), at(b), at(c), coloured ? lit(colour, face.light) : faint(lit(colour, face.light), ink.colours().ground_top));
    }
}

void draw_scatter(const Ink& ink, const ShownField& field, const Box& box, double unit) {
    const Index n = field.places.rows(), every = std::max<Index>(1, (n + most_points - 1) / most_points);
    std::vector<Index> order;
    for (Index i = 0; i < n; i += every) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return field.places(a, 2) < field.places(b, 2); });
    const double radius = order.size() > 1500 ? 1.3 : order.size() > 300 ? 1.8 : 2.6;
    for (Index i : order) {
        const Ink::Point at{box.x + box.width / 2 + unit * field.places(i, 0), box.y + box.height / 2 - unit * field.places(i, 1)};
        const Colour colour = field.values.size() ? colour_at(field, field.values(i)) : ink.colours().source;
        if (field.before.rows() == n)
            ink.stroke({box.x + box.width / 2 + unit * field.before(i, 0), box.y + box.height / 2 - unit * field.before(i, 1)}, at,
                       ink.colours().secondary, 1, 0.7);
        ink.disc(at, radius, colour);
    }
}

}  // namespace

void draw_field(const Ink& ink, const ShownField& field, const Box& box) {
    if (field.kind == ShownField::Kind::Image) return draw_image(ink, field, box);
    if (field.kind == ShownField::Kind::None) return;
    // As large as the outline allows; a cloud may be far wider than high.
    const auto extent = [&](Index column) {
        const double now = field.places.col(column).cwiseAbs().maxCoeff();
        return field.before.rows() > 0 ? std::max(now, field.before.col(column).cwiseAbs().maxCoeff()) : now;
    };
    const double wide = extent(0), high = extent(1);
    const double unit = 0.48 * std::min(box.width / std::max(std::min(wide, 1.4), 1e-9), box.height / std::max(std::min(high, 1.4), 1e-9));
    const double most = 0.48 * std::max(box.width, box.height) * 1.5;
    if (field.kind == ShownField::Kind::Surface) {
        if (field.before.rows() > 0) draw_surface(ink, field, field.before, false, box, std::min(unit, most));
        draw_surface(ink, field, field.places, true, box, std::min(unit, most));
    } else draw_scatter(ink, field, box, std::min(unit, most));
}

}  // namespace orthoscope
