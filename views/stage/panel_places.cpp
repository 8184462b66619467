#include "views/stage/panel_places.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>

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

std::optional<PlaneTarget> plane_under(const std::vector<PlacedPanel>& panels, double x, double y) {
    const auto board = std::find_if(panels.begin(), panels.end(), [](auto& p) { return p.id == "rotation planes"; });
    if (board == panels.end() || panel_under({*board}, x, y).empty()) return std::nullopt;
    const std::string part = panel_under({*board}, x, y);
    PlaneTarget target;
    if (auto number = numbered(part, "switch-")) return PlaneTarget{PlaneTarget::Part::Switch, *number};
    if (auto number = numbered(part, "plane-")) return PlaneTarget{PlaneTarget::Part::Row, *number};
    const auto number = numbered(part, "path ");
    if (!number) return target;
    target = {PlaneTarget::Part::Path, *number};
    const auto place = [&](const std::string& name) {
        const auto found = std::find_if(board->parts.begin(), board->parts.end(), [&](auto& p) { return p.id == name + std::to_string(*number); });
        return found == board->parts.end() ? nullptr : &*found;
    };
    const auto *tip = place("phasor "), *centre = place("centre ");
    if (!tip || !centre) return PlaneTarget{PlaneTarget::Part::Row, *number};
    const auto angle = [&](double at_x, double at_y) { return std::atan2(centre->y - at_y, at_x - centre->x); };
    target.turn = std::remainder(angle(x, y) - angle(tip->x, tip->y), 2 * std::numbers::pi);
    return target;
}

std::optional<int> numbered(const std::string& id, std::string_view prefix) {
    int number = 0;
    if (!id.starts_with(prefix)) return std::nullopt;
    const char* end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + prefix.size(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace orthoscope
