// A matrix as an image, in a map that is symmetric about zero.
#pragma once

#include <string>

#include "core/base/types.h"
#include "views/overlay/ink.h"

namespace orthoscope {

struct MatrixImage {
    Matrix cells;
    double range = 0;   // largest magnitude shown
    double cell = 1;    // side in units
    double opacity = 1;
    std::string caption{};
};

// Of each block x block piece the entry of the largest magnitude: means would cancel what a funnel is made of.
Matrix block_peaks(const Matrix& m, Index block);

// The upper left corner at (x, y); numbers are written into cells that are large enough.
void draw_cells(const Ink& ink, const MatrixImage& image, double x, double y);
// Its colours, upwards, with their ends.
void draw_scale(const Ink& ink, double x, double y, double height, double range);

}  // namespace orthoscope
