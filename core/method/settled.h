// What `auto` became.
#pragma once

#include <string>

#include "core/method/parameters.h"

namespace orthoscope {

// "mode rotation, center on": of the options that were left to the method, what it chose; empty where none was.
std::string settled(const ParameterSet& asked, const ParameterSet& used);

}  // namespace orthoscope
