// Overlay: all that Dear ImGui draws on the picture: title, present phase with formula and values, verdict,
// legends, matrix, singular values, plane dials, histogram, cost, captions, hover label, empty state.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/recording/timeline.h"
#include "views/overlay/map_notes.h"
#include "views/overlay/matrix_view.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

struct Residuals;

// What the scene tells the overlay about the picture under it.
struct SceneNotes {
    std::string projection;            // under which projection the sets are seen
    std::size_t drawn = 0, total = 0;  // points
    std::size_t lines = 0, lines_total = 0;  // correspondence lines drawn, pairs in all
    std::optional<std::size_t> lines_right{};  // of those drawn, by the truth; none: it is not known
    std::string renderer;
    double frame_seconds = 0;
    bool not_rigid = false;            // inside a mirror beat
    bool residual_colours = false;     // the heat map is on, with this range
    double residual_low = 0, residual_high = 0;
    std::shared_ptr<const Residuals> residuals;  // of the shown rows, for the histogram; null before the end
    struct Label { double x, y; std::string text; };  // device pixels
    std::vector<Label> labels;         // axis names u1, v1, ...
    std::optional<Label> hover;
    std::vector<Label> marks;          // the selected row and its partners: plain text beside their outlines
    struct Listed { Selected row; std::string label; double value; };
    std::vector<Listed> worst;         // rows of the source farthest from their partners, the farthest first
    std::vector<Listed> hubs;          // rows of the target that several rows chose, with how many
    struct Landscape {                 // the cost of every rotation, and of the one that is shown
        double low = 0, high = 0;      // of the optimum and of the worst
        double cost = std::numeric_limits<double>::quiet_NaN();   // of the present rotation or the guess
        double angle = std::numeric_limits<double>::quiet_NaN();  // from there to the optimum
        double flattest = 1;           // curvature of the optimum, the least by the largest
        double covered = 1;            // share of the rows that it holds
        std::vector<double> saddles;
        std::vector<Label> marks;      // what stands in it, and where: "optimum", "now", "guess", "start", ...
        bool guessed = false, centred = false, mirrored = false;
    };
    std::optional<Landscape> landscape{};
    struct LanePicture {               // the moved set on the target, x to the right and y downwards in 0..1
        int lane = 0;
        std::vector<std::pair<float, float>> source, target;
        std::vector<std::array<float, 3>> colours{};  // red, green, blue of `target`; empty: the colours of the sets
    };
    std::vector<LanePicture> lanes;
    std::size_t halos = 0;             // points whose possible images are drawn
    std::optional<MapNotes> map{};     // of two shapes and the map between them
    std::optional<std::array<double, 2>> pointer{};  // device pixels, where it rests on the picture
    MatrixView matrix{};               // how the functional map C is seen
    struct Axes { std::array<double, 3> right, up; };
    std::optional<Axes> view{};        // how the camera stands, for what the overlay draws in space
};

// A panel of the overlay and its place in device pixels.
struct PlacedPanel {
    std::string id;  // "verdict", "names", "phase", "formula", "values", "matrix", "sets", "lane-3", ...
    double x = 0, y = 0, width = 0, height = 0;
    std::vector<PlacedPanel> parts{};  // what can be clicked in it: "worst-0", "hub-2"
};

class Overlay {
  public:
    Overlay();
    ~Overlay();
    // A GL context is current in these.
    void open_gl();
    void close_gl();
    void draw(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const SceneNotes& notes, int width,
              int height);  // device pixels
    // Rasterises the typefaces, the slow part of a first picture, ahead of it; needs no GL context.
    void warm(const Look& look);
    // The panels that draw() would show, without a GL context. No two overlap; what does not fit has folded.
    std::vector<PlacedPanel> plan(const Exhibit& exhibit, const Cursor& cursor, const Look& look,
                                  const SceneNotes& notes, int width, int height);
    // The panels of the last draw().
    const std::vector<PlacedPanel>& drawn() const;
    // On a small picture the part that panels leave to the scene in every phase, in device pixels, so that the
    // camera need not move from phase to phase; nothing where there is room beside the panels.
    std::optional<PlacedPanel> free_space(const Exhibit& exhibit, const Look& look, int width, int height);
    // Where there is room: verdict and names in the upper left corner, at their tallest; nothing on a small picture.
    std::optional<PlacedPanel> head(const Exhibit& exhibit, const Look& look, int width, int height);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace orthoscope
