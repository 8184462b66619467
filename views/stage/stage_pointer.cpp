// What the pointer does on the stage, and what lies under it.
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "views/stage/gl_state.h"
#include "views/stage/panel_places.h"
#include "views/stage/stage_impl.h"

namespace orthoscope {
namespace {

constexpr double reach_pixels = 8;

}  // namespace

std::string hover_text(const Exhibit& exhibit, const Pickable& from, Index row) {
    for (std::size_t i = 0; i < exhibit.sets.size(); ++i)
        if (exhibit.sets[i] == from.set) return caption(*from.set, row, exhibit.name(i));
    return caption(*from.set, row, from.set->name);
}

// Needs the context, which it makes current; the numbers are drawn where the picture has changed since the last time.
std::optional<Hit> Stage::Impl::pick_at(double x, double y) {
    constexpr double largest_radius = 33;  // of a point, whose rim may be farther than the reach while the pointer is in it
    if (!scene || !viewport.is_open() || second.holds(x)) return std::nullopt;
    const auto sets = scene->pickable();
    if (sets.empty()) return std::nullopt;
    std::vector<DrawnShape> shapes;
    for (auto& set : sets) shapes.push_back(set.drawing->shape());
    for (auto& shape : scene->hiding()) shapes.push_back(shape);
    viewport.make_current();
    const GlStateKeeper keeper;
    const double reach = reach_pixels * pixels();
    numbers.draw(shapes, viewport.clip_matrix(screen.width / screen.height), int(screen.width), int(screen.height));
    return pick(sets, numbers.around(x, y, std::max(reach, largest_radius)), projector(), x, y, reach);
}

bool Stage::Impl::hover(double x, double y) {
    const auto before = hit;
    hit = pick_at(x, y);
    return before.has_value() != hit.has_value() ||
           (hit && (before->set != hit->set || before->point != hit->point));
}

bool Stage::Impl::second_pointer(const PointerEvent& event) {
    const bool had = second.gripping();
    if (!second.pointer(scene, event, pixels())) return false;
    if (had || second.gripping()) guess = scene->beside()->guess();
    return true;
}

bool Stage::pointer(const PointerEvent& event) {
    Impl& s = *impl_;
    const double dx = event.x - s.pointer_x, dy = event.y - s.pointer_y;
    s.pointer_x = event.x, s.pointer_y = event.y;
    if (s.second_pointer(event) || s.matrix_pointer(event) || s.plot_pointer(event)) return true;
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
    if (impl_->scene && impl_->scene->beside() && !impl_->exhibit->frames.empty())
        impl_->scene->beside()->set_guess(impl_->guess);
}

StageFacts Stage::facts() const {
    const SceneNotes& notes = impl_->notes;
    StageFacts facts;
    facts.drawn = notes.drawn, facts.total = notes.total;
    facts.projection = notes.projection;
    facts.renderer = impl_->viewport.renderer_name();
    if (impl_->hit && impl_->scene) {
        const auto sets = impl_->scene->pickable();
        facts.hover = hover_text(*impl_->exhibit, sets[impl_->hit->set], impl_->hit->row);
    }
    facts.frame_seconds = notes.frame_seconds;
    if (notes.landscape) {
        facts.cost = notes.landscape->cost, facts.best_cost = notes.landscape->low;
        for (auto& mark : notes.landscape->marks) facts.marks.push_back({mark.text, mark.x, mark.y});
    }
    return facts;
}

std::string Stage::panel_at(double x, double y) const {
    return panel_under(impl_->overlay.drawn(), x, y);
}

std::optional<int> Stage::lane_at(double x, double y) const {
    return numbered(panel_at(x, y), "lane-");
}

std::optional<PlaneTarget> Stage::plane_at(double x, double y) const {
    return plane_under(impl_->overlay.drawn(), x, y);
}

std::optional<Selected> Stage::row_at(double x, double y) const {
    Impl& s = *impl_;
    const std::string panel = panel_at(x, y);
    const auto listed = [&](const std::vector<SceneNotes::Listed>& list, int at) {
        return std::size_t(at) < list.size() ? std::optional(list[std::size_t(at)].row) : std::nullopt;
    };
    if (auto at = numbered(panel, "worst-")) return listed(s.notes.worst, *at);
    if (auto at = numbered(panel, "hub-")) return listed(s.notes.hubs, *at);
    if (!panel.empty()) return std::nullopt;
    const auto found = s.pick_at(x, y);
    if (!found) return std::nullopt;
    const auto sets = s.scene->pickable();
    const auto& all = s.exhibit->sets;  // a set may stand in two roles: its own place first
    if (found->set < all.size() && all[found->set] == sets[found->set].set) return Selected{found->set, found->row};
    const auto at = std::find(all.begin(), all.end(), sets[found->set].set);
    if (at == all.end()) return std::nullopt;
    return Selected{std::size_t(at - all.begin()), found->row};
}

}  // namespace orthoscope
