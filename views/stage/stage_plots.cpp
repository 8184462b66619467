// What the pointer finds on plots that lie on the picture, and the cut of a spectrum that it drags.
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "views/charts/spectrum_charts.h"
#include "views/charts/chart_map.h"
#include "views/overlay/descent_view.h"
#include "views/stage/panel_places.h"
#include "views/stage/stage_impl.h"

namespace orthoscope {
namespace {

const PlacedPanel* part(const std::vector<PlacedPanel>& panels, std::string_view id) {
    for (auto& panel : panels)
        for (auto& inner : panel.parts)
            if (inner.id == id) return &inner;
    return nullptr;
}

// The number of a value, with its fraction, that the decay plot has at a place; as far as its plot reaches.
std::optional<double> number_at(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const PlacedPanel& area, double x) {
    const SceneNotes notes;
    const auto shown = spectrum_shown(moment_of(exhibit, cursor, look, notes));
    if (!shown || shown->length == 0 || !(area.width > 0)) return std::nullopt;
    const ChartMap map = map_of(decay_chart(*shown));
    return map.x.value(std::clamp((x - area.x) / area.width, 0.0, 1.0));
}

// Of values that are driven: the number of the one that a plot has there.
std::optional<int> followed_at(const Moment& moment, const std::vector<PlacedPanel>& panels, const std::string& panel, double x, double y) {
    if (!panel.starts_with("plot-")) return std::nullopt;
    const DescentView view = descent_view(moment);
    const Chart* chart = view.chart(panel.substr(5));
    const PlacedPanel* area = part(panels, "area-" + panel.substr(5));
    if (!chart || !area || !(area->width > 0) || !(area->height > 0)) return std::nullopt;
    const double unit = std::clamp(moment.look.scale * moment.look.device_ratio, 0.25, 8.0);
    const auto value = value_near(view, *chart, (x - area->x) / area->width, 1 - (y - area->y) / area->height, area->width / unit, area->height / unit);
    return value ? std::optional(int(*value) + 1) : std::nullopt;
}

}  // namespace

std::vector<std::string> Stage::tabs() const {
    std::vector<std::string> ids;
    for (auto& panel : impl_->overlay.drawn())
        for (auto& inner : panel.parts)
            if (inner.id.starts_with("tab-")) ids.push_back(inner.id.substr(4));
    return ids;
}

// A click makes C large or small again; the wheel makes it large, then goes nearer; a drag moves what is seen.
bool Stage::Impl::matrix_pointer(const PointerEvent& event) {
    constexpr double still = 4;
    const PlacedPanel* cells = part(overlay.drawn(), "c-cells");
    const bool over = cells && panel_under(overlay.drawn(), event.x, event.y) == "c-cells";
    const double side = cells ? std::max(cells->width, cells->height) : 1;
    switch (event.type) {
        case PointerEvent::Type::Press:
            if (!over || event.button != PointerEvent::Button::Left) return false;
            matrix_grip = Grip{event.x, event.y, false};
            return true;
        case PointerEvent::Type::Move:
            if (!matrix_grip) return false;
            matrix_grip->moved = matrix_grip->moved || std::hypot(event.x - matrix_grip->x, event.y - matrix_grip->y) >= still * pixels();
            if (!matrix_grip->moved) return true;
            if (matrix.large) matrix.shift((event.x - matrix_grip->x) / side, (event.y - matrix_grip->y) / side);
            matrix_grip->x = event.x, matrix_grip->y = event.y;
            return true;
        case PointerEvent::Type::Release:
            if (!matrix_grip) return false;
            if (!std::exchange(matrix_grip, std::nullopt)->moved) matrix = {.large = !matrix.large};
            return true;
        case PointerEvent::Type::Wheel:
            if (!over) return false;
            if (!matrix.large) matrix = {.large = event.wheel > 0};
            else matrix.zoom(std::pow(1.25, event.wheel), (event.x - cells->x) / side, (event.y - cells->y) / side);
            return true;
        case PointerEvent::Type::Leave: break;
    }
    return false;
}

bool Stage::Impl::plot_pointer(const PointerEvent& event) {
    const std::string panel = panel_under(overlay.drawn(), event.x, event.y);
    const bool was_over = std::exchange(over_plot, event.type != PointerEvent::Type::Leave && (panel == "cut" || panel == "c-cells" || panel.starts_with("plot-")));
    if (event.type == PointerEvent::Type::Press && event.button == PointerEvent::Button::Left && panel == "cut") {
        const SceneNotes none;
        const auto shown = spectrum_shown(moment_of(*exhibit, cursor, look, none));
        dragged_cut = shown ? std::optional(int(shown->kept)) : std::nullopt;
        return true;
    }
    if (event.type == PointerEvent::Type::Release && dragged_cut) return dragged_cut.reset(), true;
    if (event.type != PointerEvent::Type::Move) return false;
    if (!dragged_cut) return (over_plot || was_over) && !dragging;
    const PlacedPanel* area = part(overlay.drawn(), "area-decay");
    const auto number = area ? number_at(*exhibit, cursor, look, *area, event.x) : std::nullopt;
    const SceneNotes none;
    const auto shown = spectrum_shown(moment_of(*exhibit, cursor, look, none));
    if (number && shown) dragged_cut = int(std::clamp<Index>(Index(std::lround(*number - 0.5)), 0, shown->directions()));
    look.kept = *dragged_cut;
    return true;
}

const MatrixView& Stage::matrix_view() const { return impl_->matrix; }
void Stage::set_matrix_view(const MatrixView& view) { impl_->matrix = view; }

std::optional<int> Stage::dragged_cut() const { return impl_->dragged_cut; }

std::string Stage::plot_at(double x, double y) const {
    const std::string panel = panel_at(x, y);
    if (panel == "cut") return "decay";
    if (panel == "cost") return panel;
    if (panel == "plane spectrum") return "turns";
    return panel.starts_with("plot-") ? panel.substr(5) : panel.starts_with("layer-") ? panel : std::string();
}

std::optional<int> Stage::value_at(double x, double y) const {
    const Impl& s = *impl_;
    const SceneNotes none;
    const Moment moment = moment_of(*s.exhibit, s.cursor, s.look, none);
    if (const auto followed = followed_at(moment, s.overlay.drawn(), panel_at(x, y), x, y)) return followed;
    const PlacedPanel* area = part(s.overlay.drawn(), "area-decay");
    if (!area || panel_at(x, y) != "plot-decay") return std::nullopt;
    const auto number = number_at(*s.exhibit, s.cursor, s.look, *area, x);
    const auto shown = spectrum_shown(moment);
    if (!number || !shown) return std::nullopt;
    return int(std::clamp<Index>(Index(std::lround(*number)), 1, shown->length));
}

}  // namespace orthoscope
