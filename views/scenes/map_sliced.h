// The sliced distance, seen: both spectral embeddings projected onto the direction that a frame looks along.
#pragma once

#include "core/recording/state.h"
#include "views/overlay/map_notes.h"

namespace orthoscope {

// The source at phi_1(x) C' theta, the target at phi_2(y) theta, weighed by the masses (n and m, sum 1); empty where the
// state has no direction, no map C or no bases that fit them.
MapNotes::Sliced sliced_view(const ShapeState& state, const Vector& source_masses, const Vector& target_masses);

}  // namespace orthoscope
