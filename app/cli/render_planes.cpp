#include "app/cli/render_planes.h"

#include "core/rotations/mix_text.h"

namespace orthoscope {
namespace {

const PlanesState* last_planes(const Exhibit& exhibit) {
    return exhibit.frames.empty() ? nullptr : std::get_if<PlanesState>(exhibit.frames.back()->state.get());
}

// "A,B" as two texts; of a text without a comma the second is empty.
std::pair<std::string, std::string> halves(const std::string& text) {
    const auto comma = text.find(',');
    return {text.substr(0, comma), comma == std::string::npos ? "" : text.substr(comma + 1)};
}

Status read_time(PlaneOptions& o, const std::string& text) {
    const auto [first, second] = halves(text);
    auto time = real_number("--plane-time", first, -1e6, 1e6);
    if (!time) return time.error();
    o.time = *time;
    if (second.empty()) return success();
    auto other = real_number("--plane-time", second, -1e6, 1e6);
    if (!other) return other.error();
    o.second_time = *other;
    return success();
}

Status read_torus(PlaneOptions& o, const std::string& text) {
    const auto [first, second] = halves(text);
    auto j = whole_number("--torus", first, 1, 100000), k = whole_number("--torus", second, 1, 100000);
    if (!j || !k || *j == *k) return refuse_value("--torus", text, "the numbers of two planes, like 1,3");
    o.torus = std::pair(int(*j), int(*k));
    return success();
}

}  // namespace

const std::vector<OptionRule>& plane_rules() {
    static const std::vector<OptionRule> rules{
        {"mix", "parts like 2:off, 3:x0.5, 4:+1.25 or mean:off, joined by commas"},
        {"planes", "how many planes frames are rebuilt from; 0 for all"},
        {"plane-time", "steps since the first frame, also beyond the data; of a grid two, like 1.5,3"},
        {"torus", "the numbers of two planes, like 1,3"}};
    return rules;
}

Result<PlaneOptions> parse_planes(const std::vector<Argument>& arguments) {
    PlaneOptions o;
    if (auto text = last_value(arguments, "mix")) {
        auto mix = mix_from_text(*text, "--mix");
        if (!mix) return mix.error();
        o.mix = std::move(*mix);
    }
    if (auto text = last_value(arguments, "planes")) {
        auto count = whole_number("--planes", *text, 0, 100000);
        if (!count) return count.error();
        o.count = int(*count);
    }
    if (auto text = last_value(arguments, "plane-time"))
        if (auto status = read_time(o, *text); !status) return status.error();
    if (auto text = last_value(arguments, "torus"))
        if (auto status = read_torus(o, *text); !status) return status.error();
    return o;
}

Status check_planes(const PlaneOptions& o, const Exhibit& exhibit) {
    if (!o.any()) return success();
    const auto* state = last_planes(exhibit);
    const char* option = o.mix ? "--mix" : o.count ? "--planes" : o.time ? "--plane-time" : "--torus";
    if (!state || !state->angles)
        return usage_error(option, "found with a run that has no rotation planes; expected a run of rotation-planes or its like");
    const Index planes = state->angles->rows();
    const std::string known = "a plane from 1 to " + std::to_string(planes);
    if (o.mix && Index(o.mix->planes.size()) > planes) return refuse_value("--mix", std::to_string(o.mix->planes.size()), known);
    if (o.count && *o.count > planes)
        return refuse_value("--planes", std::to_string(*o.count), "a number from 0 to " + std::to_string(planes));
    if (o.torus && std::max(o.torus->first, o.torus->second) > planes)
        return refuse_value("--torus", std::to_string(std::max(o.torus->first, o.torus->second)), known);
    if (o.time && !state->phasors)
        return usage_error("--plane-time", "found with a run without frames; expected none, as there is nothing to play");
    if (o.second_time != 0 && state->angles->cols() < 2) return refuse_value("--plane-time", "two times", "one, as one map acts");
    return success();
}

PlaneLook plane_look(const SessionView& view, const PlaneOptions& o) {
    PlaneLook look;
    if (auto mix = mix_from_text(view.plane_mix, "plane_mix")) look.mix = std::move(*mix);
    look.count = view.plane_count, look.torus_first = view.torus_first, look.torus_second = view.torus_second;
    if (o.mix) look.mix = *o.mix;
    look.count = o.count.value_or(look.count);
    look.time = o.time, look.second_time = o.second_time;
    if (o.torus) look.torus_first = o.torus->first, look.torus_second = o.torus->second;
    return look;
}

}  // namespace orthoscope
