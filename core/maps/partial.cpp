#include "core/maps/partial.h"

#include <algorithm>
#include <cmath>

#include "core/maps/measures.h"

namespace orthoscope {
namespace {

constexpr double more_boundary = 0.1;

}  // namespace

double boundary_length(const Dataset& shape) {
    const Triangles* triangles = shape.triangles();
    if (!triangles || triangles->rows() == 0) return 0;
    std::vector<std::pair<Index, Index>> edges;
    for (Index f = 0; f < triangles->rows(); ++f)
        for (int c = 0; c < 3; ++c) edges.push_back(std::minmax<Index>((*triangles)(f, c), (*triangles)(f, (c + 1) % 3)));
    std::sort(edges.begin(), edges.end());
    double length = 0;
    for (std::size_t a = 0, b = 0; a < edges.size(); a = b) {
        for (b = a + 1; b < edges.size() && edges[b] == edges[a];) ++b;
        if (b == a + 1) length += (shape.values().row(edges[a].first) - shape.values().row(edges[a].second)).norm();
    }
    const double area = shape_area(shape);
    return area > 0 ? length / std::sqrt(area) : 0;
}

bool may_be_part(const Dataset& source, const Dataset& target) {
    return boundary_length(source) - boundary_length(target) > more_boundary;
}

Index uncover(Indices& map, const Indices& back, const Dataset& target, double away) {
    const double most = away * std::sqrt(shape_area(target));
    const Matrix& places = target.values();
    Index lost = 0;
    for (Index y = 0; y < map.size(); ++y) {
        if (map(y) < 0) continue;
        const Index home = back(map(y));
        if (home >= 0 && (places.row(home) - places.row(y)).norm() <= most) continue;
        map(y) = -1, ++lost;
    }
    return lost;
}

}  // namespace orthoscope
