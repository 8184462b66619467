// The methods that take sets without pairs, for sentences that name the way out.
#pragma once

#include <string>
#include <vector>

namespace orthoscope {

class Method;

// Those of the registry that take two sets without pairs and need no start.
std::vector<const Method*> unpaired_methods();

// "Methods that fit unpaired sets: icp or sinkhorn.", or that there is none.
std::string unpaired_advice();

}  // namespace orthoscope
