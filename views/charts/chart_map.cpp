#include "views/charts/chart_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Drawn = ChartSeries::Kind;
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

// Ends that grow with what they are told.
struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    bool log = false;
    void take(double v) {
        if (!std::isfinite(v) || (log && v <= 0)) return;
        low = std::min(low, v), high = std::max(high, v);
    }
    bool any() const { return low <= high; }
};

AxisMap axis_of(const ChartAxis& axis, Range range, bool pads_low, bool pads_high) {
    const bool log = axis.scale == AxisScale::Log;
    if (!range.any()) range.low = log ? 1 : 0, range.high = log ? 10 : 1;
    if (axis.from_zero && !log) range.low = std::min(range.low, 0.0), range.high = std::max(range.high, 0.0);
    double low = axis.low.value_or(range.low), high = axis.high.value_or(range.high);
    if (log && low <= 0) low = high > 0 ? high / 1e3 : 1;
    if (log) low = std::log(low), high = std::log(std::max(high, std::numeric_limits<double>::min()));
    if (!(low < high)) {
        const double room = log ? std::log(2.0) : std::max(0.5, 0.1 * std::abs(low));
        high = low + room, low -= room;
    } else {
        const double room = 0.04 * (high - low);
        if (!axis.low && pads_low) low -= room;
        if (!axis.high && pads_high) high += room;
    }
    return log ? AxisMap(axis.scale, std::exp(low), std::exp(high), axis.whole) : AxisMap(axis.scale, low, high, axis.whole);
}

std::string power_of_ten(int exponent) {
    static const char* const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = exponent < 0 ? "10⁻" : "10";
    for (char c : std::to_string(std::abs(exponent))) text += raised[c - '0'];
    return text;
}

std::vector<Tick> linear_ticks(double low, double high, int most, bool whole) {
    const double rough = (high - low) / std::max(1, most);
    double unit = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * unit;
    for (double times : {1.0, 2.0, 5.0})
        if (times * unit >= rough * (1 - 1e-9)) {
            step = times * unit;
            break;
        }
    if (whole) step = std::max(1.0, std::round(step));
    const double largest = std::max(std::abs(low), std::abs(high));
    const int decimals = std::max(0, int(std::ceil(-std::log10(step) - 1e-9)));
    const int significant = std::clamp(int(std::ceil(std::log10(largest / step))) + 1, 1, 15);
    const double tens = std::pow(10.0, decimals);
    std::vector<Tick> ticks;
    for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) {
        const double value = k == 0 ? 0 : decimals > 0 && decimals < 15 ? std::round(k * step * tens) / tens : k * step;  // 0.6, not 3 x 0.2
        ticks.push_back({value, value == 0 ? "0" : decimals > 4 || largest >= 1e6 ? number(value, significant) : fixed(value, decimals)});
    }
    return ticks;
}

std::vector<Tick> log_ticks(double low, double high, int most, bool whole) {
    const int first = int(std::ceil(std::log10(low) - 1e-9)), last = int(std::floor(std::log10(high) + 1e-9));
    const int stride = std::max(1, (last - first + std::max(1, most)) / std::max(1, most));
    const bool plain = first >= -3 && last <= 4;
    // Where hardly a power of ten lies inside, 2 and 5 are named too, and on a short axis steps of equal size.
    const bool few = last - first < 2;
    if (high / low < 4) return linear_ticks(low, high, most, whole);
    std::vector<Tick> ticks;
    for (int k = int(std::floor(std::log10(low))); k <= last; ++k)
        for (int times = 1; times < (stride > 1 ? 2 : 10); ++times) {
            const double value = times * std::pow(10.0, k);
            if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9) || (whole && value < 1)) continue;
            const bool named = times == 1 ? (k - first) % stride == 0 : few && most >= 4 && (times == 2 || times == 5);
            const bool simple = plain || few;
            ticks.push_back({value, !named ? "" : simple ? number(value, 4) : power_of_ten(k)});
        }
    return ticks;
}

}  // namespace

