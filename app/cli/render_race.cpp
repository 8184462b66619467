#include "app/cli/render_race.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "core/base/version.h"
#include "core/recording/lane_standings.h"
#include "core/recording/lanes.h"
#include "core/result/result_folder.h"
#include "views/capture/picture.h"
#include "views/theme/palette.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_panes = 4;
constexpr int gap = 2;  // pixels between panes

using Exhibits = std::vector<std::shared_ptr<const Exhibit>>;

std::shared_ptr<Exhibit> exhibit_of(const LoadedResult& loaded, int lane) {
    auto exhibit = std::make_shared<Exhibit>();
    const auto& result = loaded.run.result;
    exhibit->sets = loaded.sets, exhibit->pairs = result.pairs;
    exhibit->method = &find_method(loaded.run.request.method)->info();
    exhibit->lanes = result.recording->lanes();
    exhibit->lane = lane;
    exhibit->all_frames = result.recording->frames();
    exhibit->frames = lane_frames(exhibit->all_frames, lane);
    if (exhibit->frames.size() == exhibit->all_frames.size()) exhibit->all_frames.clear();
    exhibit->report = std::make_shared<const Report>(result.report);
    exhibit->backend = result.recording->provenance().backend;
    return exhibit;
}

Result<Exhibits> racers(const RenderOptions& o, const Context& context) {
    Exhibits list;
    for (auto& input : o.what) {
        if (!is_result_folder(input.path))
            return input_error(input.path.string(), "is no results folder; expected one with several lanes, or two to four");
        auto loaded = read_result(input.path, context);
        if (!loaded) return loaded.error();
        auto standings = lane_standings(loaded->run.result.recording->frames(), loaded->run.result.recording->lanes());
        std::stable_sort(standings.begin(), standings.end(), [](auto& a, auto& b) { return a.rank < b.rank; });
        const std::size_t wanted = o.what.size() > 1 ? 1 : most_panes;
        for (std::size_t i = 0; i < std::min(wanted, standings.size()); ++i)
            list.push_back(exhibit_of(*loaded, standings[i].lane));
    }
    if (list.size() < 2 || list.size() > most_panes)
        return refuse_value("--scene", "race", "two to four racers: a folder with several lanes, or several folders; "
                                               "found " + std::to_string(list.size()));
    return list;
}

Result<std::vector<double>> places(const RenderOptions& o, const Race& race) {
    const auto& stops = race.stops();
    if (o.all_frames) return stops;
    if (o.frame) {
        if (static_cast<std::uint64_t>(*o.frame) >= stops.size())
            return refuse_value("--frame", std::to_string(*o.frame), "a place from 0 to " + std::to_string(stops.size() - 1));
        return std::vector<double>{stops[static_cast<std::size_t>(*o.frame)]};
    }
    if (o.time && race.by() != RaceBy::Time) return usage_error("--time", "needs a race by time; expected --race-by time");
    return std::vector<double>{o.time ? std::min(*o.time, race.length()) : race.length()};
}

void put(const Image& pane, int left, int top, Image& whole) {
    for (int y = 0; y < pane.height; ++y)
        std::copy_n(pane.rgb.begin() + std::ptrdiff_t(3) * pane.width * y, 3 * pane.width,
                    whole.rgb.begin() + 3 * (std::ptrdiff_t(whole.width) * (top + y) + left));
}

Image blank(int width, int height, Colour colour) {
    Image image{width, height, std::vector<std::uint8_t>(std::size_t(3) * std::size_t(width) * std::size_t(height))};
    const std::uint8_t rgb[] = {std::uint8_t(std::lround(255 * colour.r)), std::uint8_t(std::lround(255 * colour.g)),
                                std::uint8_t(std::lround(255 * colour.b))};
    for (std::size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = rgb[i % 3];
    return image;
}

// The first pane says where to look from.
Image compose(Studio& studio, const Exhibits& exhibits, const Race& race, double place, const RenderOptions& o,
              const Look& look) {
    const int rows = exhibits.size() > 2 ? 2 : 1;
    const int width = (o.width - gap) / 2, height = rows == 2 ? (o.height - gap) / 2 : o.height;
    Image whole = blank(o.width, o.height, palette(look.theme).hairline);
    if (exhibits.size() == 3) put(blank(width, height, palette(look.theme).ground_bottom), width + gap, height + gap, whole);
    std::optional<Camera> camera;
    for (std::size_t i = 0; i < exhibits.size(); ++i) {
        auto& stage = studio.stage();
        stage.show(exhibits[i]);
        if (camera) stage.set_camera(*camera);
        stage.seek(race.at(i, place));
        auto pane = studio.picture(width, height);
        if (!camera) camera = stage.camera();
        put(pane, int(i % 2) * (width + gap), int(i / 2) * (height + gap), whole);
    }
    return whole;
}

}  // namespace

Status render_race(const RenderOptions& o, const Interrupt& interrupt) {
    auto exhibits = racers(o, {interrupt.token(), {}, 0});
    if (!exhibits) return exhibits.error();
    std::vector<std::vector<FramePtr>> frames;
    for (auto& exhibit : *exhibits) frames.push_back(exhibit->frames);
    const Race race(frames, o.race_by);
    auto wanted = places(o, race);
    if (!wanted) return wanted.error();
    Look look;
    look.theme = o.theme.value_or(Theme::Dark);
    look.scale = o.scale, look.ease_camera = false;
    look.map_colours = o.map_colours.value_or(look.map_colours);
    look.attribute = o.attribute.value_or(look.attribute), look.by_functions = o.by_functions.value_or(false);
    look.eigenfunction = o.eigenfunction.value_or(look.eigenfunction);
    look.projection = o.projection.value_or(look.projection), look.tour_seed = o.tour_seed;
    auto studio = Studio::open(look);
    if (!studio) return studio.error();
    std::error_code code;
    if (o.all_frames) std::filesystem::create_directories(o.out, code);
    if (code) return Error{ErrorKind::Output, o.out.string(), "cannot be made: " + code.message()};
    for (std::size_t i = 0; i < wanted->size(); ++i) {
        if (interrupt.requested()) return cancelled_error();
        char name[32];
        std::snprintf(name, sizeof name, "frame_%05zu.png", i);
        const auto path = o.all_frames ? o.out / name : o.out;
        const auto image = compose(**studio, *exhibits, race, (*wanted)[i], o, look);
        const std::vector<std::pair<std::string, std::string>> text{
            {"Software", "Orthoscope " ORTHOSCOPE_VERSION},
            {"race", std::string(name_of(race.by()))},
            {"place", to_text(ParameterValue((*wanted)[i]))}};
        if (auto status = write_png(image, path, text); !status) return status;
        std::cout << path.string() << "\n";
    }
    return success();
}

}  // namespace orthoscope
