#include "core/base/text.h"

#include <cmath>
#include <cstdio>

namespace orthoscope {

std::string brief(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::string in_percent(double share) {
    return share < 1 && share > 0.999 ? "more than 99.9 %" : brief(std::round(share * 1000) / 10) + " %";
}

std::string counted(std::uint64_t count, std::string_view noun) {
    if (count == 1) return "1 " + std::string(noun);
    if (noun == "vertex") return std::to_string(count) + " vertices";
    return std::to_string(count) + " " + std::string(noun) + "s";
}

}  // namespace orthoscope
