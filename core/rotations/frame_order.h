// Whether the order of the frames carries the planes, or any order would have given such planes; internal to core/rotations.
#pragma once

#include <optional>

#include "core/recording/state.h"
#include "core/rotations/steps.h"

namespace orthoscope {

// Relative misfit |X1 - X0 A| / |X1| of the best orthogonal map A over all steps in the kept directions, and its mean where
// the same frames stand in shuffled orders.
struct FrameOrder {
    double misfit = 0, shuffled = 0;
    Index frames = 0, directions = 0;
};

// None where the steps are many for the directions (T > 2 k: such an accident cannot happen), where frames have no order, or
// for more maps than one. `state` has planes and phasors.
std::optional<FrameOrder> frame_order(const PlanesState& state, const FrameSteps& steps, std::uint64_t seed);

}  // namespace orthoscope
