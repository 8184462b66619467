// What rows and entries say beside the singular values: cosines between rows, and how large entries are.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// Cosines between all pairs of up to `most_rows` rows (drawn with the seed) that are not zero, against those of directions
// drawn at random in D dimensions, whose angle has the exact density sin^(D-2) t.
struct CosineHistogram {
    Matrix bins;  // b x 3: middle, share a unit found, share a unit of the null; both integrate to 1 over the bins. 0 x 3: void
    double mean = 0, spread = 0, null_spread = 0;  // mean, standard deviation found, and 1 / sqrt D
    Index used = 0, zero_rows = 0;
};
Result<CosineHistogram> cosine_histogram(const Matrix& rows, Index most_rows, std::uint64_t seed, const Context& context);
// Share of random pairs with a cosine from a to b, in D >= 2 dimensions.
double null_cosine_share(double a, double b, Index dimension);

// Absolute entries that are not 0 (of a million drawn from more) and the Weibull law of greatest likelihood,
// density k / c (x / c)^(k-1) exp(-(x / c)^k).
struct EntryHistogram {
    Matrix bins;  // b x 3: middle, density found, density of the law. 0 x 3: void
    double shape = 0, scale = 0;  // k and c; NaN where all entries are equal or 0
    double zeros = 0;             // share of entries that are 0
    Index different = 0;          // different values, counted up to 257
};
EntryHistogram entry_histogram(const Matrix& rows);

}  // namespace orthoscope
