// The values over their numbers, and all that says where noise begins.
#include <algorithm>
#include <cmath>

#include "views/charts/spectrum_charts.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Drawn = ChartSeries::Kind;
constexpr double dust = 1e-15;  // of the largest value, times the larger side: rounding

// A column over 1, 2, ..., as far as it goes.
ChartSeries over_numbers(std::string label, const Matrix& values, Index column, Index length, Tone tone) {
    ChartSeries s{.label = std::move(label), .tone = tone};
    for (Index i = 0; i < std::min(length, values.rows()); ++i) s.x.push_back(double(i + 1)), s.y.push_back(values(i, column));
    return s;
}

void add_bulk(Chart& chart, const SpectrumShown& shown) {
    const auto& edges = shown.all->edges;
    if (!edges || shown.layer >= edges->rows() || !((*edges)(shown.layer, 0) > 0)) return;
    const double edge = (*edges)(shown.layer, 0), threshold = edges->cols() > 1 ? (*edges)(shown.layer, 1) : 0;
    const auto [m, n] = shown.sides();
    const double root = n > 0 ? std::sqrt(m / n) : 1, foot = edge * (1 - root) / (1 + root);
    const double last = double(shown.length);
    chart.series.push_back({.kind = Drawn::Band, .label = "where noise alone lies", .x = {1, last}, .y = {foot, foot}, .upper = {edge, edge},
                            .tone = Tone::Target, .alpha = 0.16, .reads = false});
    chart.series.push_back({.kind = Drawn::Horizontal, .label = "noise edge: " + grouped(count_above(shown, edge)) + " above", .y = {edge},
                            .tone = Tone::Target});
    if (threshold > 0)
        chart.series.push_back({.kind = Drawn::Horizontal, .label = "Gavish–Donoho: " + grouped(count_above(shown, threshold)) + " above",
                                .y = {threshold}, .tone = Tone::Green, .dashed = true});
}

void add_nulls(Chart& chart, const SpectrumShown& shown) {
    const SpectrumState& front = *shown.front;
    if (shown.all->twin && shown.layer < shown.all->twin->cols())
        chart.series.push_back(over_numbers("shuffled twin", *shown.all->twin, shown.layer, shown.length, Tone::Secondary));
    if (front.parallel) {
        auto s = over_numbers("95 % of shuffled columns: " + grouped(leading_above(shown, *front.parallel)) + " above", *front.parallel, 0,
                              shown.length, Tone::Purple);
        s.dashed = true;
        chart.series.push_back(std::move(s));
    }
    if (front.stick) {
        auto s = over_numbers("broken stick: " + grouped(leading_above(shown, *front.stick)) + " above", *front.stick, 0, shown.length, Tone::Yellow);
        s.dashed = true, s.size = 1.3;
        chart.series.push_back(std::move(s));
    }
    if (front.weyl) chart.series.push_back(over_numbers("Weyl's law", *front.weyl, 0, shown.length, Tone::Target));
}

// s_i = sqrt(l_min) (k / i)^(1 / (2 (alpha - 1))): what the law expects of the i-th largest.
void add_tail(Chart& chart, const SpectrumShown& shown, const SharedMatrix& tails, const std::string& name, Tone tone) {
    if (!tails || shown.layer >= tails->rows() || tails->cols() < 4) return;
    const double alpha = (*tails)(shown.layer, 0), k = (*tails)(shown.layer, 1), least = (*tails)(shown.layer, 3);
    if (!(k > 0) || !(alpha > 1) || !(least > 0)) return;
    ChartSeries s{.label = name + " α = " + number(alpha, 3) + ", k = " + grouped(Index(k)) + ", D = " + number((*tails)(shown.layer, 2), 2),
                  .tone = tone, .size = 2, .alpha = 0.9, .dashed = true, .reads = false};
    for (Index i = 1; i <= Index(k); ++i)
        s.x.push_back(double(i)), s.y.push_back(std::sqrt(least) * std::pow(k / double(i), 0.5 / (alpha - 1)));
    chart.series.push_back(std::move(s));
}

void add_values(Chart& chart, const SpectrumShown& shown) {
    const SpectrumState& s = *shown.all;
    if (s.error_bounds && shown.layer < s.error_bounds->cols()) {
        ChartSeries band{.kind = Drawn::Band, .label = "where each value may lie", .tone = Tone::Source, .alpha = 0.3, .reads = false};
        for (Index i = 0; i < shown.length; ++i) {
            const double bound = (*s.error_bounds)(i, shown.layer);
            band.x.push_back(double(i + 1)), band.y.push_back(std::max(0.0, shown.value(i) - bound)), band.upper.push_back(shown.value(i) + bound);
        }
        chart.series.push_back(std::move(band));
    }
    auto values = over_numbers(s.ascending ? "eigenvalues" : "singular values", *s.values, shown.layer, shown.length, Tone::Source);
    if (shown.length > 1) {
        auto line = values;
        line.size = 1.4, line.alpha = shown.length > 160 ? 1 : 0.55, line.listed = line.reads = false, line.label = "";
        chart.series.push_back(std::move(line));
    }
    values.kind = Drawn::Points;
    values.size = shown.length > 400 ? 1.2 : shown.length > 100 ? 1.8 : 2.6;
    chart.series.push_back(std::move(values));
}

}  // namespace

