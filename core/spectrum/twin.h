// What the same numbers would give without their order: the shuffled twin, and parallel analysis.
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// All entries in a random order: same numbers, no structure.
Matrix shuffled_entries(const Matrix& a, std::uint64_t seed);

// Parallel analysis (Horn 1965; Buja and Eyuboglu 1992): the 95 % quantile of each singular value over `copies` of the
// matrix with every column in a random order of its own. Values of the copies come from Gram matrices: absolute error up to
// 1.5e-8 of the largest. Quantiles are interpolated as numpy does. Precondition: copies >= 1. Errors: Cancelled, LAPACK's.
Result<Vector> parallel_quantiles(const Matrix& a, Index copies, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
