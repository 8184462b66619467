// What a Stage is made of; for its own source files alone.
#pragma once

#include <functional>

#include "views/overlay/overlay.h"
#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/stage/camera.h"
#include "views/stage/pick_buffer.h"
#include "views/stage/picking.h"
#include "views/stage/row_marks.h"
#include "views/stage/second_view.h"
#include "views/stage/stage.h"
#include "views/stage/viewport.h"

namespace orthoscope {

std::string hover_text(const Exhibit& exhibit, const Pickable& from, Index row);

struct Stage::Impl {
    static constexpr std::size_t most_on_software = 20000, most_on_gpu = 2000000;  // points

    Look look;
    Viewport viewport;
    PickBuffer numbers;  // of the points, where they are painted
    Overlay overlay;
    Ribbons highlight;  // round the point under the pointer
    CameraControl camera;
    std::vector<std::unique_ptr<Scene>> scenes;
    Scene* scene = nullptr;
    std::shared_ptr<const Exhibit> exhibit = std::make_shared<Exhibit>();
    Cursor cursor;
    std::vector<RowMark> row_marks;
    SceneNotes notes;
    std::vector<Eigen::Vector3d> bounds;
    double fitted_extent = 0;
    Screen screen;
    std::optional<PlacedPanel> free;  // what panels leave of a small picture; found anew where `stale`
    std::optional<PlacedPanel> head;  // where there is more room: the corner that the verdict takes
    bool stale = true;
    bool wants_default = true;  // the next paint chooses the view: before it the size is not known
    bool wants_fit = false;
    std::optional<Hit> hit;
    double pointer_x = 0, pointer_y = 0;
    bool dragging = false;
    PointerEvent::Button drag = PointerEvent::Button::None;
    bool drag_shifts = false;
    SecondView second;
    std::optional<Matrix> guess;
    std::optional<int> dragged_cut;  // directions, while it is held
    bool over_plot = false;          // the pointer
    MatrixView matrix;
    struct Grip { double x, y; bool moved; };  // where C was pressed
    std::optional<Grip> matrix_grip;

    double pixels() const { return look.scale * look.device_ratio; }
    std::size_t budget() const {
        if (look.point_budget) return look.point_budget;
        return viewport.is_open() && !viewport.software() ? most_on_gpu : most_on_software;
    }
    Projector projector() const { return Projector(camera.camera(), screen); }

    void choose_scene();
    void feed();
    void seek();
    void measure(int width, int height);
    void place_camera();
    // As `aim` has it, as little lower as lets every place stay clear of the head.
    void aim_clear(const std::function<void(CameraControl&)>& aim);
    bool hover(double x, double y);
    std::optional<Hit> pick_at(double x, double y);
    std::vector<Marked> marks() const;
    bool second_pointer(const PointerEvent& event);
    bool matrix_pointer(const PointerEvent& event);  // true: it belongs to the picture of C
    bool plot_pointer(const PointerEvent& event);  // true: it belongs to a plot
    void prepare();
};

}  // namespace orthoscope
