#include "views/stage/stage.h"

#include <epoxy/gl.h>
#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "views/stage/gl_state.h"
#include "views/stage/row_marks.h"
#include "views/stage/stage_impl.h"

namespace orthoscope {
namespace {

bool same_sets(const Exhibit& a, const Exhibit& b) {
    return a.sets == b.sets;
}

double extent(const std::vector<Eigen::Vector3d>& places) {
    if (places.empty()) return 0;
    Eigen::Vector3d low = places.front(), high = low;
    for (auto& p : places) low = low.cwiseMin(p), high = high.cwiseMax(p);
    return (high - low).norm();
}

}  // namespace

Stage::Stage(const Look& look) : impl_(std::make_unique<Impl>()) {
    impl_->look = look;
    impl_->scenes.push_back(make_landscape_scene());
    impl_->scenes.push_back(make_alignment_scene());
    impl_->scenes.push_back(make_group_scene());
    impl_->scenes.push_back(make_map_scene());
    impl_->scenes.push_back(make_planes_scene());
    impl_->scenes.push_back(make_descent_scene());
    impl_->scenes.push_back(make_spectrum_scene());
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
    for (auto& candidate : scenes) {
        const bool wanted = !candidate->beside() || look.scene == SceneChoice::Landscape;
        if (!chosen && wanted && candidate->accepts(state)) chosen = candidate.get();
    }
    if (scene && scene != chosen) scene->clear();
    scene = chosen;
}

void Stage::Impl::feed() {
    hit.reset();
    bounds.clear();
    if (!scene) return;
    scene->set_inputs({exhibit, look, budget(), viewport.beside()}, viewport.scene(), viewport.marks());
    camera.set_planar(scene->planar());
    camera.set_arrangement([this](const Eigen::Vector3d& right) { return scene->bounds_along(right); });
    bounds = scene->bounds();
}

void Stage::Impl::seek() {
    if (!scene) return;
    scene->show(cursor);
    // A guess outlives the scene that it was made in.
    Beside* second_view = scene->beside();
    if (second_view && guess && !second_view->guess()) second_view->set_guess(guess);
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
    impl_->viewport.make_current();
    impl_->numbers.close();
    impl_->overlay.close_gl();
    impl_->viewport.close();
}

void Stage::show(std::shared_ptr<const Exhibit> exhibit) {
    if (!exhibit) exhibit = std::make_shared<Exhibit>();
    const bool same = same_sets(*impl_->exhibit, *exhibit);
    const Scene* before = impl_->scene;
    if (!same) impl_->guess.reset();
    impl_->exhibit = std::move(exhibit);
    impl_->stale = true;
    impl_->choose_scene();
    impl_->feed();
    const std::size_t frames = impl_->exhibit->frames.size();
    if (!same || before != impl_->scene || impl_->cursor.upper >= frames)
        impl_->cursor = {frames ? frames - 1 : 0, frames ? frames - 1 : 0, 0};
    impl_->seek();
    if (!same) {
        impl_->wants_default = true;
        return;
    }
    // The same sets in another space (rows made unit, say) would leave the picture.
    const double now = extent(impl_->bounds),
                 ratio = impl_->fitted_extent > 0 ? now / impl_->fitted_extent : 1;
    if (!impl_->camera.touched() || ratio > 3 || ratio < 1.0 / 3) impl_->wants_fit = true;
}

void Stage::warm() { impl_->overlay.warm(impl_->look); }

void Stage::seek(const Cursor& cursor) {
    impl_->cursor = cursor;
    impl_->seek();
}

void Stage::set_look(const Look& look) {
    const bool other_size = look.scale != impl_->look.scale || look.device_ratio != impl_->look.device_ratio;
    Look at_that_time = impl_->look;
    at_that_time.tour_time = look.tour_time;
    if (look == at_that_time) {  // a tour goes on: the view holds all of it
        impl_->look = look;
        if (!impl_->scene) return;
        impl_->scene->set_inputs({impl_->exhibit, look, impl_->budget(), impl_->viewport.beside()},
                                 impl_->viewport.scene(), impl_->viewport.marks());
        return impl_->seek();
    }
    const bool other_scene = look.scene != impl_->look.scene;
    const bool other_space =
        look.projection != impl_->look.projection || look.tour_seed != impl_->look.tour_seed;
    impl_->look = look;
    impl_->stale = true;
    if (other_scene) impl_->choose_scene();
    impl_->feed();
    impl_->seek();
    if (other_scene) impl_->wants_default = true;
    if ((other_size || other_space) && !impl_->camera.touched()) impl_->wants_fit = true;
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
    const bool multiples = !exhibit->all_frames.empty() && !look.readout_only && !(scene && scene->beside());
    if (explained && multiples) screen.left = 244 * p + margin;  // small multiples stand there
    if (stale || before.width != width || before.height != height) {
        free = overlay.free_space(*exhibit, look, width, height);
        head = overlay.head(*exhibit, look, width, height);
    }
    stale = false;
    if (free && free->width > 4 * margin && free->height > 4 * margin) {
        const double gap = std::min(8 * p, margin);
        screen.left = std::max(free->x, 0.0) + gap;
        screen.top = std::max(free->y, 0.0) + gap;
        screen.right = std::max(width - free->x - free->width, 0.0) + gap;
        screen.bottom = std::max(height - free->y - free->height, 0.0) + gap;
    }
    if (free || (explained && multiples) || (scene && scene->beside())) head.reset();
    second.split(scene, screen, p);
    const auto sides = [](const Screen& s) {
        return std::array{s.width, s.height, s.left, s.top, s.right, s.bottom};
    };
    const bool changed = sides(before) != sides(screen);
    if (changed && !camera.touched()) wants_fit = true;
}

void Stage::Impl::aim_clear(const std::function<void(CameraControl&)>& aim) {
    constexpr int steps = 8;
    const double gap = 10 * pixels();
    const auto behind = [&](const Camera& seen) {
        const Projector project(seen, screen);
        return std::any_of(bounds.begin(), bounds.end(), [&](auto& place) {
            const Eigen::Vector3d at = project(place);
            return at.x() < head->width + gap && at.y() < head->height + gap;
        });
    };
    for (int k = 0; head && k <= steps; ++k) {
        screen.lowered = std::max(0.0, head->height + gap - screen.top) * k / steps;
        CameraControl trial = camera;
        aim(trial);
        while (trial.easing()) trial.tick(1);
        if (!behind(trial.camera())) break;
    }
    aim(camera);
    screen.lowered = 0;
}

void Stage::Impl::place_camera() {
    if (bounds.empty() && scene) camera.set_planar(false);
    if (wants_default)
        aim_clear([&](CameraControl& c) { c.look_from_default(bounds, screen); });
    else if (wants_fit && !camera.easing())
        aim_clear([&](CameraControl& c) { c.fit(bounds, screen, false); });
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
    second.prepare(scene, camera.camera(), style, viewport);
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
    s.second.tell(s.scene, notes);
    notes.matrix = s.matrix;
    if (s.over_plot) notes.pointer = std::array{s.pointer_x, s.pointer_y};
    notes.renderer = s.viewport.renderer_name();
    notes.frame_seconds = s.notes.frame_seconds;
    if (s.hit && s.scene) {
        const auto sets = s.scene->pickable();
        const Eigen::Vector3d place = project(sets[s.hit->set].drawing->at(s.hit->point));
        notes.hover = SceneNotes::Label{place.x(), place.y(), hover_text(*s.exhibit, sets[s.hit->set], s.hit->row)};
    }
    for (auto& mark : s.marks()) {
        const Eigen::Vector3d place = project(mark.place);
        if (place.z() > 0 && mark.row.set < s.exhibit->sets.size())
            notes.marks.push_back({place.x(), place.y(), caption(*s.exhibit->sets[mark.row.set], mark.row.row, s.exhibit->name(mark.row.set))});
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
    auto& s = *impl_;
    if (s.wants_default) s.camera.look_from_default(s.bounds, s.screen);
    s.wants_default = s.wants_fit = false;
    s.aim_clear([&](CameraControl& c) { c.look_from(view, s.bounds, s.screen, s.look.ease_camera); });
}

void Stage::set_orthographic(bool on) {
    impl_->camera.set_orthographic(on);
}

bool Stage::animating() const {
    return impl_->camera.easing();
}

void Stage::tick(double seconds) {
    impl_->camera.tick(seconds);
}

}  // namespace orthoscope
