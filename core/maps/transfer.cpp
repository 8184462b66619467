#include "core/maps/transfer.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
using Color = std::array<double, 3>;

// Lightness rises evenly along these, in CIE Lab, from 18 to 92.
constexpr std::array<Color, 6> scale{{{0.21, 0.10, 0.36}, {0.24, 0.28, 0.54}, {0.16, 0.47, 0.56},
                                      {0.15, 0.65, 0.51}, {0.53, 0.80, 0.30}, {0.98, 0.91, 0.25}}};
// Okabe and Ito's palette, which stays apart to eyes that tell few colours.
constexpr std::array<Color, 8> palette{{{0.00, 0.45, 0.70}, {0.90, 0.62, 0.00}, {0.00, 0.62, 0.45}, {0.80, 0.47, 0.65},
                                        {0.34, 0.71, 0.91}, {0.84, 0.37, 0.00}, {0.94, 0.89, 0.26}, {0.20, 0.20, 0.20}}};

void paint(Matrix& colors, Index row, const Color& color) {
    for (std::size_t c = 0; c < 3; ++c) colors(row, Index(c)) = color[c];
}

// Rows of an attribute, one a vertex.
Matrix at_vertices(const Dataset& source, const Attribute& attribute) {
    if (attribute.domain == Attribute::Domain::Row) return attribute.values;
    Matrix values = Matrix::Constant(source.rows(), attribute.values.cols(), none);
    const Triangles* triangles = source.triangles();
    for (Index t = triangles ? triangles->rows() - 1 : -1; t >= 0; --t)  // backwards: the first has the last word
        for (int c = 2; c >= 0; --c)
            values.row((*triangles)(t, c)) =
                attribute.values.row(attribute.domain == Attribute::Domain::Face ? t : 3 * t + c);
    return values;
}

// From the lowest to the highest finite value; 0.5 where they are one.
Vector stretched(const Vector& values) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (double v : values)
        if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    if (!(high > low)) return (values.array() * 0 + 0.5).matrix();
    return ((values.array() - low) / (high - low)).matrix();
}

Color checkered(double u, double v) {
    const bool odd = (std::int64_t(std::floor(u * 10)) + std::int64_t(std::floor(v * 10))) % 2 != 0;
    return odd ? Color{0.15, 0.25, 0.40} : Color{0.93, 0.91, 0.85};
}

}  // namespace

Matrix pull_rows(const Matrix& values, const Indices& map) {
    Matrix out = Matrix::Constant(map.size(), values.cols(), none);
    for (Index y = 0; y < map.size(); ++y)
        if (map(y) >= 0) out.row(y) = values.row(map(y));
    return out;
}

std::vector<std::string> pull_labels(const std::vector<std::string>& labels, const Indices& map) {
    std::vector<std::string> out(static_cast<std::size_t>(map.size()));
    for (Index y = 0; y < map.size(); ++y)
        if (map(y) >= 0) out[std::size_t(y)] = labels[std::size_t(map(y))];
    return out;
}

Attribute pull_attribute(const Dataset& source, const Attribute& attribute, const Indices& map) {
    Attribute out{attribute.name, Attribute::Domain::Row, pull_rows(at_vertices(source, attribute), map)};
    if (attribute.name != "color") return out;
    for (Index y = 0; y < out.values.rows(); ++y)
        if (!out.values.row(y).allFinite()) {
            out.values.row(y).setOnes();  // opaque
            for (Index c = 0; c < std::min<Index>(3, out.values.cols()); ++c)
                out.values(y, c) = uncovered_grey[std::size_t(c)];
        }
    return out;
}

Matrix coefficients_of(const Matrix& functions, const Matrix& vectors, const Vector& mass) {
    const Matrix weighted = mass.asDiagonal() * vectors;
    const Matrix gram = product(vectors.transpose(), weighted), right = product(weighted.transpose(), functions);
    return gram.ldlt().solve(right);
}

Matrix transfer_functions(const Matrix& functions, const Matrix& functional_map, const Matrix& source_vectors,
                          const Vector& source_mass, const Matrix& target_vectors) {
    const Matrix coefficients = coefficients_of(functions, source_vectors.leftCols(functional_map.cols()), source_mass);
    return product(target_vectors.leftCols(functional_map.rows()), product(functional_map, coefficients));
}

Indices map_of_matching(const Indices& matching, Index target_rows) {
    Indices map = Indices::Constant(target_rows, -1);
    for (Index x = matching.size() - 1; x >= 0; --x)
        if (matching(x) >= 0) map(matching(x)) = x;
    return map;
}

Matrix colors_of_values(const Vector& values) {
    const Vector share = stretched(values);
    Matrix colors(values.size(), 3);
    for (Index i = 0; i < values.size(); ++i) {
        if (!std::isfinite(share(i))) {
            paint(colors, i, uncovered_grey);
            continue;
        }
        const double at = share(i) * double(scale.size() - 1);
        const auto from = std::min(std::size_t(at), scale.size() - 2);
        for (std::size_t c = 0; c < 3; ++c)
            colors(i, Index(c)) = scale[from][c] + (at - double(from)) * (scale[from + 1][c] - scale[from][c]);
    }
    return colors;
}

Matrix colors_of_labels(const std::vector<std::string>& labels) {
    std::map<std::string, std::size_t> number;
    Matrix colors(Index(labels.size()), 3);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i].empty()) {
            paint(colors, Index(i), uncovered_grey);
            continue;
        }
        const auto place = number.try_emplace(labels[i], number.size()).first->second;
        paint(colors, Index(i), palette[place % palette.size()]);
    }
    return colors;
}

Matrix colors_of_attribute(std::string_view name, const Matrix& values) {
    const Index columns = values.cols();
    if (name == "color" && columns >= 3) return values;
    if (columns == 1) return colors_of_values(values.col(0));
    Matrix colors = Matrix::Zero(values.rows(), 3);
    for (Index i = 0; name == "texture" && i < values.rows(); ++i)
        if (values.row(i).allFinite()) paint(colors, i, checkered(values(i, 0), values(i, 1)));
    for (Index c = 0; name != "texture" && c < std::min<Index>(3, columns); ++c)
        colors.col(c) = name == "normal" ? Vector((values.col(c).array() + 1) / 2) : stretched(values.col(c));
    for (Index i = 0; i < values.rows(); ++i)
        if (!values.row(i).allFinite()) paint(colors, i, uncovered_grey);
    return colors;
}

}  // namespace orthoscope
