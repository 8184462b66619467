#include "views/stage/stage.h"

#include <epoxy/gl.h>
#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "views/overlay/overlay.h"
#include "views/scenes/ribbons.h"
#include "views/scenes/scene.h"
#include "views/scenes/set_drawing.h"
#include "views/stage/camera.h"
#include "views/stage/gl_state.h"
#include "views/stage/picking.h"
#include "views/stage/row_marks.h"
#include "views/stage/viewport.h"

namespace orthoscope {
namespace {

constexpr std::size_t budget_software = 20000, budget_hardware = 2000000;
constexpr double reach_pixels = 8;

bool same_sets(const Exhibit& a, const Exhibit& b) {
    return a.sets == b.sets;
}

double extent(const std::vector<Eigen::Vector3d>& places) {
    if (places.empty()) return 0;
    Eigen::Vector3d low = places.front(), high = low;
    for (auto& p : places) low = low.cwiseMin(p), high = high.cwiseMax(p);
    return (high - low).norm();
}

// The K of "prefix-K".
std::optional<int> numbered(const std::string& id, std::string_view prefix) {
    int number = 0;
    if (!id.starts_with(prefix)) return std::nullopt;
    const char* end = id.data() + id.size();
    const auto read = std::from_chars(id.data() + prefix.size(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace

struct Stage::Impl {
    Look look;
    Viewport viewport;
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
    bool stale = true;
    bool wants_default = true;  // the next paint chooses the view: before it the size is not known
    bool wants_fit = false;
    std::optional<Hit> hit;
    double pointer_x = 0, pointer_y = 0;
    bool dragging = false;
    PointerEvent::Button drag = PointerEvent::Button::None;
    bool drag_shifts = false;
    std::optional<Matrix> guess;

    double pixels() const { return look.scale * look.device_ratio; }
    std::size_t budget() const {
        if (look.point_budget) return look.point_budget;
        return viewport.is_open() && !viewport.software() ? budget_hardware : budget_software;
    }
    Projector projector() const { return Projector(camera.camera(), screen); }

    void choose_scene();
    void feed();
    void seek();
    void measure(int width, int height);
    void place_camera();
    bool hover(double x, double y);
    std::vector<Marked> marks() const;
    void prepare();
};

Stage::Stage(const Look& look) : impl_(std::make_unique<Impl>()) {
    impl_->look = look;
    impl_->scenes.push_back(make_alignment_scene());
    impl_->scenes.push_back(make_group_scene());
    impl_->scenes.push_back(make_data_scene());
    impl_->viewport.marks()->AddActor(impl_->highlight.actor());
    impl_->choose_scene();
    impl_->feed();
}

Stage::~Stage() {
    for (auto& scene : impl_->scenes) scene->clear();
}

void Stage::Impl::choose_scene() {
    const State* state =
        exhibit->pairs && !exhibit->frames.empty() && look.scene != SceneChoice::Data
            ? exhibit->frames.front()->state.get()
            : nullptr;
    Scene* chosen = nullptr;
    for (auto& candidate : scenes)
        if (!chosen && candidate->accepts(state)) chosen = candidate.get();
    if (scene && scene != chosen) scene->clear();
    scene = chosen;
}

void Stage::Impl::feed() {
    hit.reset();
    bounds.clear();
    if (!scene) return;
    scene->set_inputs({exhibit, look, budget()}, viewport.scene(), viewport.marks());
    camera.set_planar(scene->planar());
    bounds = scene->bounds();
}

void Stage::Impl::seek() {
    if (scene) scene->show(cursor);
}

void Stage::open_gl(std::function<void()> make_current) {
    const std::size_t before = impl_->budget();
    impl_->viewport.open(std::move(make_current));
    impl_->overlay.open_gl();
    if (impl_->budget() == before) return;
    impl_->feed();
    impl_->seek();
}

void Stage::close_gl() {
    if (!impl_->viewport.is_open()) return;
    impl_->overlay.close_gl();
    impl_->viewport.close();
}

void Stage::show(std::shared_ptr<const Exhibit> exhibit) {
    if (!exhibit) exhibit = std::make_shared<Exhibit>();
    const bool same = same_sets(*impl_->exhibit, *exhibit);
    const Scene* before = impl_->scene;
    impl_->exhibit = std::move(exhibit);
    impl_->stale = true;
    impl_->choose_scene();
    impl_->feed();
    const std::size_t frames = impl_->exhibit->frames.size();
    if (!same || before != impl_->scene || impl_->cursor.upper >= frames)
        impl_->cursor = {frames ? frames - 1 : 0, frames ? frames - 1 : 0, 0};
    impl_->seek();
    if (!same) {
        impl_->guess.reset();
        impl_->wants_default = true;
        return;
    }
    // The same sets in another space (rows made unit, say) would leave the picture.
    const double now = extent(impl_->bounds),
                 ratio = impl_->fitted_extent > 0 ? now / impl_->fitted_extent : 1;
    if (!impl_->camera.touched() || ratio > 3 || ratio < 1.0 / 3) impl_->wants_fit = true;
}

void Stage::seek(const Cursor& cursor) {
    impl_->cursor = cursor;
    impl_->seek();
}

void Stage::set_look(const Look& look) {
    const bool other_size = look.scale != impl_->look.scale || look.device_ratio != impl_->look.device_ratio;
    const bool other_scene = look.scene != impl_->look.scene;
    impl_->look = look;
    impl_->stale = true;
    if (other_scene) impl_->choose_scene();
    impl_->feed();
    impl_->seek();
    if (other_scene) impl_->wants_default = true;
    if (other_size && !impl_->camera.touched()) impl_->wants_fit = true;
}

// Overlays take the right side where a run is explained and there is room for both.
void Stage::Impl::measure(int width, int height) {
    const Screen before = screen;
    const double p = pixels();
    const bool explained =
        exhibit->pairs && !exhibit->frames.empty() && width >= 760 * p && height >= 400 * p;
    const double margin = std::min({36 * p, 0.08 * width, 0.08 * height});
    screen = {double(width), double(height), margin, margin, margin, margin};
    if (height >= 400 * p) screen.top = 64 * p, screen.bottom = 56 * p;
    if (explained) screen.right = 300 * p + margin;
    if (explained && !exhibit->all_frames.empty()) screen.left = 244 * p + margin;  // small multiples stand there
    if (stale || before.width != width || before.height != height)
        free = overlay.free_space(*exhibit, look, width, height);
    stale = false;
    if (free && free->width > 4 * margin && free->height > 4 * margin) {
        const double gap = std::min(8 * p, margin);
        screen.left = std::max(free->x, 0.0) + gap;
        screen.top = std::max(free->y, 0.0) + gap;
        screen.right = std::max(width - free->x - free->width, 0.0) + gap;
        screen.bottom = std::max(height - free->y - free->height, 0.0) + gap;
    }
    const auto sides = [](const Screen& s) {
        return std::array{s.width, s.height, s.left, s.top, s.right, s.bottom};
    };
    const bool changed = sides(before) != sides(screen);
    if (changed && !camera.touched()) wants_fit = true;
}

void Stage::Impl::place_camera() {
    if (bounds.empty() && scene) camera.set_planar(false);
    if (wants_default)
        camera.look_from_default(bounds, screen);
    else if (wants_fit && !camera.easing())
        camera.fit(bounds, screen, false);
    if (wants_default || wants_fit) fitted_extent = extent(bounds);
    wants_default = wants_fit = false;

    const ViewFrame frame = view_frame(camera.camera());
    double near = frame.distance, far = frame.distance;
    for (auto& p : bounds) {
        const double depth = (frame.eye - p).dot(frame.back);
        near = std::min(near, depth), far = std::max(far, depth);
    }
    // Axes and arrows reach beyond the sets.
    const double slack = 0.75 * (far - near) + 0.05 * frame.distance;
    near = std::max(near - slack, frame.orthographic ? near - slack : 2e-3 * frame.distance);
    viewport.set_camera(camera.camera(), screen, near, far + slack);
}

// What a look has selected: as the scene knows it, else the point where it is drawn.
std::vector<Marked> Stage::Impl::marks() const {
    if (!scene || !look.selected) return {};
    auto found = scene->marked();
    if (!found.empty()) return found;
    const auto sets = scene->pickable();
    if (look.selected->set >= exhibit->sets.size()) return {};
    for (auto& candidate : sets) {
        if (candidate.set != exhibit->sets[look.selected->set]) continue;
        const auto& rows = candidate.drawing->rows();
        const auto at = std::find(rows.begin(), rows.end(), look.selected->row);
        if (at != rows.end()) return {{candidate.drawing->at(std::size_t(at - rows.begin())), *look.selected}};
    }
    return {};
}

void Stage::Impl::prepare() {
    const Palette& colours = palette(look.theme);
    viewport.set_ground(colours.ground_top, colours.ground_bottom);
    place_camera();
    ViewStyle style;
    style.frame = view_frame(camera.camera());
    style.width = screen.width, style.height = screen.height;
    style.pixels = pixels();
    style.depth_extent = std::max(extent(bounds), 1e-12);
    style.ground = colours.ground_bottom;
    style.theme = look.theme;
    if (scene) scene->prepare(style);
    highlight.clear();
    const auto outline = [&](const Eigen::Vector3d& at, double radius) {
        highlight.circle(at, radius, {colours.text, 1, 4});
        highlight.circle(at, radius, {colours.selection, 1, 2});
    };
    if (scene) ring_marks(place_marks(row_marks, *exhibit, *scene), colours, highlight);
    const auto marked = marks();
    for (std::size_t k = 0; k < marked.size(); ++k) {
        outline(marked[k].place, k == 0 ? 10 : 7.5);
        if (k > 0) highlight.line(marked[0].place, marked[k].place, {colours.selection, 0.9, 1.6});
    }
    if (hit && scene) outline(scene->pickable()[hit->set].drawing->at(hit->point), 10);
    highlight.prepare(style);
}

void Stage::paint(unsigned framebuffer, int width, int height) {
    Impl& s = *impl_;
    if (!s.viewport.is_open() || width <= 0 || height <= 0) return;
    const auto start = std::chrono::steady_clock::now();
    s.measure(width, height);
    s.prepare();
    const Projector project = s.projector();
    SceneNotes notes;
    if (s.scene) s.scene->tell(notes, project);
    notes.renderer = s.viewport.renderer_name();
    notes.frame_seconds = s.notes.frame_seconds;
    if (s.hit && s.scene) {
        const auto sets = s.scene->pickable();
        const Eigen::Vector3d place = project(sets[s.hit->set].drawing->at(s.hit->point));
        notes.hover = SceneNotes::Label{place.x(), place.y(), caption(*sets[s.hit->set].set, s.hit->row)};
    }
    for (auto& mark : s.marks()) {
        const Eigen::Vector3d place = project(mark.place);
        if (place.z() > 0 && mark.row.set < s.exhibit->sets.size())
            notes.marks.push_back({place.x(), place.y(), caption(*s.exhibit->sets[mark.row.set], mark.row.row)});
    }
    if (s.scene) name_marks(place_marks(s.row_marks, *s.exhibit, *s.scene), project, notes.marks);
    s.notes = std::move(notes);
    {
        const GlStateKeeper keeper;
        s.viewport.paint(framebuffer, width, height);
        s.overlay.draw(*s.exhibit, s.cursor, s.look, s.notes, width, height);
        if (s.viewport.software()) glFinish();
    }
    s.notes.frame_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void Stage::set_marks(std::vector<RowMark> marks) {
    impl_->row_marks = std::move(marks);
}

std::optional<std::array<double, 2>> Stage::place_of(const Selected& row) const {
    if (!impl_->scene) return std::nullopt;
    const auto placed = place_marks({{row.set, row.row, {}}}, *impl_->exhibit, *impl_->scene);
    if (placed.empty()) return std::nullopt;
    const Eigen::Vector3d place = impl_->projector()(placed.front().at);
    return std::array{place.x(), place.y()};
}

Camera Stage::camera() const {
    return impl_->camera.camera();
}

void Stage::set_camera(const Camera& camera) {
    impl_->camera.set(camera);
    impl_->wants_default = impl_->wants_fit = false;
    impl_->fitted_extent = extent(impl_->bounds);
}

void Stage::view(CameraView view) {
    if (impl_->wants_default) impl_->camera.look_from_default(impl_->bounds, impl_->screen);
    impl_->wants_default = impl_->wants_fit = false;
    impl_->camera.look_from(view, impl_->bounds, impl_->screen, impl_->look.ease_camera);
}

void Stage::set_orthographic(bool on) {
    impl_->camera.set_orthographic(on);
}

bool Stage::Impl::hover(double x, double y) {
    const auto before = hit;
    hit = scene ? pick(scene->pickable(), projector(), x, y, reach_pixels * pixels()) : std::nullopt;
    return before.has_value() != hit.has_value() ||
           (hit && (before->set != hit->set || before->point != hit->point));
}

bool Stage::pointer(const PointerEvent& event) {
    Impl& s = *impl_;
    const double dx = event.x - s.pointer_x, dy = event.y - s.pointer_y;
    s.pointer_x = event.x, s.pointer_y = event.y;
    switch (event.type) {
        case PointerEvent::Type::Press:
            s.dragging = true;
            s.drag = event.button;
            s.drag_shifts = event.button == PointerEvent::Button::Middle || event.shift || s.scene->planar();
            return s.hit.has_value() ? (s.hit.reset(), true) : false;
        case PointerEvent::Type::Release:
            s.dragging = false;
            return s.hover(event.x, event.y);
        case PointerEvent::Type::Wheel:
            s.hit.reset();
            s.camera.zoom(std::pow(1.15, event.wheel), event.x, event.y, s.screen);
            return true;
        case PointerEvent::Type::Leave:
            return s.hit.has_value() ? (s.hit.reset(), true) : false;
        case PointerEvent::Type::Move:
            break;
    }
    if (!s.dragging) return s.hover(event.x, event.y);
    if (dx == 0 && dy == 0) return false;
    if (s.drag == PointerEvent::Button::Right) {
        const Eigen::Vector2d centre = s.screen.centre();
        s.camera.zoom(std::pow(1.01, -dy / s.pixels()), (1 + centre.x()) * s.screen.width / 2,
                      (1 - centre.y()) * s.screen.height / 2, s.screen);
    } else if (s.drag_shifts) {
        s.camera.shift(dx, dy, s.screen);
    } else {
        s.camera.turn(dx, dy, s.screen);
    }
    return true;
}

std::optional<Matrix> Stage::guess() const {
    return impl_->guess;
}

void Stage::set_guess(std::optional<Matrix> rotation) {
    impl_->guess = std::move(rotation);
}

bool Stage::animating() const {
    return impl_->camera.easing();
}

void Stage::tick(double seconds) {
    impl_->camera.tick(seconds);
}

StageFacts Stage::facts() const {
    const SceneNotes& notes = impl_->notes;
    StageFacts facts;
    facts.drawn = notes.drawn, facts.total = notes.total;
    facts.projection = notes.projection;
    facts.renderer = impl_->viewport.renderer_name();
    if (impl_->hit && impl_->scene) {
        const auto sets = impl_->scene->pickable();
        facts.hover = caption(*sets[impl_->hit->set].set, impl_->hit->row);
    }
    facts.frame_seconds = notes.frame_seconds;
    return facts;
}

std::string Stage::panel_at(double x, double y) const {
    const auto holds = [&](const PlacedPanel& p) {
        return x >= p.x && x < p.x + p.width && y >= p.y && y < p.y + p.height;
    };
    for (auto& panel : impl_->overlay.drawn()) {
        if (!holds(panel)) continue;
        for (auto& part : panel.parts)
            if (holds(part)) return part.id;
        return panel.id;
    }
    return {};
}

std::optional<int> Stage::lane_at(double x, double y) const {
    return numbered(panel_at(x, y), "lane-");
}

std::optional<Selected> Stage::row_at(double x, double y) const {
    const Impl& s = *impl_;
    const std::string panel = panel_at(x, y);
    const auto listed = [&](const std::vector<SceneNotes::Listed>& list, int at) {
        return std::size_t(at) < list.size() ? std::optional(list[std::size_t(at)].row) : std::nullopt;
    };
    if (auto at = numbered(panel, "worst-")) return listed(s.notes.worst, *at);
    if (auto at = numbered(panel, "hub-")) return listed(s.notes.hubs, *at);
    if (!panel.empty() || !s.scene) return std::nullopt;
    const auto sets = s.scene->pickable();
    const auto found = pick(sets, s.projector(), x, y, reach_pixels * s.pixels());
    if (!found) return std::nullopt;
    const auto& all = s.exhibit->sets;  // a set may stand in two roles: its own place first
    if (found->set < all.size() && all[found->set] == sets[found->set].set) return Selected{found->set, found->row};
    const auto at = std::find(all.begin(), all.end(), sets[found->set].set);
    if (at == all.end()) return std::nullopt;
    return Selected{std::size_t(at - all.begin()), found->row};
}

}  // namespace orthoscope
