#include "core/base/context.h"

#include <unistd.h>

#include <cstdio>
#include <string>

namespace orthoscope {

std::uint64_t Context::memory() const {
    if (memory_limit) return memory_limit;
    const auto pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) / 4 * 3;
}

Status Context::fits(std::uint64_t bytes, std::string_view place) const {
    if (bytes <= memory()) return success();
    return memory_error(std::string(place), "would need " + human_bytes(bytes) + " of memory; at most " +
                                                human_bytes(memory()) + " may be used");
}

std::string human_bytes(std::uint64_t bytes) {
    static constexpr const char* units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes);
    int unit = 0;
    for (; value >= 999.5 && unit < 6; ++unit) value /= 1000;
    char text[32];
    std::snprintf(text, sizeof text, "%.3g %s", value, units[unit]);
    return text;
}

}  // namespace orthoscope
