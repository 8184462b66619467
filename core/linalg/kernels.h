// The few innermost loops that neither BLAS nor Eigen covers, built for wide registers where the machine has them.
// Results do not depend on which machine: no fused operations, and sums run in a fixed order of eight lanes.
#pragma once

#include <cstdint>

#include "core/base/types.h"

namespace orthoscope {

// One relaxation of a shortest-path search: for all j, x = cost[j] - price[j] - offset; where x < key[j], key[j] = x
// and pred[j] = from. Returns the first j of the lowest key (-1 where all are infinite). price may be -infinity.
struct Lowest {
    double value;
    Index at;
};
Lowest relax(const float* cost, const double* price, double offset, Index count, std::int64_t from, double* key,
             std::int64_t* pred);

// The lowest and second lowest of cost[j] - price[j], and the first j of the lowest and of the second.
struct TwoLowest {
    double first, second;
    Index at, second_at;  // -1: there is none
};
TwoLowest two_lowest(const float* cost, const double* price, Index count);

// out[j] = exp(x[j] + bias[j] + shift), to 3e-7 relative; 0 below exp(-87). Returns the sum.
float exp_row(const float* x, const float* bias, float shift, Index count, float* out);
// max over j of x[j] + bias[j].
float highest(const float* x, const float* bias, Index count);
float dot(const float* a, const float* b, Index count);
// y += s x.
void add_scaled(float s, const float* x, Index count, float* y);

}  // namespace orthoscope
