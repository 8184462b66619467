#include "app/cli/render_options.h"

namespace orthoscope {
namespace {

constexpr const char* scene_words = "auto, alignment, data, landscape or race";
constexpr const char* projection_words = "principal-axes, turning-planes, grand-tour or guided-tour";

constexpr const char* map_words = "place, checker, stripes, error, eigenfunction or attribute";
constexpr const char* axes_words = "auto, linear, log or log-log";

Status set_size(RenderOptions& o, const std::string& text) {
    const auto refuse = [&] { return refuse_value("--size", text, "WIDTHxHEIGHT, each from 16 to 16384"); };
    const auto cross = text.find('x');
    if (cross == std::string::npos) return refuse();
    auto width = whole_number("--size", text.substr(0, cross), 16, 16384);
    auto height = whole_number("--size", text.substr(cross + 1), 16, 16384);
    if (!width || !height) return refuse();
    o.width = static_cast<int>(*width), o.height = static_cast<int>(*height);
    return success();
}

Status set_moment(RenderOptions& o, const std::vector<Argument>& arguments) {
    if (auto text = last_value(arguments, "frame")) {
        auto frame = whole_number("--frame", *text, 0, INT64_MAX);
        if (!frame) return frame.error();
        o.frame = *frame;
    }
    if (auto text = last_value(arguments, "time")) {
        auto time = real_number("--time", *text, 0, 1e9);
        if (!time) return time.error();
        o.time = *time;
    }
    if (auto text = last_value(arguments, "frames")) {
        if (*text != "all") return refuse_value("--frames", *text, "all (one picture: --frame N)");
        o.all_frames = true;
    }
    if (int(o.frame.has_value()) + int(o.time.has_value()) + int(o.all_frames) > 1)
        return usage_error("render", "found more than one of --frame, --time and --frames; expected one at most");
    return success();
}

Status set_look(RenderOptions& o, const std::vector<Argument>& arguments) {
    if (auto text = last_value(arguments, "theme")) {
        if (*text != "dark" && *text != "light") return refuse_value("--theme", *text, "dark or light");
        o.theme = *text == "dark" ? Theme::Dark : Theme::Light;
    }
    if (auto text = last_value(arguments, "scale")) {
        auto scale = real_number("--scale", *text, 0.25, 8);
        if (!scale) return scale.error();
        o.scale = *scale;
    }
    if (auto text = last_value(arguments, "lane")) {
        auto lane = whole_number("--lane", *text, 0, 1000000);
        if (!lane) return lane.error();
        o.lane = static_cast<int>(*lane);
    }
    if (auto text = last_value(arguments, "scene"); text && *text == "race") o.race = true;
    else if (text)
        if (!scene_from_name(*text, o.scene.emplace())) return refuse_value("--scene", *text, scene_words);
    if (auto text = last_value(arguments, "race-by"))
        if (!race_by_from_name(*text, o.race_by)) return refuse_value("--race-by", *text, "iteration, time or cost");
    if (auto text = last_value(arguments, "projection"))
        if (!projection_from_name(*text, o.projection.emplace()))
            return refuse_value("--projection", *text, projection_words);
    if (auto text = last_value(arguments, "tour-seed")) {
        auto seed = whole_number("--tour-seed", *text, 0, INT64_MAX);
        if (!seed) return seed.error();
        o.tour_seed = static_cast<std::uint64_t>(*seed);
    }
    if (auto text = last_value(arguments, "map-colours"))
        if (!map_colours_from_name(*text, o.map_colours.emplace())) return refuse_value("--map-colours", *text, map_words);
    if (auto text = last_value(arguments, "attribute")) {
        o.attribute = *text;
        if (!o.map_colours) o.map_colours = MapColours::Attribute;
    }
    if (auto text = last_value(arguments, "by")) {
        if (*text != "map" && *text != "functional-map") return refuse_value("--by", *text, "map or functional-map");
        o.by_functions = *text == "functional-map";
        if (!o.map_colours) o.map_colours = MapColours::Attribute;
    }
    if (auto text = last_value(arguments, "eigenfunction")) {
        auto index = whole_number("--eigenfunction", *text, 1, 1000000);
        if (!index) return index.error();
        o.eigenfunction = static_cast<int>(*index);
        if (!o.map_colours) o.map_colours = MapColours::Eigenfunction;
    }
    if (auto text = last_value(arguments, "cut-off")) {
        auto functions = whole_number("--cut-off", *text, 0, 1000000);
        if (!functions) return functions.error();
        if (o.race) return usage_error("--cut-off", "found with --scene race; expected none, as racers are shown as they are");
        o.cut_off = static_cast<int>(*functions);
    }
    if (auto text = last_value(arguments, "camera")) o.camera = *text;
    if (auto text = last_value(arguments, "select")) o.select = *text;
    o.halos = has(arguments, "halos");
    return success();
}

Status set_spectrum(RenderOptions& o, const std::vector<Argument>& arguments) {
    if (auto text = last_value(arguments, "axes-scale"))
        if (!decay_axes_from_name(*text, o.axes.emplace())) return refuse_value("--axes-scale", *text, axes_words);
    for (auto [name, value] : {std::pair{"layer", &o.layer}, {"direction", &o.direction}})
        if (auto text = last_value(arguments, name)) {
            auto number = whole_number(std::string("--") + name, *text, 1, 1000000);
            if (!number) return number.error();
            *value = static_cast<int>(*number);
        }
    if (auto text = last_value(arguments, "plot")) o.plot = *text;
    return success();
}

// A picture, or one plot as SVG or CSV.
Status set_out(RenderOptions& o, const std::string& out) {
    o.out = out;
    auto suffix = o.out.extension().string();
    for (char& c : suffix) c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    o.writes_plot = !o.all_frames && (suffix == ".svg" || suffix == ".csv");
    if (o.writes_plot && o.race) return usage_error("-o", "found a plot with --scene race; expected a name that ends in .png");
    if (!o.plot.empty() && !o.writes_plot) return refuse_value("-o", out, "with --plot a name that ends in .svg or .csv");
    if (!o.all_frames && !o.writes_plot && suffix != ".png")
        return refuse_value("-o", out, "a name that ends in .png, or for a plot in .svg or .csv");
    return success();
}

}  // namespace

const std::vector<OptionRule>& render_rules() {
    static const std::vector<OptionRule> rules{{"out", "a PNG, SVG or CSV file, or with --frames all a folder"},
                                               {"size", "WIDTHxHEIGHT, each from 16 to 16384"},
                                               {"frame", "the number of a frame, from 0"},
                                               {"time", "seconds of the timeline, and of a tour"},
                                               {"frames", "all"},
                                               {"scene", scene_words},
                                               {"projection", projection_words},
                                               {"tour-seed", "the number that a grand tour draws its targets with"},
                                               {"camera", "a JSON file of a camera"},
                                               {"race-by", "iteration, time or cost"},
                                               {"theme", "dark or light"},
                                               {"scale", "a number from 0.25 to 8"},
                                               {"lane", "the number of a lane, from 0"},
                                               {"halos", "", OptionRule::Takes::Nothing},
                                               {"map-colours", map_words},
                                               {"attribute", "color, texture, labels or another attribute of the source"},
                                               {"by", "map or functional-map"},
                                               {"eigenfunction", "a number from 1, the constant"},
                                               {"cut-off", "how many eigenfunctions (of shapes, from 2) or directions (of spectra) to keep; 0 for all there is"},
                                               {"axes-scale", axes_words},
                                               {"layer", "the number of a matrix, from 1"},
                                               {"direction", "the number of a direction, or of a value that is followed, from 1"},
                                               {"plot", "the name of a plot: decay, errors, cost, ..."},
                                               {"select", "source:ROW or target:ROW, ROW a number or a label"},
                                               {"help", "", OptionRule::Takes::Nothing}};
    return rules;
}

Result<RenderOptions> parse_render(const std::vector<Argument>& arguments) {
    RenderOptions o;
    auto inputs = inputs_of(arguments);
    if (!inputs) return inputs.error();
    o.what = std::move(*inputs);
    if (o.what.empty())
        return usage_error("render", "found nothing to render; expected a results folder, a session or data files");
    auto out = last_value(arguments, "out");
    if (!out) return usage_error("-o", "found nothing; expected a PNG file, or with --frames all a folder");
    if (auto text = last_value(arguments, "size"))
        if (auto status = set_size(o, *text); !status) return status.error();
    if (auto status = set_moment(o, arguments); !status) return status.error();
    if (auto status = set_look(o, arguments); !status) return status.error();
    auto planes = parse_planes(arguments);
    if (!planes) return planes.error();
    o.planes = std::move(*planes);
    if (o.race && o.planes.any())
        return usage_error("--scene", "found race with options of planes; expected none, as racers are shown as they are");
    if (auto status = set_spectrum(o, arguments); !status) return status.error();
    if (auto status = set_out(o, *out); !status) return status.error();
    return o;
}

}  // namespace orthoscope
