#include "views/overlay/descent_view.h"

#include <algorithm>
#include <cmath>

#include "views/charts/chart_map.h"
#include "views/overlay/descent_charts.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

const DescentState* state_of(const Frame* frame) {
    return frame && frame->state ? std::get_if<DescentState>(frame->state.get()) : nullptr;
}

// Row k of a path, or the nearest that there is.
double row_time(const DescentState& s) {
    return s.times && s.path && s.path->rows() > 0 ? (*s.times)(s.path->rows() - 1) : 0;
}

// The one that a person picked.
Index picked_value(const DescentState& last, const Look& look) {
    return look.direction > 0 && look.direction <= last.values->rows() ? Index(look.direction) - 1 : -1;
}

// Of an iteration, where none is picked, the value that runs away; else the smallest that is not zero.
Index chosen_value(const DescentState& last, const Look& look) {
    if (const Index picked = picked_value(last, look); picked >= 0) return picked;
    const auto& values = last.values->col(0);
    Index largest = 0;
    values.cwiseAbs().maxCoeff(&largest);
    if (last.diverged) return largest;
    Index smallest = largest;
    for (Index i = 0; last.start_values && i < values.size(); ++i)
        if ((!last.target_values || (*last.target_values)(i) > 0) && (*last.start_values)(i) < (*last.start_values)(smallest)) smallest = i;
    return smallest;
}

}  // namespace

const Chart* DescentView::chart(std::string_view id) const {
    for (auto& chart : charts)
        if (chart.id == id) return &chart;
    return nullptr;
}

std::optional<Index> value_near(const DescentView& view, const Chart& chart, double x, double y, double width, double height) {
    constexpr double reach = 26;
    const auto hit = nearest(chart, map_of(chart), x, y, width, height, reach);
    if (!hit) return std::nullopt;
    const auto kind = chart.series[hit->series].kind;
    if (kind == ChartSeries::Kind::Bars || (chart.id == "cobweb" && kind == ChartSeries::Kind::Points)) return Index(hit->index);
    if (chart.id != "steps" && chart.id != "modes") return std::nullopt;
    // Curves ahead come first, then those up to now, each in the order of the columns; what the target has follows.
    const std::size_t count = view.columns.size();
    return hit->series < 2 * count ? view.columns[hit->series % count] : view.columns[std::min(hit->index, count - 1)];
}

DescentView descent_view(const Moment& moment) {
    DescentView view;
    const auto* shown = state_of(moment.shown);
    const auto* last = moment.exhibit.frames.empty() ? nullptr : state_of(moment.exhibit.frames.back().get());
    if (!shown || !last || !shown->times || !shown->path || !last->path || last->path->cols() != shown->path->cols()) return view;
    const auto* into = moment.between ? state_of(moment.into) : nullptr;
    const DescentState& next = into && into->path && into->values->rows() == shown->values->rows() ? *into : *shown;
    const double weight = &next == shown ? 0 : moment.weight;
    DescentNow now{*shown, next, *last, weight, moment};
    view.time = (1 - weight) * row_time(*shown) + weight * row_time(next);
    const Vector values = (1 - weight) * shown->values->col(0) + weight * next.values->col(0);
    view.values.assign(values.begin(), values.end());
    view.diverged = shown->diverged;
    const bool iterates = last->polynomial || (moment.exhibit.method && moment.exhibit.method->id == "newton-schulz");
    view.kind = iterates ? DescentView::Kind::Iteration : last->exact ? DescentView::Kind::Modes : DescentView::Kind::Training;
    view.chosen = iterates ? chosen_value(*last, moment.look) : picked_value(*last, moment.look);
    view.columns = followed_columns(*last, most_curves, view.chosen);
    if (iterates) {
        view.charts = {cobweb_chart(now, view), value_bars(now, view), step_curves(now, view)};
    } else if (view.kind == DescentView::Kind::Modes) {
        view.charts = {mode_curves(now, view)};
        if (shown->matrix && !moment.exhibit.sets.empty()) {
            const Matrix& target = moment.exhibit.sets.front()->values();
            if (target.rows() == shown->matrix->rows() && target.cols() == shown->matrix->cols()) {
                view.target = target;
                view.now = next.matrix ? Matrix((1 - weight) * *shown->matrix + weight * *next.matrix) : *shown->matrix;
            }
        }
    } else {
        view.charts = {step_curves(now, view), update_bars(now, view), drift_curves(now, view)};
    }
    return view;
}

}  // namespace orthoscope
