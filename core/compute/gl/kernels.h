// The kernels on the device's thread; internal to core/compute/gl. Errors as in core/compute/backend.h.
#pragma once

#include <deque>

#include "core/compute/backend.h"
#include "core/compute/gl/device.h"

namespace orthoscope {

// Pairs that stay on the device, newest last.
struct GlPairs {
    std::uint64_t number = 0;
    GlBuffer starts, others, costs;
};
struct GlKept {
    std::deque<GlPairs> pairs;
};

Result<Nearest> gl_nearest(GlDevice& device, const Matrix& queries, const Matrix& points, Index k, int threads,
                           const Context& context);
Result<Sliced> gl_sliced(GlDevice& device, const WeightedPoints& source, const WeightedPoints& target,
                         const Matrix& directions, const SlicedWants& wants, const Context& context);
Result<Vector> gl_half_step(GlDevice& device, const HalfStep& step, const Context& context);
Result<Vector> gl_sparse_half_step(GlDevice& device, GlKept& kept, const SparseHalfStep& step, const Context& context);

}  // namespace orthoscope
