// What stands beside the decay: the density of the values, what a cut loses, the chosen direction, and what the rows say.
#include "views/charts/spectrum_charts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Drawn = ChartSeries::Kind;
constexpr double beyond = 1.35;   // how far past the noise edge the density is shown
constexpr Index most_bars = 512;  // of a direction's entries

ChartSeries columns_of(Drawn kind, std::string label, const Matrix& m, Index x, Index y, Tone tone) {
    ChartSeries s{.kind = kind, .label = std::move(label), .tone = tone};
    for (Index i = 0; i < m.rows(); ++i) s.x.push_back(m(i, x)), s.y.push_back(m(i, y));
    return s;
}

}  // namespace

double marchenko_pastur_density(double x, double b) {
    const double low = 1 - std::sqrt(b), high = 1 + std::sqrt(b);
    if (!(x > 0) || x <= low || x >= high) return 0;
    return std::sqrt((high * high - x * x) * (x * x - low * low)) / (std::numbers::pi * b * x);
}

Chart density_chart(const SpectrumShown& shown) {
    Chart chart{.id = "density", .title = "Values under the law of noise", .x = {.title = "singular value"},
                .y = {.title = "share a unit", .from_zero = true}};
    const auto& edges = shown.all->edges;
    if (!edges || shown.layer >= edges->rows() || !((*edges)(shown.layer, 0) > 0) || shown.length < 10) return chart;
    const double edge = (*edges)(shown.layer, 0), end = beyond * edge;
    const auto [m, n] = shown.sides();
    const Index live = std::min(shown.length, Index(m)), outside = count_above(shown, end);
    const Index bins = std::clamp<Index>(Index(2 * std::sqrt(double(live))), 12, 60);
    const double width = end / double(bins);
    ChartSeries bars{.kind = Drawn::Bars, .label = "values", .x = std::vector<double>(std::size_t(bins)), .y = std::vector<double>(std::size_t(bins)),
                     .tone = Tone::Source, .alpha = 0.85};
    for (Index k = 0; k < bins; ++k) bars.x[std::size_t(k)] = (double(k) + 0.5) * width;
    for (Index i = 0; i < live; ++i)
        if (const double s = shown.value(i); s <= end) bars.y[std::size_t(std::min(bins - 1, Index(s / width)))] += 1 / (double(live) * width);
    // The law is of the values under the edge alone.
    const double b = n > 0 ? m / n : 1, scale = edge / (1 + std::sqrt(b)), share = double(live - count_above(shown, edge)) / double(live);
    ChartSeries law{.label = "noise alone", .tone = Tone::Target, .size = 2};
    for (int k = 1; k < 240; ++k) {
        const double x = (1 - std::sqrt(b)) + 2 * std::sqrt(b) * k / 240.0;
        law.x.push_back(x * scale), law.y.push_back(share * marchenko_pastur_density(x, b) / scale);
    }
    ChartSeries line{.kind = Drawn::Vertical, .label = "edge", .x = {edge}, .tone = Tone::Target};
    chart.x.low = 0, chart.x.high = end;
    if (b > 0.98) chart.y.high = 1.6 * *std::max_element(bars.y.begin(), bars.y.end());  // of a square matrix the law has a pole at 0
    chart.series = {bars, law, line};
    if (outside > 0) chart.notes.push_back(grouped(outside) + (outside == 1 ? " value" : " values") + " beyond " + number(end, 3));
    return chart;
}

Chart errors_chart(const SpectrumShown& shown) {
    Chart chart{.id = "errors", .title = "Error left by a cut", .x = {.title = "directions kept", .whole = true},
                .y = {.title = "relative error", .from_zero = true}};
    const auto& errors = shown.front->errors;
    if (!errors || errors->rows() < 2) return chart;
    const char* names[] = {shown.all->ascending ? "Laplacian's own" : "singular vectors", "random", "Hadamard", "cosines"};
    const Tone tones[] = {Tone::Source, Tone::Secondary, Tone::Green, Tone::Target};
    if (shown.axes == DecayAxes::LogLog) chart.x.scale = AxisScale::Log;
    for (Index k = errors->cols(); k-- > 0;) {
        ChartSeries s{.label = k < 4 ? names[k] : "basis " + std::to_string(k + 1), .tone = k < 4 ? tones[k] : Tone::Category,
                      .category = std::size_t(k), .size = k == 0 ? 2.2 : 1.5};
        for (Index p = 0; p < errors->rows(); ++p)
            if (std::isfinite((*errors)(p, k))) s.x.push_back(double(p)), s.y.push_back((*errors)(p, k));
        if (!s.x.empty()) chart.series.push_back(std::move(s));
    }
    if (shown.kept >= 0 && shown.kept < errors->rows())
        chart.series.push_back({.kind = Drawn::Vertical, .label = number((*errors)(shown.kept, 0), 3) + " left", .x = {double(shown.kept)},
                                .tone = Tone::Selection, .size = 2});
    return chart;
}

