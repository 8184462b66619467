// Whether a state that was read is sound in itself: views and the playback multiply its parts without looking again.
#pragma once

#include "core/base/json_fields.h"
#include "core/recording/state.h"

namespace orthoscope::orec {

// Refuses the first field that does not go with the others.
void check(const AlignmentState& state, JsonFields& fields);
void check(const GroupState& state, JsonFields& fields);
void check(const ShapeState& state, JsonFields& fields);
void check(const PlanesState& state, JsonFields& fields);
void check(const LoopState& state, JsonFields& fields);
void check(const SpectrumState& state, JsonFields& fields);
void check(const DescentState& state, JsonFields& fields);

}  // namespace orthoscope::orec
