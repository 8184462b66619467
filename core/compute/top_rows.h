// The k nearest rows of each of many queries in any dimension; internal to core/compute.
#pragma once

#include "core/neighbours/kd_tree.h"

namespace orthoscope {

// As ComputeBackend::nearest, on the CPU: balls of near points are left out where they cannot hold one of the k
// (core/maps/nearest_tree.h), the rest is bounded in float32 and compared in double.
Result<Nearest> top_rows(const Matrix& queries, const Matrix& points, Index k, int threads, const Context& context);

// The shared refusals: no points, another number of columns, entries that are not finite.
Status check_rows(const Matrix& queries, const Matrix& points);

}  // namespace orthoscope