AxisMap::AxisMap(AxisScale scale, double low, double high, bool whole)
    : scale_(scale), low_(low), high_(high), whole_(whole) {}

double AxisMap::place(double value) const {
    if (scale_ == AxisScale::Linear) return (value - low_) / (high_ - low_);
    return value > 0 ? std::log(value / low_) / std::log(high_ / low_) : nan_value;
}

double AxisMap::value(double place) const {
    return scale_ == AxisScale::Linear ? low_ + place * (high_ - low_) : low_ * std::pow(high_ / low_, place);
}

std::vector<Tick> AxisMap::ticks(int most) const {
    most = std::max(most, 2);
    return scale_ == AxisScale::Linear ? linear_ticks(low_, high_, most, whole_) : log_ticks(low_, high_, most, whole_);
}

std::pair<double, double> bar_span(const ChartSeries& series, std::size_t i) {
    const auto& x = series.x;
    double width = 1;
    if (x.size() > 1) width = i + 1 < x.size() ? x[i + 1] - x[i] : x[i] - x[i - 1];
    return {x[i] - width / 2, width};
}

ChartMap map_of(const Chart& chart) {
    Range x, y;
    x.log = chart.x.scale == AxisScale::Log, y.log = chart.y.scale == AxisScale::Log;
    bool bars = false;
    for (auto& s : chart.series) {
        if (s.kind == Drawn::Horizontal && !s.y.empty()) y.take(s.y[0]);
        if (s.kind == Drawn::Vertical && !s.x.empty()) x.take(s.x[0]);
        for (std::size_t i = 0; i < points_of(s); ++i) {
            if (std::isnan(s.y[i]) || (x.log && !(s.x[i] > 0))) continue;
            x.take(s.x[i]), y.take(s.y[i]);
            if (s.kind == Drawn::Band) y.take(s.upper[i]);
            if (s.kind != Drawn::Bars) continue;
            const auto [begin, width] = bar_span(s, i);
            x.take(begin), x.take(begin + width);
            bars = true;
        }
    }
    if (bars) y.take(0);
    ChartMap map;
    map.x = axis_of(chart.x, x, !bars, !bars);
    map.y = axis_of(chart.y, y, !(chart.y.from_zero && y.low >= 0) && !(bars && y.low >= 0), true);
    for (auto& s : chart.series)
        for (std::size_t i = 0; s.reads && i < points_of(s); ++i) {
            const double px = map.x.place(s.x[i]), py = map.y.place(s.y[i]);
            if (!std::isfinite(px) || !std::isfinite(py)) ++map.dropped;
            else if (px < -1e-9 || px > 1 + 1e-9 || py < -1e-9 || py > 1 + 1e-9) ++map.outside;
        }
    return map;
}

std::optional<ChartHit> nearest(const Chart& chart, const ChartMap& map, double x, double y, double width, double height,
                                double reach) {
    std::optional<ChartHit> best;
    for (std::size_t k = 0; k < chart.series.size(); ++k) {
        const ChartSeries& s = chart.series[k];
        if (!s.reads) continue;
        for (std::size_t i = 0; i < points_of(s); ++i) {
            const double px = map.x.place(s.x[i]), py = map.y.place(s.y[i]);
            if (!std::isfinite(px) || !std::isfinite(py) || px < -1e-9 || px > 1 + 1e-9 || py < -1e-9 || py > 1 + 1e-9) continue;
            double dx = (px - x) * width, dy = (py - y) * height;
            if (s.kind == Drawn::Bars) {
                const auto [begin, wide] = bar_span(s, i);
                if (x >= map.x.place(begin) && x < map.x.place(begin + wide)) dx = 0, dy = y <= py ? 0 : dy;
            }
            const double distance = std::hypot(dx, dy);
            if (distance > reach || (best && distance > best->distance)) continue;
            best = ChartHit{k, i, s.x[i], s.y[i], distance};
        }
    }
    return best;
}

}  // namespace orthoscope
