#include <algorithm>
#include <cstdio>
#include <iostream>
#include <utility>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/render_cut.h"
#include "app/cli/render_marks.h"
#include "app/cli/render_options.h"
#include "app/cli/render_plot.h"
#include "app/cli/render_race.h"
#include "core/base/json_fields.h"
#include "core/base/version.h"
#include "core/io/format.h"
#include "core/maps/carry.h"
#include "core/recording/lanes.h"
#include "core/result/result_folder.h"
#include "core/session/session.h"
#include "core/spectrum/decay_report.h"
#include "views/capture/picture.h"

namespace orthoscope {
namespace {

namespace fs = std::filesystem;

// What is shown, and where the view stands.
struct Show {
    std::shared_ptr<Exhibit> exhibit = std::make_shared<Exhibit>();
    std::optional<Camera> camera;
    std::optional<Theme> theme;
    SceneChoice scene = SceneChoice::Auto;
    Projection projection = Projection::PrincipalAxes;
    MapColours map_colours = MapColours::Place;
    int eigenfunction = 2, cut_off = 0;
    SessionView view;  // of a session
    SpectrumView spectrum;  // of its run
    int threads = 2;
    std::optional<double> position;
    std::vector<std::pair<std::string, std::string>> text;
    ParameterSet options;  // of the run
    std::uint64_t seed = 1;
    std::shared_ptr<const Recording> recording;
    std::optional<Selected> selected;
};

void show_result(Show& show, const RunRequest& request, const RunResult& result, std::vector<DatasetPtr> sets) {
    const auto& made = result.recording->provenance();
    show.exhibit->sets = std::move(sets), show.exhibit->pairs = result.pairs;
    show.exhibit->method = &find_method(request.method)->info();
    show.exhibit->all_frames = result.recording->frames();
    show.exhibit->lanes = result.recording->lanes();
    show.exhibit->report = std::make_shared<const Report>(result.report);
    show.exhibit->backend = made.backend;
    show.options = result.options, show.seed = made.seed, show.recording = result.recording;
    show.threads = request.settings.threads;
    show.text = {{"method", made.method},
                 {"seed", std::to_string(made.seed)},
                 {"options", made.options},
                 {"version", made.version}};
}

Status show_session(Show& show, const fs::path& path, const Context& context) {
    auto session = read_session(path);
    if (!session) return session.error();
    const auto& view = session->views.front();
    show.theme = view.theme == "light" ? Theme::Light : Theme::Dark;
    show.position = session->position;
    // A name that another version wrote is no fault: the view then chooses by itself.
    static_cast<void>(scene_from_name(view.scene, show.scene));
    static_cast<void>(projection_from_name(view.projection, show.projection));
    static_cast<void>(map_colours_from_name(view.map_colours, show.map_colours));
    show.eigenfunction = view.eigenfunction, show.cut_off = view.cut_off;
    show.view = view;
    if (view.camera.is_object()) {
        auto camera = camera_from_json(view.camera, path.string() + ":views[0].camera");
        if (!camera) return camera.error();
        show.camera = *camera;
    }
    const auto run_entry = session->run(session->current_run);
    if (run_entry) show.spectrum = run_entry->spectrum;
    if (run_entry && !run_entry->results.empty() && is_result_folder(run_entry->results)) {
        auto loaded = read_result(run_entry->results, context);
        if (!loaded) return loaded.error();
        show_result(show, loaded->run.request, loaded->run.result, std::move(loaded->sets));
        return success();
    }
    std::vector<DatasetPtr> sets;
    for (auto& id : run_entry ? run_entry->datasets : session->roles) {
        auto entry = session->dataset(id);
        if (!entry) return input_error(path.string(), "has no dataset \"" + id + "\" any more; expected that of its run");
        auto set = open_dataset(*entry, context);
        if (!set) return set.error();
        for (auto& sentence : (*set)->warnings) warn(sentence);
        sets.push_back(std::move(*set));
    }
    if (!run_entry) return show.exhibit->sets = std::move(sets), success();
    auto request = run_request(*run_entry, sets);
    if (!request) return request.error();
    auto result = run(*request, sets, context);
    if (!result) return result.error();
    show_result(show, *request, *result, std::move(sets));
    return success();
}

// The lane asked for, else the one that won; its frames become those of the exhibit.
Status choose_lane(const RenderOptions& o, Exhibit& exhibit) {
    const auto numbers = lane_numbers(exhibit.all_frames);
    exhibit.lane = o.lane.value_or(best_lane(exhibit.all_frames));
    exhibit.frames = lane_frames(exhibit.all_frames, exhibit.lane);
    if (exhibit.frames.empty() && (!exhibit.all_frames.empty() || o.lane.value_or(0) > 0)) {
        std::string known;
        for (int number : numbers) known += (known.empty() ? "" : ", ") + std::to_string(number);
        return refuse_value("--lane", std::to_string(exhibit.lane),
                            known.empty() ? "0, as nothing has run" : "a lane that the run has: " + known);
    }
    if (numbers.size() < 2) exhibit.all_frames.clear();
    return success();
}

// A scene that was asked for by name and cannot be shown is refused; one that a session names gives way.
Status check_scene(const RenderOptions& o, const Exhibit& exhibit) {
    const bool ran = !exhibit.frames.empty();
    if (o.scene == SceneChoice::Alignment && !ran)
        return refuse_value("--scene", "alignment", "auto or data, as there is no run to show");
    if (o.scene != SceneChoice::Landscape) return success();
    if (!ran) return refuse_value("--scene", "landscape", "auto or data, as there is no run to show");
    const auto* state = std::get_if<AlignmentState>(exhibit.frames.front()->state.get());
    if (!state) return refuse_value("--scene", "landscape", "auto, as this run has no single rotation");
    const auto d = state->rotation->rows();
    if (d != 2 && d != 3)
        return refuse_value("--scene", "landscape", "auto: rotations of " + std::to_string(d) +
                                                        " dimensions have no landscape that can be drawn; 2 or 3 have");
    return success();
}

Status check_attribute(const RenderOptions& o, const Exhibit& exhibit, const ShapeState& state) {
    const auto& source = *exhibit.pairs->sets[0];
    const auto names = names_to_carry(source);
    std::string known;
    for (auto& name : names) known += (known.empty() ? "" : ", ") + name;
    if (names.empty()) return refuse_value("--map-colours", "attribute", "place, checker, stripes or eigenfunction, as " + source.name + " has no attributes");
    if (o.attribute && std::find(names.begin(), names.end(), *o.attribute) == names.end())
        return refuse_value("--attribute", *o.attribute, "one that " + source.name + " has: " + known);
    if (!o.by_functions.value_or(false)) return success();
    if (o.attribute.value_or(names.front()) == "labels")
        return refuse_value("--attribute", "labels", "numbers with --by functional-map, since labels are no function");
    if (!state.functional_map || !state.source_vectors) return refuse_value("--by", "functional-map", "map, as this run has no functional map");
    return success();
}

// The same of colours: what a person asked for is refused where the run cannot show it.
Status check_map(const RenderOptions& o, const Exhibit& exhibit) {
    if (!o.map_colours) return success();
    const std::string asked(name_of(*o.map_colours));
    const auto* state = exhibit.frames.empty() ? nullptr : std::get_if<ShapeState>(exhibit.frames.back()->state.get());
    if (!state) return refuse_value("--map-colours", asked, "none, as there is no map between shapes to show");
    if (o.map_colours == MapColours::Error && !exhibit.pairs->truth)
        return refuse_value("--map-colours", asked, "place, checker, stripes or eigenfunction, as this run has no --truth");
    if (o.map_colours == MapColours::Attribute) return check_attribute(o, exhibit, *state);
    if (o.map_colours != MapColours::Eigenfunction) return success();
    if (!state->source_vectors) return refuse_value("--map-colours", asked, "place, checker, stripes or error, as this run has no eigenbasis");
    const Index known = state->source_vectors->cols();
    if (o.eigenfunction && *o.eigenfunction > known)
        return refuse_value("--eigenfunction", std::to_string(*o.eigenfunction), "a number from 1 to " + std::to_string(known));
    return success();
}

Result<Show> gather(const RenderOptions& o, const Context& context) {
    Show show;
    const auto& first = o.what.front();
    if (o.what.size() == 1 && is_result_folder(first.path)) {
        auto loaded = read_result(first.path, context);
        if (!loaded) return loaded.error();
        show_result(show, loaded->run.request, loaded->run.result, std::move(loaded->sets));
    } else if (o.what.size() == 1 && is_session_file(first.path)) {
        if (auto status = show_session(show, first.path, context); !status) return status.error();
    } else {
        for (auto& input : o.what) {
            auto set = read(input, context);
            if (!set) return set.error();
            for (auto& sentence : (*set)->warnings) warn(sentence);
            show.exhibit->sets.push_back(std::move(*set));
        }
    }
    show.scene = o.scene.value_or(show.scene), show.projection = o.projection.value_or(show.projection);
    show.map_colours = o.map_colours.value_or(show.map_colours);
    show.eigenfunction = o.eigenfunction.value_or(show.eigenfunction);
    show.cut_off = o.cut_off.value_or(show.cut_off);
    if (o.layer > 0) show.spectrum.layer = o.layer;
    if (auto& e = *show.exhibit; e.method && e.report)
        if (auto report = report_of_matrix(e.method->id, show.options, *e.report, *e.pairs, *show.recording, show.spectrum.layer)) e.report = report;
    if (o.scene == SceneChoice::Data) show.exhibit->method = nullptr, show.exhibit->all_frames.clear();
    if (auto status = choose_lane(o, *show.exhibit); !status) return status.error();
    if (auto status = check_scene(o, *show.exhibit); !status) return status.error();
    if (auto status = check_map(o, *show.exhibit); !status) return status.error();
    if (auto status = check_planes(o.planes, *show.exhibit); !status) return status.error();
    if (auto status = check_cut_off(o.cut_off.value_or(0), *show.exhibit); !status) return status.error();
    if (auto status = check_spectrum(o, *show.exhibit); !status) return status.error();
    if (o.halos)
        if (auto status = add_halos(*show.exhibit, show.options, show.seed, context); !status) return status.error();
    if (!o.select.empty()) {
        auto row = selected_row(o.select, *show.exhibit);
        if (!row) return row.error();
        show.selected = *row;
    }
    if (!o.camera.empty()) {
        auto source = Source::open(o.camera);
        if (!source) return source.error();
        auto json = parse_json(source->text(), o.camera);
        if (!json) return json.error();
        auto camera = camera_from_json(*json, o.camera);
        if (!camera) return camera.error();
        show.camera = *camera;
    }
    return show;
}

Cursor at_time(const Exhibit& exhibit, double seconds) {
    std::vector<double> phases;
    for (auto& phase : exhibit.method->phases) phases.push_back(phase.seconds);
    Timeline timeline;
    timeline.set_durations(default_durations(exhibit.frames, phases));
    return timeline.at(std::min(seconds, timeline.length()));
}

// The moments to paint; one, or every frame of the lane.
Result<std::vector<Cursor>> moments(const RenderOptions& o, const Show& show) {
    const auto count = show.exhibit->frames.size();
    const auto at = [](std::size_t frame) { return Cursor{frame, frame, 0}; };
    if (count == 0) {
        if (o.frame.value_or(0) > 0)
            return usage_error("--frame", "found no such frame; expected 0, as nothing has run");
        return std::vector<Cursor>{Cursor{}};
    }
    if (o.all_frames) {
        std::vector<Cursor> all;
        for (std::size_t i = 0; i < count; ++i) all.push_back(at(i));
        return all;
    }
    if (o.frame) {
        if (static_cast<std::uint64_t>(*o.frame) >= count)
            return refuse_value("--frame", std::to_string(*o.frame), "a frame from 0 to " + std::to_string(count - 1));
        return std::vector<Cursor>{at(static_cast<std::size_t>(*o.frame))};
    }
    if (o.time) return std::vector<Cursor>{at_time(*show.exhibit, *o.time)};
    if (show.position && *show.position > 0) return std::vector<Cursor>{at_time(*show.exhibit, *show.position)};
    return std::vector<Cursor>{at(count - 1)};
}

Look look_of(const RenderOptions& o, const Show& show) {
    Look look;
    look.theme = o.theme.value_or(show.theme.value_or(Theme::Dark));
    look.scale = o.scale, look.ease_camera = false;
    look.scene = show.scene, look.projection = show.projection;
    look.halos = o.halos, look.selected = show.selected;
    look.map_colours = show.map_colours, look.eigenfunction = show.eigenfunction;
    look.attribute = o.attribute.value_or(show.view.map_attribute);
    look.by_functions = o.by_functions.value_or(show.view.map_by == "functional-map");
    look.cut_off = show.cut_off, look.planes = plane_look(show.view, o.planes);
    look.tour_time = o.time.value_or(0), look.tour_seed = o.tour_seed;
    static_cast<void>(decay_axes_from_name(show.view.decay_axes, look.axes));
    look.axes = o.axes.value_or(look.axes), look.kept = show.spectrum.kept;
    look.layer = show.spectrum.layer, look.direction = o.direction > 0 ? o.direction : show.spectrum.direction;
    if (o.cut_off && most_kept(*show.exhibit) > 0) look.kept = *o.cut_off > 0 ? *o.cut_off : -1, look.cut_off = 0;
    return look;
}

// What the picture says of where it comes from, in one line.
std::string source_of(const Show& show) {
    std::string source;
    for (auto& [key, value] : show.text) source += (source.empty() ? "" : ", ") + key + " " + value;
    return source;
}

Status paint(const RenderOptions& o, const Show& show, const std::vector<Cursor>& cursors, const Interrupt& interrupt) {
    const Look look = look_of(o, show);
    if (o.writes_plot) return write_plot(o, *show.exhibit, cursors.front(), look, source_of(show));
    auto studio = Studio::open(look);
    if (!studio) return studio.error();
    auto& stage = (*studio)->stage();
    stage.show(show.exhibit);
    if (show.camera) stage.set_camera(*show.camera);
    ExhibitCutter cutter(show.exhibit, look.cut_off, show.threads);
    for (std::size_t i = 0; i < cursors.size(); ++i) {
        if (interrupt.requested()) return cancelled_error();
        if (look.cut_off > 0) {
            auto cut = cutter.at(cursors[i], {interrupt.token(), {}, 0});
            if (!cut) return cut.error();
            stage.show(*cut);
        }
        stage.seek(cursors[i]);
        auto text = show.text;
        text.emplace_back("Software", "Orthoscope " ORTHOSCOPE_VERSION);
        if (!show.exhibit->frames.empty()) text.emplace_back("frame", std::to_string(cursors[i].nearest()));
        char name[32];
        std::snprintf(name, sizeof name, "frame_%05zu.png", i);
        const auto path = o.all_frames ? o.out / name : o.out;
        if (auto status = write_png((*studio)->picture(o.width, o.height), path, text); !status) return status;
        std::cout << path.string() << "\n";
    }
    return success();
}

}  // namespace

int render_command(Words words) {
    auto rules = render_rules();
    rules.insert(rules.end(), qualifier_rules().begin(), qualifier_rules().end());
    rules.insert(rules.end(), plane_rules().begin(), plane_rules().end());
    auto arguments = parse_arguments(words, rules, "render");
    if (!arguments) return fail(arguments.error());
    if (has(*arguments, "help")) return print_help("render");
    auto options = parse_render(*arguments);
    if (!options) return fail(options.error());
    const Interrupt interrupt;
    if (options->race) {
        const auto status = render_race(*options, interrupt);
        return status ? 0 : fail(status.error());
    }
    auto show = gather(*options, {interrupt.token(), {}, 0});
    if (!show) return fail(show.error());
    auto cursors = moments(*options, *show);
    if (!cursors) return fail(cursors.error());
    std::error_code code;
    if (options->all_frames) {
        fs::create_directories(options->out, code);
        if (code) return fail({ErrorKind::Output, options->out.string(), "cannot be made: " + code.message()});
    }
    if (auto status = paint(*options, *show, *cursors, interrupt); !status) return fail(status.error());
    return 0;
}

}  // namespace orthoscope
