// `orthoscope render`: its words, understood before any file is opened.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/render_planes.h"
#include "core/recording/race.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

struct RenderOptions {
    std::vector<InputSpec> what;
    std::filesystem::path out;
    int width = 1280, height = 800;
    std::optional<int> lane;  // none: the one that won
    std::optional<std::int64_t> frame;
    std::optional<double> time;
    bool all_frames = false;
    std::optional<Theme> theme;
    double scale = 1;
    std::optional<SceneChoice> scene;
    bool race = false;  // --scene race: render_race.h
    RaceBy race_by = RaceBy::Iteration;
    std::optional<Projection> projection;
    std::uint64_t tour_seed = 1;
    std::optional<MapColours> map_colours;  // of matched shapes
    std::optional<std::string> attribute;   // of the source, carried to the target
    std::optional<bool> by_functions;       // by C
    std::optional<int> eigenfunction;
    std::optional<int> cut_off;  // 0: none, also where a session has one
    PlaneOptions planes;         // of rotation planes
    std::optional<DecayAxes> axes;
    int layer = 0, direction = 0;  // of spectra, from 1; 0: not asked for
    std::string plot;              // written as SVG or CSV; empty: the first
    bool writes_plot = false;      // `out` is an SVG or a CSV
    bool halos = false;
    std::string select;
    std::string camera;
};

const std::vector<OptionRule>& render_rules();
Result<RenderOptions> parse_render(const std::vector<Argument>& arguments);

}  // namespace orthoscope
