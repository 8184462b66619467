// What `auto` means for the choices that methods share with procrustes: by the kind of the inputs.
#pragma once

#include "core/alignment/pairs.h"
#include "core/alignment/retrieval.h"
#include "core/method/parameters.h"

namespace orthoscope {

// Clouds and meshes all: a reflection is wrong and the origin means nothing.
bool spatial(const Pairs& pairs);
Likeness likeness_of(const Pairs& pairs);

// "mode" and "center" (ProcrustesOptions) with auto resolved.
ParameterSet resolve_fit(const ParameterSet& options, const Pairs& pairs);

}  // namespace orthoscope
