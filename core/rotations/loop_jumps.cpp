#include "core/rotations/loop_jumps.h"

namespace orthoscope {

double jump_ratio(const LoopState& s, Index t, int system) {
    const double turn = (*s.steps)(t);
    return turn < 1e-12 ? 0 : (*s.jumps)(t, system) / (turn * coordinate_lengths[system]);
}

}  // namespace orthoscope
