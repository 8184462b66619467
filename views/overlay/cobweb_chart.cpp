// The cobweb: the polynomial of the present step, the diagonal, and the stairs that one value climbs between them.
#include "views/overlay/descent_charts.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Draw = ChartSeries::Kind;
constexpr int pieces = 240;

// Where a value stands: at first below itself on the axis, after a step at (before, after). On the way to the next step it
// goes across to the diagonal, then up or down to the polynomial.
std::pair<double, double> place_of(const DescentNow& now, Index column) {
    const auto& path = *now.shown.path;
    const Index t = path.rows() - 1;
    const double value = path(t, column), before = t > 0 ? path(t - 1, column) : value, height = t > 0 ? value : 0;
    if (now.weight <= 0) return {before, height};
    if (t > 0 && now.weight < 0.5) return {before + 2 * now.weight * (value - before), height};
    const double risen = t > 0 ? 2 * now.weight - 1 : now.weight;
    return {value, height + risen * ((*now.next.values)(column) - height)};
}

// The stairs that a value has climbed.
void climb(const DescentNow& now, Index column, ChartSeries& stairs) {
    const auto& path = *now.shown.path;
    const auto put = [&](double x, double y) { stairs.x.push_back(x), stairs.y.push_back(y); };
    put(path(0, column), 0);
    for (Index t = 1; t < path.rows(); ++t) {
        if (t > 1) put(path(t - 1, column), path(t - 1, column));
        put(path(t - 1, column), path(t, column));
    }
    const Index t = path.rows() - 1;
    if (t > 0 && now.weight >= 0.5) put(path(t, column), path(t, column));
    const auto [x, y] = place_of(now, column);
    put(x, y);
}

}  // namespace

Chart cobweb_chart(const DescentNow& now, const DescentView& view) {
    const double most = iteration_top(now.last);
    Chart chart{.id = "cobweb", .title = "Where a step takes a value"};
    chart.x = {.title = "value before", .low = 0, .high = most};
    chart.y = {.title = "value after", .low = 0, .high = most};
    ChartSeries diagonal{.kind = Draw::Line, .label = "unchanged", .x = {0, most}, .y = {0, most}, .tone = Tone::Secondary, .size = 1, .dashed = true, .reads = false};
    chart.series.push_back(std::move(diagonal));
    // On the way the polynomial of the step that is being done; before the first step that of the first.
    const DescentState* with = now.next.polynomial ? &now.next : &now.shown;
    for (auto& frame : now.moment.exhibit.frames)
        if (auto s = std::get_if<DescentState>(frame->state.get()); s && !with->polynomial) with = s;
    if (with->polynomial) {
        const auto& p = *with->polynomial;
        ChartSeries curve{.kind = Draw::Line, .label = "polynomial of the step", .tone = Tone::Target, .size = 2};
        for (int i = 0; i <= pieces; ++i) {
            const double s = most * i / pieces, q = s * s;
            curve.x.push_back(s), curve.y.push_back(s * (p(0) + q * (p(1) + q * p(2))));
        }
        chart.series.push_back(std::move(curve));
    }
    if (view.chosen >= 0) {
        ChartSeries stairs{.kind = Draw::Line, .label = "value " + grouped(view.chosen + 1), .tone = Tone::Selection, .size = 1.6, .reads = false};
        climb(now, view.chosen, stairs);
        chart.series.push_back(std::move(stairs));
    }
    ChartSeries all{.kind = Draw::Points, .label = "all values", .tone = Tone::Source, .size = 2.6, .alpha = 0.9};
    for (std::size_t k = 0; k < view.values.size(); ++k) {
        const auto [x, y] = place_of(now, Index(k));
        all.x.push_back(x), all.y.push_back(y);
    }
    chart.series.push_back(std::move(all));
    return chart;
}

}  // namespace orthoscope
