// The order in which a person counts: frame2 before frame10.
#pragma once

#include <string_view>

namespace orthoscope {

// Runs of digits compare as numbers of any length, the rest byte by byte; equal numbers by their leading
// zeros.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace orthoscope
