// The methods that take sets without pairs, for sentences that name the way out.
#pragma once

#include <string>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

class Method;

// Those of the registry that take two sets of `dimension` columns without pairs and need no start.
std::vector<const Method*> unpaired_methods(Index dimension);

// "Methods that fit unpaired sets: icp or sinkhorn.", or that there is none.
std::string unpaired_advice(Index dimension);

}  // namespace orthoscope
