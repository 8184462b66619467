// Starts of a search over rotations: matched principal axes and random turns, the best by sliced cost.
#pragma once

#include <string>
#include <vector>

#include "core/base/context.h"
#include "core/transport/sliced.h"

namespace orthoscope {

struct FlowStart {
    std::string name;
    Matrix rotation;
};

// Up to `count` starts that differ by more than some 20 degrees from each other and from `first`, lowest
// sliced cost first. Both sets are centred, or share an origin.
Result<std::vector<FlowStart>> flow_starts(const Matrix& source, const Matrix& target, const Matrix& first,
                                           bool rotation_only, Index count, std::uint64_t seed, int threads,
                                           const Context& context);

// The nearest orthogonal matrix, of determinant +1 where `rotation_only`.
Result<Matrix> nearest_orthogonal(const Matrix& m, bool rotation_only);

}  // namespace orthoscope
