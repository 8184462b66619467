// Which of the common options a method makes use of: the others are neither shown for it nor read for its runs.
#pragma once

#include "core/method/method.h"
#include "core/session/pairing_spec.h"

namespace orthoscope {

// By the names of pairing_names(). Weights and anchors belong to pairs, normalised rows to
// alignments; a truth measures any method of two inputs.
bool uses_pairing(const MethodInfo& info, std::string_view name);

// The spec with what the method has no use for left at its default.
PairingSpec used_pairing(const PairingSpec& spec, const MethodInfo& info);

}  // namespace orthoscope
