// Triangles known by the lengths of their sides and by which sides are glued together; no coordinates.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// Side s of face t is number 3 t + s and runs from corner s to corner s + 1 (mod 3).
struct IntrinsicMesh {
    std::vector<std::array<std::int32_t, 3>> corners;  // vertices; after flips one may stand twice in a face
    std::vector<double> lengths;                       // 3 f, > 0
    std::vector<std::int32_t> twin;                    // 3 f: the side glued to it, run the other way; -1 none

    Index faces() const { return Index(corners.size()); }
};

// Faces with a corner twice are left out. Lengths are divided by `unit`, the mean length (1 where all are 0).
struct IntrinsicFaces {
    IntrinsicMesh mesh;  // not glued yet
    double unit = 1;
    Index flat = 0;  // faces left out, and those with an area below 1e-9 of their longest side squared
};
IntrinsicFaces intrinsic_faces(const Matrix& vertices, const Triangles& triangles);

// Area by Kahan's form of Heron's formula, at least 1e-9 of the longest side squared.
double area_of(double a, double b, double c);
// Twice the weight of side 3 t + s: the cotangent of the angle across from it.
double opposite_cotangent(const IntrinsicMesh& mesh, Index side);

// Adds the same length to all sides, so that each triangle inequality holds by 1e-6 of the mean length (Sharp & Crane
// 2020, section 4.5). Nothing is added where it holds already.
void mollify(IntrinsicMesh& mesh);

// Glues sides of equal ends. False, and nothing glued: some side is shared by three faces or run twice the same way.
bool glue_manifold(IntrinsicMesh& mesh);
// Two copies of each face, one turned over, glued round each edge: an oriented manifold without boundary with the same
// vertices, whatever the faces were (Sharp & Crane 2020, section 3). Weights and areas of it count twice.
IntrinsicMesh tufted_cover(const IntrinsicMesh& mesh);

// Flips sides until the angles across from each sum to at most pi (Bobenko & Springborn 2007). Errors: Cancelled.
Status flip_to_delaunay(IntrinsicMesh& mesh, const Context& context);

}  // namespace orthoscope
