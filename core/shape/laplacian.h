// The Laplace-Beltrami operator of a mesh or a point cloud: stiffness W and lumped mass A, W phi = lambda A phi.
#pragma once

#include <Eigen/SparseCore>
#include <string>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

using SparseMatrix = Eigen::SparseMatrix<double>;  // column-major

enum class LaplacianKind { Cotangent, Intrinsic, Tufted };
std::string_view name_of(LaplacianKind kind);  // "cotangent", "intrinsic", "tufted"

struct Laplacian {
    SparseMatrix stiffness;  // W, n x n, symmetric, positive semidefinite, rows sum to 0; units: none
    Vector mass;             // A, n, a third of the area of each triangle (of a cloud: estimated); all > 0
    double area = 0;         // sum of the mass, without the 1e-12 of it that vertices without a triangle are given
    Index components = 0;    // of the graph of W, vertices without a triangle not counted
    std::vector<Index> component;    // of each vertex, 0 the largest by area; -1: it has no triangle
    Index alone = 0;                 // vertices without a triangle
    std::vector<std::string> notes;  // sentences: zero-area faces, vertices without a face, what became tufted
};

// Of a mesh the kind asked for: Cotangent, the classical weights of the triangles as they are (Pinkall & Polthier 1993);
// Intrinsic, those of the intrinsic Delaunay triangulation (Bobenko & Springborn 2007), of the tufted cover where the
// mesh is not an oriented manifold, which a note says; Tufted, the tufted cover always (Sharp & Crane, "A Laplacian for
// Nonmanifold Triangle Meshes", SGP 2020). The boundary is natural (Neumann). Lengths are mollified where a face has
// next to no area. Of a cloud (2 or 3 columns) the kind is ignored: the tufted Laplacian of the local Delaunay triangles
// of each point among its 30 nearest in their tangent plane. Errors (Input): other kinds of data, fewer than 3 vertices,
// no triangle with an area, a coordinate that is not finite; Memory; Cancelled.
Result<Laplacian> make_laplacian(const Dataset& shape, LaplacianKind kind, const Context& context);

}  // namespace orthoscope
