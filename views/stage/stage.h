// Stage: VTK paints the scene, Dear ImGui paints over it. One class for the window and for pictures without a
// display; it knows neither Qt nor EGL, only that an OpenGL 3.3+ core context is current where that is said.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/recording/timeline.h"
#include "views/overlay/matrix_view.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

struct Camera {
    std::array<double, 3> position{0, 0, 1}, focus{0, 0, 0}, up{0, 1, 0};
    double view_angle = 30;      // degrees, perspective
    double parallel_scale = 1;   // half height in world units, orthographic
    bool orthographic = false;
};
nlohmann::json to_json(const Camera& camera);
Result<Camera> camera_from_json(const nlohmann::json& object, const std::string& place);

enum class CameraView { Fit, Front, Back, Left, Right, Top, Bottom };

// Pointer input in device pixels from the top left.
struct PointerEvent {
    enum class Type { Press, Move, Release, Wheel, Leave } type = Type::Move;
    enum class Button { None, Left, Middle, Right } button = Button::None;  // held or changed
    double x = 0, y = 0;
    double wheel = 0;  // notches, positive away from the person
    bool shift = false, control = false;
};

// What the picture says of itself, for status bar, tests and screen readers.
struct StageFacts {
    std::size_t drawn = 0, total = 0;  // points
    std::string projection;            // "3 shared principal axes, 41 % of the variance"
    std::string renderer;              // GL_RENDERER
    std::string hover;                 // label and row under the pointer; empty
    double frame_seconds = 0;          // of the last paint
    // Of the landscape of rotations: the cost of the one that is shown (the guess, else the present one) and of the
    // best, not a number where there is none; its named marks ("optimum", "now", "guess") in device pixels.
    double cost = std::numeric_limits<double>::quiet_NaN(), best_cost = cost;
    struct Mark { std::string name; double x = 0, y = 0; };
    std::vector<Mark> marks;
};

// A numbered ring round a row of one of the exhibit's sets.
struct RowMark {
    std::size_t set = 0;
    Index row = 0;
    std::string text;
};

// What of a plane on the board of rotation planes lies at a place.
struct PlaneTarget {
    enum class Part { Row, Switch, Path } part = Part::Row;
    int plane = 0;    // from 1; 0: on the board, but on no plane
    double turn = 0;  // of a path: radians from the phasor to the place, about what it turns about, in -pi..pi
};

class Stage {
  public:
    explicit Stage(const Look& look = {});
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    // A context must be current in these three. open_gl may be called again after close_gl or a lost context.
    // `make_current` is called by VTK before it touches GL; `symbols` resolves GL functions for Dear ImGui.
    void open_gl(std::function<void()> make_current);
    void close_gl();
    // Paints into `framebuffer` (0: the default one); width and height in device pixels.
    void paint(unsigned framebuffer, int width, int height);

    // Content; no context needed.
    void show(std::shared_ptr<const Exhibit> exhibit);  // keeps the camera when the sets are the same
    void seek(const Cursor& cursor);
    void set_look(const Look& look);
    void warm();  // does ahead what the first picture would wait for
    void set_marks(std::vector<RowMark> marks);

    Camera camera() const;
    void set_camera(const Camera& camera);
    void view(CameraView view);
    void set_orthographic(bool on);

    // The rotation (d x d, on rows from the right) that a person dragged to in the landscape, to start from; none
    // before, or after other sets were shown. set_guess puts one there, or takes it away.
    std::optional<Matrix> guess() const;
    void set_guess(std::optional<Matrix> rotation);

    // True where a repaint is due. `animating` says that one is due at the next tick too (easing, hover fade).
    bool pointer(const PointerEvent& event);
    bool animating() const;
    void tick(double seconds);  // time that has passed, for easing

    StageFacts facts() const;

    // What lies at a place of the last painted picture, in device pixels: the panel or the part of one that can
    // be clicked ("lane-3", "worst-0", "matrix"; empty: the scene), the lane of a small multiple, and the row that
    // a list names or the drawn point within reach.
    // place_of is the way back: where a drawn row stands, x and y; none where it is not drawn.
    std::string panel_at(double x, double y) const;
    // Of a board without room for all its plots: the ids of what comes before and after those in front; else empty.
    std::vector<std::string> tabs() const;
    // The plot there by its id ("decay"), empty: none; and of a plot of values the number of the one nearest to it.
    std::string plot_at(double x, double y) const;
    std::optional<int> value_at(double x, double y) const;
    // How the matrix C of matched shapes is seen; click and wheel on its picture change that, too.
    const MatrixView& matrix_view() const;
    void set_matrix_view(const MatrixView& view);
    // While the cut of a spectrum is dragged: how many directions it keeps there.
    std::optional<int> dragged_cut() const;
    std::optional<int> lane_at(double x, double y) const;
    std::optional<PlaneTarget> plane_at(double x, double y) const;  // none: not on that board
    std::optional<Selected> row_at(double x, double y) const;
    std::optional<std::array<double, 2>> place_of(const Selected& row) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace orthoscope
