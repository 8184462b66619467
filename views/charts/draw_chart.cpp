#include "views/charts/draw_chart.h"

#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"

namespace orthoscope {
namespace {

using Drawn = ChartSeries::Kind;
using Points = std::vector<Brush::Point>;

// The part of a segment inside a box; false: none.
bool clip(const Box& box, Brush::Point& a, Brush::Point& b) {
    double from = 0, to = 1;
    const double dx = b.first - a.first, dy = b.second - a.second;
    const auto edge = [&](double step, double room) {  // the part where t step <= room
        if (step == 0) return room >= 0;
        const double t = room / step;
        if (step > 0) to = std::min(to, t);
        else from = std::max(from, t);
        return from <= to;
    };
    if (!edge(-dx, a.first - box.x) || !edge(dx, box.right() - a.first) || !edge(-dy, a.second - box.y) || !edge(dy, box.bottom() - a.second))
        return false;
    const Brush::Point start = a;
    a = {start.first + from * dx, start.second + from * dy};
    b = {start.first + to * dx, start.second + to * dy};
    return true;
}

// The polyline inside the box, in pieces; steps too short to be seen are left out, ends never.
std::vector<Points> pieces(const Box& box, const Points& points) {
    std::vector<Points> out;
    const auto finite = [](const Brush::Point& p) { return std::isfinite(p.first) && std::isfinite(p.second); };
    bool joined = false;
    for (std::size_t i = 1; i < points.size(); ++i) {
        Brush::Point a = points[i - 1], b = points[i];
        if (!finite(a) || !finite(b) || !clip(box, a, b)) {
            joined = false;
            continue;
        }
        if (!joined) out.push_back({a});
        joined = b == points[i];
        Points& piece = out.back();
        const bool last = i + 1 == points.size() || !joined;
        if (!last && piece.size() > 1 && std::hypot(b.first - piece.back().first, b.second - piece.back().second) < 0.3) continue;
        piece.push_back(b);
    }
    return out;
}

Points places(const ChartPlace& at, const std::vector<double>& x, const std::vector<double>& y, std::size_t count) {
    Points out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(at.at(x[i], y[i]));
    return out;
}

void draw_band(Brush& brush, const ChartSeries& s, const ChartPlace& at) {
    Points low, high;
    for (std::size_t i = 0; i < points_of(s); ++i) {
        auto a = at.at(s.x[i], s.y[i]), b = at.at(s.x[i], s.upper[i]);
        if (std::isnan(a.second)) a.second = at.plot.bottom();  // a foot that a logarithmic axis has no place for
        if (!std::isfinite(a.first) || !std::isfinite(b.second)) continue;
        const double x = std::clamp(a.first, at.plot.x, at.plot.right());
        low.push_back({x, std::clamp(a.second, at.plot.y, at.plot.bottom())});
        high.push_back({x, std::clamp(b.second, at.plot.y, at.plot.bottom())});
    }
    if (low.size() > 1) brush.area(low, high, brush.colour_of(s), s.alpha);
}

void draw_bars(Brush& brush, const ChartSeries& s, const ChartPlace& at) {
    const double zero = at.map.y.scale() == AxisScale::Log ? at.plot.bottom() : at.at(at.map.x.low(), 0).second;
    const double foot = std::clamp(zero, at.plot.y, at.plot.bottom());
    for (std::size_t i = 0; i < points_of(s); ++i) {
        const auto [begin, width] = bar_span(s, i);
        double left = at.at(begin, s.y[i]).first, right = at.at(begin + width, s.y[i]).first;
        const double top = std::clamp(at.at(s.x[i], s.y[i]).second, at.plot.y, at.plot.bottom());
        left = std::max(left, at.plot.x), right = std::min(right, at.plot.right());
        if (!(left < right) || !std::isfinite(top) || top == foot) continue;
        const double gap = right - left > 4 ? 1 : 0;
        brush.fill({left, std::min(top, foot), right - left - gap, std::abs(foot - top)}, brush.colour_of(s), s.alpha);
    }
}

void draw_series(Brush& brush, const ChartSeries& s, const ChartPlace& at) {
    const Colour colour = brush.colour_of(s);
    if (s.kind == Drawn::Band) return draw_band(brush, s, at);
    if (s.kind == Drawn::Bars) return draw_bars(brush, s, at);
    if (s.kind == Drawn::Line)
        for (auto& piece : pieces(at.plot, places(at, s.x, s.y, points_of(s)))) brush.path(piece, colour, s.size, s.alpha, s.dashed);
    if (s.kind == Drawn::Points)
        for (auto& p : places(at, s.x, s.y, points_of(s)))
            if (p.first >= at.plot.x - 0.5 && p.first <= at.plot.right() + 0.5 && p.second >= at.plot.y - 0.5 && p.second <= at.plot.bottom() + 0.5)
                brush.disc(p, s.size, colour, s.alpha);
    if (s.kind == Drawn::Horizontal && !s.y.empty()) {
        const double y = at.at(at.map.x.low(), s.y[0]).second;
        if (y >= at.plot.y && y <= at.plot.bottom()) brush.path({{at.plot.x, y}, {at.plot.right(), y}}, colour, s.size, s.alpha, s.dashed);
    }
    if (s.kind == Drawn::Vertical && !s.x.empty()) {
        const double x = at.at(s.x[0], at.map.y.low()).first;
        if (x >= at.plot.x && x <= at.plot.right()) brush.path({{x, at.plot.y}, {x, at.plot.bottom()}}, colour, s.size, s.alpha, s.dashed);
    }
}

// The names of horizontal and vertical lines stand on them; what would touch another one moves, or is left out.
void draw_marker_names(Brush& brush, const Chart& chart, const ChartPlace& at) {
    const double line = brush.line(Type::Caption);
    std::vector<Box> taken;
    const auto put = [&](const ChartSeries& s, std::vector<Box> candidates) {
        for (auto& box : candidates) {
            if (box.x < at.plot.x || box.right() > at.plot.right() + 2 || box.y < at.plot.y - 1 || box.bottom() > at.plot.bottom() + 1) continue;
            if (std::any_of(taken.begin(), taken.end(), [&](auto& other) { return box.overlaps(other); })) continue;
            taken.push_back(box);
            brush.fill({box.x - 2, box.y + 1, box.width + 4, box.height - 2}, brush.colours().ground_bottom, 0.72);
            const bool right = s.kind == Drawn::Horizontal && box.right() > at.plot.right() - 4;
            return brush.text(right ? box.right() : box.x, box.y, Type::Caption, brush.colour_of(s), s.label, right ? Align::Right : Align::Left);
        }
    };
    for (const Drawn kind : {Drawn::Vertical, Drawn::Horizontal})
        for (auto& s : chart.series) {
            if (s.kind != kind || s.label.empty()) continue;
            const double wide = brush.width(Type::Caption, s.label);
            if (kind == Drawn::Vertical && !s.x.empty()) {
                const double x = at.at(s.x[0], at.map.y.low()).first;
                std::vector<Box> candidates;
                for (double y : {at.plot.y + 1, at.plot.y + 1 + line, at.plot.y + 1 + 2 * line})
                    candidates.push_back({x + 4, y, wide, line}), candidates.push_back({x - 4 - wide, y, wide, line});
                put(s, candidates);
            } else if (!s.y.empty()) {
                const double y = at.at(at.map.x.low(), s.y[0]).second, left = at.plot.right() - wide - 2;
                if (y < at.plot.y || y > at.plot.bottom()) continue;
                put(s, {{left, y - line - 1, wide, line}, {left, y + 2, wide, line}, {at.plot.x + at.plot.width * 0.3, y - line - 1, wide, line}});
            }
        }
}

void draw_axes(Brush& brush, const Chart& chart, const ChartPlace& at) {
    const Palette& p = brush.colours();
    const double line = brush.line(Type::Caption), hair = brush.hair();
    for (auto& tick : at.map.y.ticks(std::max(2, int(at.plot.height / (1.9 * line))))) {
        const double y = at.at(at.map.x.low(), tick.value).second;
        if (tick.label.empty()) continue;
        brush.path({{at.plot.x, y}, {at.plot.right(), y}}, p.hairline, hair);
        brush.text(at.plot.x - 5, y - line / 2, Type::Caption, p.secondary, tick.label, Align::Right);
    }
    brush.path({{at.plot.x, at.plot.bottom()}, {at.plot.right(), at.plot.bottom()}}, p.secondary, hair, 0.8);
    const bool apart = at.box.bottom() - line * double(at.notes.size()) - at.plot.bottom() > 2 * line + 3;
    const std::string name = fitted(brush, Type::Caption, chart.x.name(), (apart ? 1 : 0.6) * at.plot.width);
    const double name_left = at.plot.right() - brush.width(Type::Caption, name);
    double before = at.box.x - 8;
    for (auto& tick : at.map.x.ticks(std::max(2, int(at.plot.width / 52)))) {
        const double x = at.at(tick.value, at.map.y.low()).first, half = brush.width(Type::Caption, tick.label) / 2;
        brush.path({{x, at.plot.bottom()}, {x, at.plot.bottom() + (tick.label.empty() ? 2 : 3)}}, p.secondary, hair, 0.8);
        const double middle = std::min(x, at.box.right() - half);
        if (tick.label.empty() || middle - half < before + 8 || (!apart && middle + half > name_left - 8)) continue;
        brush.text(middle, at.plot.bottom() + 3, Type::Caption, p.secondary, tick.label, Align::Middle);
        before = middle + half;
    }
    brush.text(at.plot.right(), at.plot.bottom() + 3 + (apart ? line : 0), Type::Caption, p.secondary, name, Align::Right);
    brush.text(at.box.x, at.keys_top, Type::Caption, p.secondary, fitted(brush, Type::Caption, chart.y.name(), at.box.width));
}

void draw_key(Brush& brush, const ChartSeries& s, const Box& box) {
    const double middle = box.y + box.height / 2 + 0.5;
    const Colour colour = brush.colour_of(s);
    switch (s.kind) {
        case Drawn::Points: brush.disc({box.x + 8, middle}, std::min(3.5, s.size + 0.5), colour, s.alpha); break;
        case Drawn::Bars:
        case Drawn::Band: brush.fill({box.x + 1, middle - 4, 14, 8}, colour, s.alpha); break;
        default: brush.path({{box.x, middle}, {box.x + 16, middle}}, colour, std::max(s.size, 1.5), s.alpha, s.dashed);
    }
}

}  // namespace

void draw_chart(Brush& brush, const Chart& chart, const ChartPlace& at) {
    const Palette& p = brush.colours();
    const Type title = at.title_line > brush.line(Type::Caption) + 0.1 ? Type::Body : Type::Caption;
    for (std::size_t i = 0; i < at.title.size(); ++i)
        brush.text(at.box.x, at.box.y + double(i) * at.title_line, title, p.text, at.title[i]);
    draw_axes(brush, chart, at);
    for (auto& s : chart.series) {
        brush.begin(s.label);
        draw_series(brush, s, at);
        brush.end();
    }
    draw_marker_names(brush, chart, at);
    for (auto& key : at.keys) {
        draw_key(brush, chart.series[key.series], key.box);
        brush.text(key.box.x + 22, key.box.y, Type::Caption, p.secondary, key.text);
    }
    for (std::size_t i = 0; i < at.notes.size(); ++i)
        brush.text(at.box.x, at.notes_top + double(i) * brush.line(Type::Caption), Type::Caption, p.secondary, at.notes[i]);
}

std::string reading_text(const Chart& chart, const ChartHit& hit) {
    const ChartSeries& s = chart.series[hit.series];
    std::string text = s.label.empty() ? std::string() : s.label + ": ";
    if (s.kind == Drawn::Band) return text + number(s.y[hit.index]) + " to " + number(s.upper[hit.index]);
    return text + (chart.x.title.empty() ? "" : chart.x.title + " ") + number(hit.x) + ", " + number(hit.y);
}

void draw_reading(Brush& brush, const Chart& chart, const ChartPlace& at, const ChartHit& hit) {
    const Palette& p = brush.colours();
    const auto [x, y] = at.at(hit.x, hit.y);
    brush.path({{x, at.plot.y}, {x, at.plot.bottom()}}, p.secondary, brush.hair(), 0.7);
    brush.disc({x, y}, 5, p.text);
    brush.disc({x, y}, 3.5, brush.colour_of(chart.series[hit.series]));
    const std::string text = fitted(brush, Type::Body, reading_text(chart, hit), at.box.width - 12);
    const double wide = brush.width(Type::Body, text) + 12, high = brush.line(Type::Body) + 6;
    const double left = std::clamp(x + 10, at.box.x, std::max(at.box.x, at.box.right() - wide));
    const double top = y - high - 8 >= at.box.y ? y - high - 8 : std::min(y + 8, at.box.bottom() - high);
    brush.fill({left - 1, top - 1, wide + 2, high + 2}, p.hairline);
    brush.fill({left, top, wide, high}, p.panel);
    brush.text(left + 6, top + 3, Type::Body, p.text, text);
}

}  // namespace orthoscope
