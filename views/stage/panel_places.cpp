#include "views/stage/panel_places.h"

#include <charconv>

namespace orthoscope {

std::string panel_under(const std::vector<PlacedPanel>& panels, double x, double y) {
    const auto holds = [&](const PlacedPanel& p) {
        return x >= p.x && x < p.x + p.width && y >= p.y && y < p.y + p.height;
    };
    for (auto& panel : panels) {
        if (!holds(panel)) continue;
        for (auto& part : panel.parts)
            if (holds(part)) return part.id;
        return panel.id;
    }
    return {};
}

std::optional<int> numbered(const std::string& id, std::string_view prefix) {
    int number = 0;
    if (!id.starts_with(prefix)) return std::nullopt;
    const char* end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + prefix.size(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace orthoscope
