#include "core/maps/partial.h"

#include <algorithm>
#include <cmath>

#include "core/maps/measures.h"

namespace orthoscope {
namespace {

constexpr double more_boundary = 0.1;
// Figures of 2,000 vertices: without a forearm or a quadruped's side 4 to 7 % pay more that have a partner and 42 to 92 %
// that have none; complete ones 1 %, and after the vote none.
constexpr double dear = 2.5;
constexpr int vote_rounds = 4;

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

Index uncover(Indices& map, const Vector& price, const Dataset& target) {
    Vector share = (price.array() > dear).cast<double>();
    const Triangles& triangles = *target.triangles();
    for (int round = 0; round < vote_rounds; ++round) {
        Vector sum = share, count = Vector::Ones(share.size());
        for (Index f = 0; f < triangles.rows(); ++f)
            for (int c = 0; c < 3; ++c)
                for (int d = 1; d < 3; ++d)  // an edge within the surface counts twice, as does each of its ends
                    sum(triangles(f, c)) += 0.5 * share(triangles(f, (c + d) % 3)), count(triangles(f, c)) += 0.5;
        share = sum.cwiseQuotient(count);
    }
    Index lost = 0;
    for (Index y = 0; y < map.size(); ++y)
        if (map(y) >= 0 && share(y) > 0.5) map(y) = -1, ++lost;
    return lost;
}

}  // namespace orthoscope
