#include "views/overlay/descent_charts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "views/overlay/lanes_now.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Draw = ChartSeries::Kind;
ChartSeries cursor(double time) {
    return {.kind = Draw::Vertical, .x = {time}, .tone = Tone::Accent, .size = 1.2, .listed = false, .reads = false};
}

bool counts(const DescentState& s, Index column) { return !s.target_values || (*s.target_values)(column) != 0; }

std::vector<double> column_of(const Matrix& m) { return {m.data(), m.data() + m.size()}; }

ChartSeries whole_curve(const DescentState& last, const Matrix& values, Index column) {
    ChartSeries s{.kind = Draw::Line, .size = 1, .alpha = 0.3, .listed = false, .reads = false};
    for (Index t = 0; t < values.rows() && t < last.times->rows(); ++t)
        s.x.push_back((*last.times)(t)), s.y.push_back(values(t, column));
    return s;
}

// 1, 2, 3, ...
std::vector<double> numbers(std::size_t count) {
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(double(i + 1));
    return out;
}

// The last series, of bars, has one of them stand out.
void mark_followed(Chart& chart, Index chosen) {
    if (chosen < 0 || chosen >= Index(chart.series.back().y.size())) return;
    ChartSeries one = chart.series.back();
    for (std::size_t i = 0; i < one.y.size(); ++i)
        if (Index(i) != chosen) one.y[i] = 0;
    one.tone = Tone::Selection, one.label = "followed", one.reads = false;
    chart.series.push_back(std::move(one));
}

std::string step_name(const DescentNow& now) {
    const auto* phase = now.moment.exhibit.method ? now.moment.exhibit.method : nullptr;
    return phase && phase->id == "deep-linear" ? "time" : "step";
}

}  // namespace

std::vector<Index> followed_columns(const DescentState& last, Index most, Index chosen) {
    std::vector<Index> all, out;
    for (Index k = 0; k < last.values->rows(); ++k)
        if (counts(last, k)) all.push_back(k);
    if (Index(all.size()) <= most) return all;
    for (Index i = 0; i < most; ++i) out.push_back(all[std::size_t(i * (Index(all.size()) - 1) / (most - 1))]);
    if (chosen >= 0 && std::find(out.begin(), out.end(), chosen) == out.end()) out.push_back(chosen);
    return out;
}

std::pair<std::vector<double>, std::vector<double>> followed_path(const DescentNow& now, double time, Index column) {
    std::pair<std::vector<double>, std::vector<double>> out;
    const Matrix& path = *now.shown.path;
    for (Index t = 0; t < path.rows(); ++t) out.first.push_back((*now.shown.times)(t)), out.second.push_back(path(t, column));
    if (now.weight > 0)
        out.first.push_back(time),
            out.second.push_back((1 - now.weight) * (*now.shown.values)(column) + now.weight * (*now.next.values)(column));
    return out;
}

double iteration_top(const DescentState& last) {
    constexpr double least = 1.35, most = 3;
    return last.diverged ? least : std::clamp(1.05 * last.path->maxCoeff(), least, most);
}

Chart value_bars(const DescentNow& now, const DescentView& view) {
    const double top = iteration_top(now.last);
    Chart chart{.id = "bars", .title = "Singular values now"};
    chart.x = {.title = "number", .whole = true};
    chart.y = {.title = "value", .low = 0, .high = top};
    ChartSeries bars{.kind = Draw::Bars, .label = "values", .x = numbers(view.values.size()), .y = view.values, .tone = Tone::Source, .listed = false};
    for (double& v : bars.y) v = std::min(v, top);
    chart.series.push_back(bars);
    mark_followed(chart, view.chosen);
    chart.series.push_back({.kind = Draw::Horizontal, .y = {1}, .tone = Tone::Target, .size = 1.2, .listed = false, .reads = false});
    Index beyond = 0, zero = 0;
    for (std::size_t i = 0; i < view.values.size(); ++i) beyond += view.values[i] > top, zero += !counts(now.shown, Index(i));
    if (beyond > 0) chart.notes.push_back(grouped(beyond) + (beyond == 1 ? " value has" : " values have") + " left the picture");
    if (zero > 0) chart.notes.push_back(grouped(zero) + " of 0 stay 0");
    return chart;
}

