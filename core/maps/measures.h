// What can be said of a pointwise map between two shapes, with and without a truth.
//
// A map has one entry a target vertex: its source vertex, -1 uncovered. n source and m target vertices. Measures that
// have nothing to judge are void: NaN.
#pragma once

#include <Eigen/SparseCore>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/shape/geodesics.h"

namespace orthoscope {

// Share of source vertices that are hit.
double coverage(const Indices& map, Index source_vertices);

// Of a mesh the sum of its triangles; of a cloud (2 or 3 columns) an estimate from the distance to the sixth neighbour.
double shape_area(const Dataset& shape);

// Share of the target's triangles whose image keeps the orientation of the source surface (sign of the image's normal
// against the mean of the source's vertex normals there), among those with an image of positive area. Some 1 where a map is
// right and 0 where it is mirrored; void for clouds and in the plane.
double orientation_preserved(const Dataset& source, const Dataset& target, const Indices& map);

// Mean over the target's edges of |log(image length / length)| for images along straight lines, lengths each over the
// square root of its shape's area; an image shorter than a hundredth of the source's median edge counts as that long. Edges
// of a cloud are its rows' six nearest; edges with an uncovered end do not count.
double edge_stretch(const Dataset& source, const Dataset& target, const Indices& map);

// Dirichlet energy of the map: sum over coordinates of the source's embedding pulled to the target, g' W2 g, over the same
// of the source on itself, x' W1 x (Ezuz, Solomon & Ben-Chen, "Reversible harmonic maps between discrete surfaces", 2019);
// 1 for an isometry. W1 and W2 are the stiffnesses (n x n, m x m, rows sum to 0); pairs with an uncovered end do not count.
double dirichlet_energy(const Matrix& source_points, const Eigen::SparseMatrix<double>& source_stiffness,
                        const Eigen::SparseMatrix<double>& target_stiffness, const Indices& map);

// C is k2 x k1. |C'C - 1|_F / sqrt(k1) where k1 <= k2, else |C C' - 1|_F / sqrt(k2); and |C L1 - L2 C|_F / (l |C|_F) with
// l the largest value of either side. Both are 0 for an isometry. `source_values` has at least k1 entries, the other k2.
double orthogonality_error(const Matrix& functional_map);
double commutativity_error(const Matrix& functional_map, const Vector& source_values, const Vector& target_values);

// Mean geodesic distance, over the square root of the source's area, that a vertex has moved after going there and back:
// x -> back(x) -> map(back(x)), by `back` (n: target vertex of each source vertex, -1 none). Above 20,000 vertices 5,000
// are drawn. Vertices that end on another component, or nowhere, do not count.
Result<double> bijectivity_error(const Geodesics& source, double area, const Indices& map, const Indices& back, int threads,
                                 const Context& context);

struct GeodesicError {
    double mean = 0, median = 0;  // over the square root of the source's area
    Vector errors;                // m, the same unit; NaN where the truth or the map is silent, or the row was not drawn
    Index judged = 0;             // rows that count
    bool sampled = false;         // more than 20,000 rows could be judged: 5,000 were drawn with the seed
};
// truth: m, the true source vertex of each target vertex, -1 unknown. An uncovered vertex, and one on another component
// than its truth, counts as the diameter. Distances are Geodesics::pairs. Errors: Cancelled.
Result<GeodesicError> geodesic_error(const Geodesics& source, double area, const Indices& map, const Indices& truth,
                                     std::uint64_t seed, int threads, const Context& context);

}  // namespace orthoscope
