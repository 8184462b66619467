// Inner loops of the transport solvers, compiled for several instruction sets and chosen when the program
// starts.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

struct LogSum {
    double largest = 0;    // max_j z_j
    double sum = 0;        // sum_j exp(z_j - largest)
    double value() const;  // log sum exp
};

// z = offset + points query; points m x d column-major, query d long.
void affine_scores(const double* points, Index m, Index d, const double* query, const double* offset,
                   double* z);
void affine_scores(const float* points, Index m, Index d, const float* query, const float* offset, float* z);

// z becomes exp(z - max z). Relative error of each exponential below 4e-16 (float: 4e-7); what lies below
// exp(-700) (float: exp(-86)) counts as that. Sums are in double, of float by chunks of 256.
LogSum exponentials(double* z, Index m);
LogSum exponentials(float* z, Index m);

double largest_of(const double* z, Index m);

}  // namespace orthoscope
