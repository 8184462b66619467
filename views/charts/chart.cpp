#include "views/charts/chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace orthoscope {
namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string digits(double value) {
    if (std::isnan(value)) return {};
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.17g", value);
    std::string text = buffer;
    std::replace(text.begin(), text.end(), ',', '.');  // whatever the C locale has made of the point
    return text;
}

}  // namespace

std::size_t points_of(const ChartSeries& series) {
    using Kind = ChartSeries::Kind;
    if (series.kind == Kind::Horizontal || series.kind == Kind::Vertical) return 0;
    const std::size_t both = std::min(series.x.size(), series.y.size());
    return series.kind == Kind::Band ? std::min(both, series.upper.size()) : both;
}

std::string chart_csv(const Chart& chart) {
    using Kind = ChartSeries::Kind;
    const bool bands = std::any_of(chart.series.begin(), chart.series.end(), [](auto& s) { return s.kind == Kind::Band; });
    std::string text = "series," + quoted(chart.x.name()) + "," + quoted(chart.y.name()) + (bands ? ",upper\n" : "\n");
    for (std::size_t k = 0; k < chart.series.size(); ++k) {
        const ChartSeries& s = chart.series[k];
        const std::string name = quoted(s.label.empty() ? "series " + std::to_string(k + 1) : s.label);
        const auto row = [&](const std::string& x, const std::string& y, const std::string& upper) {
            text += name + "," + x + "," + y + (bands ? "," + upper + "\n" : "\n");
        };
        if (s.kind == Kind::Horizontal && !s.y.empty()) row({}, digits(s.y[0]), {});
        if (s.kind == Kind::Vertical && !s.x.empty()) row(digits(s.x[0]), {}, {});
        for (std::size_t i = 0; i < points_of(s); ++i)
            row(digits(s.x[i]), digits(s.y[i]), s.kind == Kind::Band ? digits(s.upper[i]) : std::string());
    }
    return text;
}

}  // namespace orthoscope
