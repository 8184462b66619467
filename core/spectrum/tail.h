// A power law fitted to the largest squares of singular values.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// Density l^-alpha for l >= least. Void: count 0.
struct PowerTail {
    double alpha = 0;
    Index count = 0;      // k: how many squares the tail has
    double distance = 0;  // D, Kolmogorov's: largest gap between the shares found and the law
    double least = 0;     // l_min, the smallest of them
};

// alpha = 1 + k / sum ln(l_i / l_min) by maximum likelihood, with l_min where D is least (Clauset, Shalizi and Newman,
// SIAM Review 51, 2009). Tails shorter than `fewest`, and values at or below `rounding`, take no part; void where none is
// left, or where all in it are equal. s: singular values, descending. O(q^2).
PowerTail power_tail(const Vector& s, Index fewest, double rounding);

}  // namespace orthoscope
