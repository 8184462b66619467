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

bool Stage::Impl::plot_pointer(const PointerEvent& event) {
    const std::string panel = panel_under(overlay.drawn(), event.x, event.y);
    const bool was_over = std::exchange(over_plot, event.type != PointerEvent::Type::Leave && (panel == "cut" || panel.starts_with("plot-")));
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
