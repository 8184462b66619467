// MatrixView: which part of the matrix C its picture shows.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

struct MatrixView {
    bool large = false;       // seen over the scene; else a small picture of the whole
    double x = 0, y = 0;      // of the part shown the left upper corner, in sides of the picture of the whole
    double share = 1;         // of the side
    bool operator==(const MatrixView&) const = default;

    // The place (u, v) of the picture, 0..1, stays where it is.
    void zoom(double factor, double u, double v);
    void shift(double u, double v);  // the picture follows the hand
};

// Entries shown of a matrix of rows x columns, at least 4 on a side where there are so many.
struct MatrixPart {
    Index row = 0, column = 0, rows = 0, columns = 0;
    Index side() const { return rows > columns ? rows : columns; }
};
MatrixPart part_of(const MatrixView& view, Index rows, Index columns);

}  // namespace orthoscope