Chart direction_chart(const SpectrumShown& shown) {
    Chart chart{.id = "direction", .x = {.title = shown.all->ascending ? "vertex" : "column", .whole = true}, .y = {.title = "entry", .from_zero = true}};
    if (shown.direction >= shown.directions()) return chart;
    const auto row = shown.front->right->row(shown.direction);
    chart.title = "Entries of direction " + grouped(shown.direction + 1) + (shown.all->ascending ? ", λ = " : ", s = ") + number(shown.value(shown.direction), 3);
    ChartSeries s{.kind = row.size() <= most_bars ? Drawn::Bars : Drawn::Line, .label = "entries", .tone = Tone::Source, .listed = false};
    if (s.kind == Drawn::Line) s.size = 1;
    for (Index j = 0; j < row.size(); ++j) s.x.push_back(double(j + 1)), s.y.push_back(row(j));
    chart.series = {std::move(s)};
    return chart;
}

Chart cosines_chart(const SpectrumShown& shown) {
    Chart chart{.id = "cosines", .title = "Angles between rows", .x = {.title = "cosine"}, .y = {.title = "share a unit", .from_zero = true}};
    const auto& m = shown.front->cosines;
    if (!m || m->rows() < 2 || m->cols() < 3) return chart;
    auto bars = columns_of(Drawn::Bars, "pairs of rows", *m, 0, 1, Tone::Source);
    bars.alpha = 0.85;
    auto null = columns_of(Drawn::Line, "random directions", *m, 0, 2, Tone::Target);
    null.size = 2;
    chart.series = {bars, null};
    return chart;
}

Chart entries_chart(const SpectrumShown& shown) {
    Chart chart{.id = "entries", .title = "Sizes of the entries", .x = {.title = "absolute entry"}, .y = {.title = "share a unit", .from_zero = true}};
    const auto& m = shown.front->entries;
    if (!m || m->rows() < 2 || m->cols() < 3) return chart;
    auto bars = columns_of(Drawn::Bars, "entries", *m, 0, 1, Tone::Source);
    bars.alpha = 0.85;
    const auto shape = shown.metric("weibull_shape");
    auto law = columns_of(Drawn::Line, shape ? "Weibull, shape " + number(*shape, 3) : "Weibull", *m, 0, 2, Tone::Target);
    law.size = 2;
    chart.series = {bars, law};
    return chart;
}

Chart neighbours_chart(const SpectrumShown& shown) {
    Chart chart{.id = "neighbours", .title = "Dimension by two neighbours", .x = {.title = "log μ", .from_zero = true},
                .y = {.title = "−log (1 − F)", .from_zero = true}};
    const auto& m = shown.front->spacings;
    if (!m || m->rows() < 2 || m->cols() < 2) return chart;
    auto points = columns_of(Drawn::Points, "rows", *m, 0, 1, Tone::Source);
    points.size = m->rows() > 500 ? 1.1 : 1.8;
    chart.series = {points};
    if (const auto d = shown.metric("intrinsic_dimension_twonn")) {
        const double x = std::min(m->col(0).maxCoeff(), m->col(1).maxCoeff() / std::max(*d, 1e-12));
        chart.series.push_back({.label = "slope d = " + number(*d, 3), .x = {0, x}, .y = {0, *d * x}, .tone = Tone::Target, .size = 2, .reads = false});
    }
    return chart;
}

Chart dimension_chart(const SpectrumShown& shown) {
    Chart chart{.id = "dimension", .title = "Dimension by more neighbours", .x = {.title = "neighbours", .whole = true},
                .y = {.title = "dimension", .from_zero = true}};
    const auto& m = shown.front->dimensions;
    if (!m || m->rows() < 2 || m->cols() < 2) return chart;
    auto line = columns_of(Drawn::Line, "maximum likelihood", *m, 0, 1, Tone::Source);
    auto points = line;
    points.kind = Drawn::Points, points.size = 2.2, points.listed = false;
    line.reads = false;
    chart.series = {line, points};
    const auto d = shown.metric("intrinsic_dimension_twonn");
    if (d && *d > 3 * m->col(1).maxCoeff()) chart.notes.push_back("TwoNN says " + number(*d, 3));  // it would flatten the curve
    else if (d)
        chart.series.push_back({.kind = Drawn::Horizontal, .label = "TwoNN " + number(*d, 3), .y = {*d}, .tone = Tone::Target, .dashed = true});
    return chart;
}

}  // namespace orthoscope
