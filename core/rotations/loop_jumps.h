// Where the coordinates of a loop of orientations jump.
#pragma once

#include "core/recording/state.h"

namespace orthoscope {

// How far the coordinates of a system moved over step t, a radian of the body's turn counted as 1 in every system: the
// move over the length of that system's coordinates, over the turn. 0 where the body stands still.
// Preconditions: `s` has jumps and steps; 0 <= system < LoopState::systems.
double jump_ratio(const LoopState& s, Index t, int system);

// Coordinates that move this many times further than the orientation turned have jumped.
constexpr double jump_factor = 8;
inline bool jumps_at(const LoopState& s, Index t, int system) {
    return jump_ratio(s, t, system) > jump_factor;
}

// Of each system: the length of its coordinates where that is fixed (a unit quaternion 1, two unit columns, three), else 1.
constexpr double coordinate_lengths[LoopState::systems] = {1, 1, 1, 1.4142135623730951, 1.7320508075688772};

}  // namespace orthoscope