Chart step_curves(const DescentNow& now, const DescentView& view) {
    const bool iteration = view.kind == DescentView::Kind::Iteration;
    Chart chart{.id = "steps", .title = "Singular values over the steps"};
    chart.x = {.title = step_name(now), .low = 0, .high = std::max(1e-300, now.last.times->maxCoeff()), .whole = true};
    chart.y = {.title = "value", .scale = iteration ? AxisScale::Log : AxisScale::Linear, .from_zero = !iteration};
    if (iteration) {
        double low = 1;
        for (Index k = 0; now.last.start_values && k < now.last.values->rows(); ++k)
            if (counts(now.last, k)) low = std::min(low, (*now.last.start_values)(k));
        chart.y.low = std::max(low / 1.5, 1e-12), chart.y.high = 5;
    }
    const auto& columns = view.columns;
    for (Index k : columns) {
        auto ahead = whole_curve(now.last, *now.last.path, k);
        ahead.tone = Tone::Source, ahead.alpha = 0.22;
        chart.series.push_back(std::move(ahead));
    }
    for (Index k : columns) {
        auto [x, y] = followed_path(now, view.time, k);
        const bool chosen = k == view.chosen;
        chart.series.push_back({.kind = Draw::Line, .label = "value " + grouped(k + 1), .x = std::move(x), .y = std::move(y),
                                .tone = chosen ? Tone::Selection : Tone::Source, .size = chosen ? 2.2 : 1.4, .listed = false});
    }
    if (now.last.target_values && !iteration) {
        ChartSeries goal{.kind = Draw::Points, .label = "of the target", .tone = Tone::Target, .size = 3};
        for (Index k : columns) goal.x.push_back(*chart.x.high), goal.y.push_back((*now.last.target_values)(k));
        chart.series.push_back(std::move(goal));
    }
    if (iteration) chart.series.push_back({.kind = Draw::Horizontal, .y = {1}, .tone = Tone::Target, .size = 1.2, .listed = false, .reads = false});
    chart.series.push_back(cursor(view.time));
    if (Index(columns.size()) < now.last.values->rows())
        chart.notes.push_back("drawn: " + grouped(Index(columns.size())) + " of " + grouped(now.last.values->rows()) + " values");
    return chart;
}

Chart update_bars(const DescentNow& now, const DescentView& view) {
    Chart chart{.id = "update", .title = "Singular values of the step"};
    chart.x = {.title = "number", .whole = true};
    chart.y = {.title = "value", .from_zero = true};
    if (now.shown.update_values) {
        const auto values = column_of(*now.shown.update_values);
        chart.series.push_back({.kind = Draw::Bars, .label = "step", .x = numbers(values.size()), .y = values, .tone = Tone::Source, .listed = false});
        mark_followed(chart, view.chosen);
    } else {
        chart.notes.push_back("No step yet.");
    }
    return chart;
}

Chart drift_curves(const DescentNow& now, const DescentView& view) {
    constexpr double floor = 1e-17;
    Chart chart{.id = "drift", .title = "How far the values have moved"};
    chart.x = {.title = step_name(now), .low = 0, .high = std::max(1e-300, now.last.times->maxCoeff()), .whole = true};
    chart.y = {.title = "of the largest", .scale = AxisScale::Log, .low = floor, .high = 10};
    std::map<int, const DescentState*> lanes;
    for (auto& frame : now.moment.exhibit.all_frames)
        if (auto s = std::get_if<DescentState>(frame->state.get()); s && s->drift && s->times) lanes[frame->lane] = s;
    lanes.erase(now.moment.exhibit.lane);
    const auto curve = [&](const DescentState& s) {
        ChartSeries out{.kind = Draw::Line};
        for (Index t = 0; t < s.drift->rows(); ++t)
            if ((*s.drift)(t) > 0) out.x.push_back((*s.times)(t)), out.y.push_back(std::max((*s.drift)(t), floor));
        return out;
    };
    bool first = true;
    for (auto& [lane, s] : lanes) {
        auto other = curve(*s);
        other.label = first ? "other lanes" : lane_name(now.moment.exhibit, lane);
        other.tone = Tone::Secondary, other.size = 1, other.alpha = 0.55, other.listed = first;
        first = false;
        chart.series.push_back(std::move(other));
    }
    auto own = curve(now.last);
    own.label = lanes.empty() ? "drift" : lane_name(now.moment.exhibit, now.moment.exhibit.lane);
    own.tone = Tone::Source, own.size = 2.2, own.listed = !lanes.empty();
    chart.series.push_back(std::move(own));
    chart.series.push_back(cursor(view.time));
    return chart;
}

Chart mode_curves(const DescentNow& now, const DescentView& view) {
    Chart chart{.id = "modes", .title = "Strength of each mode over time"};
    chart.x = {.title = "time", .unit = "1 / learning rate", .low = 0, .high = std::max(1e-300, now.last.times->maxCoeff())};
    chart.y = {.title = "strength in the network", .from_zero = true};
    const auto& columns = view.columns;
    bool first = true;
    for (Index k : columns) {
        auto exact = whole_curve(now.last, *now.last.exact, k);
        exact.tone = Tone::Target, exact.alpha = 1, exact.size = 1.3, exact.listed = first, exact.label = "closed form, aligned start";
        chart.series.push_back(std::move(exact));
        first = false;
    }
    first = true;
    for (Index k : columns) {
        auto [x, y] = followed_path(now, view.time, k);
        const bool chosen = k == view.chosen;
        chart.series.push_back({.kind = Draw::Points, .label = first ? "integrated flow" : "mode " + grouped(k + 1), .x = std::move(x),
                                .y = std::move(y), .tone = chosen ? Tone::Selection : Tone::Source, .size = chosen ? 3 : 2.1, .listed = first});
        first = false;
    }
    chart.series.push_back(cursor(view.time));
    if (Index(columns.size()) < now.last.values->rows())
        chart.notes.push_back("drawn: " + grouped(Index(columns.size())) + " of " + grouped(now.last.values->rows()) + " modes");
    return chart;
}

}  // namespace orthoscope
