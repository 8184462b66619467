// One half step of Sinkhorn's iteration in the log domain (Cuturi 2013; Schmitzer 2019): a potential of one side from
// that of the other.
//
//   f_i = -eps log sum_j b_j exp((g_j - c_ij) / eps)
//
// Dense: c_ij = |x_i - y_j|^2 is made on the fly, O(n m d) time and O(n + m) memory beside the points. Sparse: the sum
// runs over the listed pairs of row i alone.
#pragma once

#include <cstdint>
#include <span>

#include "core/transport/geometry.h"

namespace orthoscope {

struct HalfStep {
    const TransportSide& from;  // n rows: the potential asked for
    const TransportSide& onto;  // m rows
    const Vector& potential;    // m: g
    double epsilon = 1;         // > 0
    bool single = false;        // scores and exponentials in float32, sums in double
    int threads = 2;
};

// n entries. Error of each entry: about 2e-15 of the largest |z_ij| eps in double, 1e-7 of it in single, where z_ij =
// (g_j - |y_j|^2 + 2 x_i . y_j) / eps + log b_j. Errors: Input (entries that are
// not finite, no rows to sum over), Cancelled.
Result<Vector> half_step(const HalfStep& step, const Context& context);

// Pairs of row i are start[i] .. start[i + 1] - 1 of `order`, which numbers entries of `other` and `cost`; no order: the
// entries themselves. Rows without pairs get 0.
struct SparseHalfStep {
    std::span<const Index> start;         // n + 1
    std::span<const Index> order;         // may be empty
    std::span<const std::int32_t> other;  // of each entry: the row of the other side
    std::span<const double> cost;         // of each entry
    const Vector& offset;                 // m: g_j / eps + log b_j
    double epsilon = 1;
    double relaxation = 1;                // the answer is multiplied by this: w = rho / (rho + eps); 1: exact marginals
    int threads = 2;
    // Not 0: start, order, other and cost are those of all earlier steps of this number, so that a device may keep them.
    std::uint64_t pairs = 0;
    Index rows() const { return static_cast<Index>(start.size()) - 1; }
};

// n entries, in double. Errors: as half_step.
Result<Vector> sparse_half_step(const SparseHalfStep& step, const Context& context);

// The refusals of both, for who runs them elsewhere.
Status check_step(const HalfStep& step);
Status check_step(const SparseHalfStep& step);

}  // namespace orthoscope
