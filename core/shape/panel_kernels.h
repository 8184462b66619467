// Inner loops of triangular solves with many right-hand sides, for wide registers where the machine has them.
#pragma once

#include <cstdint>

#include "core/base/types.h"

namespace orthoscope {

constexpr Index panel_width = 8;  // right-hand sides that lie side by side in memory

// Columns first .. first + width - 1 of a unit lower triangular L that have the same rows below them.
struct Supernode {
    Index first, width, below;
    const std::int32_t* rows;  // below
    const double* block;       // (width + below) x width, row after row; on and above its diagonal nothing is read
};

// x := L^-1 x and x := L'^-1 x, a supernode's part of it; row i of x is panel_width numbers from x + i panel_width on.
void forward(const Supernode& node, double* x);
void backward(const Supernode& node, double* x);

}  // namespace orthoscope
