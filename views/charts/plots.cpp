#include "views/charts/plots.h"

#include <cmath>
#include <numbers>

#include "views/charts/spectrum_charts.h"
#include "views/overlay/cost_curves.h"
#include "views/overlay/descent_view.h"

namespace orthoscope {

Chart cost_chart(const Exhibit& exhibit) {
    const CostCurves curves = cost_curves(exhibit);
    Chart chart{.id = "cost", .title = curves.name + " over the frames", .x = {.title = "frame", .whole = true}, .y = {.title = curves.name}};
    if (curves.logarithmic) chart.y.scale = AxisScale::Log;
    for (std::size_t k = 0; k < curves.curves.size(); ++k) {
        const auto& curve = curves.curves[k];
        ChartSeries s{.label = curve.lane_name.empty() ? curves.name : curve.lane_name, .tone = curve.shown ? Tone::Source : Tone::Category,
                      .category = k, .size = curve.shown ? 2.2 : 1.2};
        for (std::size_t i = 0; i < curve.values.size(); ++i)
            if (std::isfinite(curve.values[i])) s.x.push_back(double(i)), s.y.push_back(curve.values[i]);
        if (!s.x.empty()) chart.series.push_back(std::move(s));
    }
    return chart;
}

Chart turns_chart(const Moment& moment) {
    Chart chart{.id = "turns", .title = "Energy over turn a step", .x = {.title = "angle", .unit = "degrees", .low = 0, .high = 180},
                .y = {.title = "share of the energy", .from_zero = true}};
    const auto* s = moment.shown && moment.shown->state ? std::get_if<PlanesState>(moment.shown->state.get()) : nullptr;
    if (!s || !s->angles || !s->energies || !s->kinds) return chart;
    ChartSeries planes{.kind = ChartSeries::Kind::Points, .label = "planes", .size = 3};
    for (Index k = 0; k < s->angles->rows(); ++k) {
        const auto kind = PlanesState::Kind((*s->kinds)(k));
        if (kind == PlanesState::Unresolved || kind == PlanesState::Free) continue;
        planes.x.push_back(std::abs((*s->angles)(k, 0)) * 180 / std::numbers::pi);
        planes.y.push_back((*s->energies)(k, 0));
    }
    if (!planes.x.empty()) chart.series.push_back(std::move(planes));
    return chart;
}

std::vector<Chart> plots_of(const Moment& moment) {
    std::vector<Chart> plots;
    if (const auto spectrum = spectrum_shown(moment)) plots = spectrum_charts(*spectrum, true);
    for (auto& chart : descent_view(moment).charts) plots.push_back(chart);
    for (auto& chart : {turns_chart(moment), cost_chart(moment.exhibit)})
        if (!chart.series.empty()) plots.push_back(chart);
    return plots;
}

std::vector<Chart> plots_of(const Exhibit& exhibit, const Cursor& cursor, const Look& look) {
    const SceneNotes notes;
    return plots_of(moment_of(exhibit, cursor, look, notes));
}

}  // namespace orthoscope
