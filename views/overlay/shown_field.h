// ShownField: numbers as a small picture on the board: an image, a surface or points, coloured.
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "views/overlay/ink.h"

namespace orthoscope {

struct ShownField {
    enum class Kind { None, Image, Surface, Scatter };
    Kind kind = Kind::None;
    std::string caption{};

    // Image: from low to high in grey, or about zero in blue and red.
    Matrix cells{};
    // Surface, Scatter: n x 3 in -1..1, x to the right, y upwards, z towards the eye; a colour each by `values`, or plain
    // where there are none; `before` (n x 3, may be empty): where each was before it was pushed, shown faintly behind.
    Matrix places{}, before{};
    Vector values{};
    std::shared_ptr<const Triangles> triangles{};  // of a surface
    double low = 0, high = 0;
    bool about_zero = false;
};

constexpr Index most_cells = 96, most_points = 4000, most_faces = 30000;

// Means over blocks, so that no side is longer than `most`; `block`: how many rows and columns make one.
Index block_for(Index rows, Index columns, Index most);
Matrix block_means(const Matrix& m, Index block);
Matrix block_rows(const Matrix& m, Index block);  // over rows alone

// An image; its range from the numbers.
ShownField image_field(Matrix cells, bool about_zero);
// Points of 2 or 3 columns seen a little from above; `frame`: those that set the extent (the same for pictures that are
// compared). Triangles of `set` where it has them and they are not too many.
ShownField place_field(const Matrix& points, const Matrix& frame, const DatasetPtr& set);
// The same of points that are pushed, the longest push by a share of their extent; and where they were.
ShownField pushed_field(const Matrix& points, const Matrix& pushes, double share, const DatasetPtr& set);
// Unit normals of the vertices (n x 3), each triangle by its area; zero rows where there is none.
Matrix vertex_normals(const Matrix& vertices, const Triangles& triangles);
// Colours them by one value each, about zero or from the least to the largest.
void colour_by(ShownField& field, const Vector& values, bool about_zero);

// Inside the box, as large as its shape allows, in the middle.
void draw_field(const Ink& ink, const ShownField& field, const Box& box);

}  // namespace orthoscope
