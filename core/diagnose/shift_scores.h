// Shift scores: by how many rows might one set be shifted against the other? Lengths of rows about their mean and
// steps from row to row survive any rotation and offset, so their cross-correlation peaks at the shift.
#pragma once

#include "core/alignment/baselines.h"

namespace orthoscope {

// Cross-correlation of a and b over all shifts, by FFT: out(k + n - 1) = sum over i of a(i) b(i + k),
// for k = -(n-1) .. n-1. O(n log n).
Vector cross_correlation(const Vector& a, const Vector& b);

// Shifts k != 0 (source row i with target row i + k) that are worth a fit: all up to `most` / 4 rows either way, and
// the `most` best by correlation normalised by the rows that overlap (at least a quarter of them).
std::vector<Index> likely_shifts(const Pairs& pairs, const FitRows& rows, int most);

}  // namespace orthoscope
