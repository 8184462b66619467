// MapShape: a shape made ready to stand beside another: centred, and as large as the other.
#pragma once

#include <vector>

#include "core/data/dataset.h"

namespace orthoscope {

struct MapShape {
    Matrix rows;                           // n x 3, about the origin
    const Triangles* triangles = nullptr;  // null: drawn as points; of the dataset
    Vector masses;                         // n, sum 1: a third of each triangle; of a cloud all the same
    double area = 0;                       // in the units of `rows`; of a cloud that of its bounding box
    Matrix outer;                          // rows that bound it
    double radius = 0;                     // from the vertical axis
    double height = 0;                     // half of it
    RowVector middle;                      // of the dataset's rows: `rows` is (rows - middle) size
    double size = 1;

    // Rows of the dataset, or others in their place, as `rows` has them.
    Matrix placed(const Matrix& rows) const;

    // How far it reaches along a direction of the view, from its own vertical axis; the same all round.
    double reach(const Eigen::Vector3d& right) const;
};

// Sized by the square root of their areas where both are meshes, else by the root mean square distance from the middle;
// the larger one has radius 1. `target` may be null.
std::vector<MapShape> map_shapes(const Dataset& source, const Dataset* target);

// `count` rows far from each other: each the farthest from those before, the first the farthest from the mean.
std::vector<Index> farthest_rows(const Matrix& rows, Index count);

}  // namespace orthoscope
