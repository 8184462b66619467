// Numbers and counts as sentences show them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orthoscope {

std::string brief(double value);     // at most four significant digits: "0.01234"
std::string in_percent(double share);   // of 1, to a tenth: "12.3 %"; never "100 %" for less than all
std::string counted(std::uint64_t count, std::string_view noun);  // "1 row", "3 rows", "2 vertices"

}  // namespace orthoscope
