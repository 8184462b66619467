#include "core/rotations/mix_text.h"

#include <charconv>
#include <cmath>
#include <set>

namespace orthoscope {
namespace {

constexpr Index most_planes = 100000;
constexpr double most_steps = 1e6;

std::string shortest(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return {text, end};
}

std::string text_of(const PlanePlay& play) {
    if (!play.on && play.speed == 1 && play.offset == 0) return "off";
    std::string text = play.on ? "" : "off";
    if (play.speed != 1) text += "x" + shortest(play.speed);
    if (play.offset != 0) text += (play.offset > 0 ? "+" : "") + shortest(play.offset);
    return text;
}

// A number at the front of `text`, which loses it.
bool take_number(std::string_view& text, double& value) {
    bool signed_already = false;
    if (text.starts_with('+')) text.remove_prefix(1), signed_already = true;
    if (signed_already && text.starts_with('-')) return false;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::general);
    if (read.ec != std::errc() || !std::isfinite(value) || std::abs(value) > most_steps) return false;
    text.remove_prefix(std::size_t(read.ptr - text.data()));
    return true;
}

bool read_play(std::string_view text, PlanePlay& play) {
    if (text.empty()) return false;
    if (text.starts_with("off")) play.on = false, text.remove_prefix(3);
    if (text.starts_with('x')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || !take_number(text, play.speed)) return false;
    }
    if (text.starts_with('+') || text.starts_with('-'))
        if (!take_number(text, play.offset)) return false;
    return text.empty();
}

bool read_part(std::string_view part, PlaneMix& mix, std::set<Index>& named) {
    const auto colon = part.find(':');
    if (colon == std::string_view::npos) return false;
    const auto name = part.substr(0, colon), value = part.substr(colon + 1);
    for (auto& [known, flag] : {std::pair{"mean", &mix.mean}, {"fixed", &mix.fixed}, {"flipped", &mix.flipped}})
        if (name == known) return *flag = false, value == "off";
    Index plane = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), plane);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size()) return false;
    if (plane < 1 || plane > most_planes || !named.insert(plane).second) return false;
    if (Index(mix.planes.size()) < plane) mix.planes.resize(std::size_t(plane));
    return read_play(value, mix.planes[std::size_t(plane - 1)]);
}

}  // namespace

std::string text_of(const PlaneMix& mix) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ",") + part; };
    for (std::size_t k = 0; k < mix.planes.size(); ++k)
        if (!(mix.planes[k] == PlanePlay{})) add(std::to_string(k + 1) + ":" + text_of(mix.planes[k]));
    if (!mix.mean) add("mean:off");
    if (!mix.fixed) add("fixed:off");
    if (!mix.flipped) add("flipped:off");
    return text;
}

Result<PlaneMix> mix_from_text(const std::string& text, const std::string& place) {
    PlaneMix mix;
    std::set<Index> named;
    for (std::size_t from = 0; !text.empty() && from <= text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        const std::string part = text.substr(from, comma - from);
        if (!read_part(part, mix, named))
            return usage_error(place,
                               "found \"" + part + "\"; expected parts like 2:off, 3:x0.5, 4:+1.25 or mean:off, each plane once");
        from = comma + 1;
    }
    return mix;
}

}  // namespace orthoscope