Chart decay_chart(const SpectrumShown& shown) {
    const bool up = shown.all->ascending;
    Chart chart{.id = "decay", .title = up ? "Eigenvalues of the Laplacian" : "Singular values",
                .x = {.title = "number", .whole = true}, .y = {.title = up ? "eigenvalue" : "singular value"}};
    if (shown.length == 0) return chart;
    if (shown.layers > 1) chart.title += ", " + shown.names[std::size_t(shown.layer)];
    const bool log = shown.axes != DecayAxes::Linear;
    if (log) chart.y.scale = AxisScale::Log;
    else chart.y.from_zero = true;
    if (shown.axes == DecayAxes::LogLog) chart.x.scale = AxisScale::Log;
    chart.x.low = shown.axes == DecayAxes::LogLog ? 0.9 : 0.5 - 0.02 * double(shown.length);
    chart.x.high = double(shown.length) * (shown.axes == DecayAxes::LogLog ? 1.1 : 1.02) + 0.5;
    add_bulk(chart, shown);
    add_nulls(chart, shown);
    add_values(chart, shown);
    if (shown.axes == DecayAxes::LogLog) add_tail(chart, shown, shown.all->twin_tails, "twin's tail", Tone::Secondary);
    add_tail(chart, shown, shown.all->tails, "power law", Tone::Text);
    // Rounding would squeeze everything else into the upper end.
    const double least = dust * std::max(1.0, shown.sides().second) * std::abs(up ? shown.value(shown.length - 1) : shown.value(0));
    if (log && least > 0) {
        Index below = 0;
        for (Index i = 0; i < shown.length; ++i) below += shown.value(i) > 0 && shown.value(i) < least;
        if (below > 0) {
            chart.y.low = least;
            chart.notes.push_back(grouped(below) + (below == 1 ? " value" : " values") + " below " + number(least, 2) + " are rounding");
        }
    }
    if (shown.kept >= 0)
        chart.series.push_back({.kind = Drawn::Vertical, .label = "kept " + grouped(shown.kept) + " of " + grouped(shown.length),
                                .x = {double(shown.kept) + 0.5}, .tone = Tone::Selection, .size = 2});
    return chart;
}

Chart layer_chart(const SpectrumShown& shown, Index layer) {
    Chart chart{.id = "layer-" + std::to_string(layer + 1), .title = shown.names[std::size_t(layer)],
                .x = {.title = "number", .whole = true}, .y = {.title = shown.all->ascending ? "eigenvalue" : "singular value"}};
    const SpectrumState& s = *shown.all;
    const Index length = s.lengths && layer < s.lengths->size() ? std::min<Index>((*s.lengths)(layer), s.values->rows()) : s.values->rows();
    if (shown.axes != DecayAxes::Linear) chart.y.scale = AxisScale::Log;
    if (shown.axes == DecayAxes::LogLog) chart.x.scale = AxisScale::Log;
    if (s.twin && layer < s.twin->cols()) chart.series.push_back(over_numbers("shuffled twin", *s.twin, layer, length, Tone::Secondary));
    chart.series.push_back(over_numbers("values", *s.values, layer, length, Tone::Source));
    // One scale for all of them, so that they can be compared.
    const double high = s.values->maxCoeff();
    double least = high;
    for (Index j = 0; j < s.values->cols(); ++j)
        for (Index i = 0; i < (s.lengths && j < s.lengths->size() ? std::min<Index>((*s.lengths)(j), s.values->rows()) : s.values->rows()); ++i)
            if ((*s.values)(i, j) > 0) least = std::min(least, (*s.values)(i, j));
    if (high > 0) chart.y.high = 1.1 * high, chart.y.low = chart.y.scale == AxisScale::Log ? std::max(0.8 * least, 1e-5 * high) : 0;
    chart.x.low = chart.x.scale == AxisScale::Log ? 0.9 : 0, chart.x.high = double(s.values->rows()) + 1;
    return chart;
}

std::vector<Chart> spectrum_charts(const SpectrumShown& shown, bool layers) {
    std::vector<Chart> all{decay_chart(shown), errors_chart(shown),     density_chart(shown),   cosines_chart(shown), entries_chart(shown),
                           neighbours_chart(shown), dimension_chart(shown), direction_chart(shown)};
    for (Index j = 0; layers && shown.layers > 1 && j < shown.layers; ++j) all.push_back(layer_chart(shown, j));
    std::erase_if(all, [](const Chart& chart) { return chart.series.empty(); });
    return all;
}

}  // namespace orthoscope
