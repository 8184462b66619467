// Where the parts of a chart lie.
#include <algorithm>
#include <cmath>

#include "views/charts/draw_chart.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr double swatch = 16, key_gap = 14, least_plot = 36;

// Broken at blanks into at most `most` lines.
std::vector<std::string> broken(const Brush& brush, Type type, const std::string& text, double width, std::size_t most) {
    std::vector<std::string> lines;
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at), longer = line.empty() ? word : line + " " + word;
        at = end + 1;
        if (line.empty() || brush.width(type, longer) <= width) {
            line = longer;
            continue;
        }
        if (lines.size() + 1 == most) {
            line = fitted(brush, type, longer + text.substr(std::min(end, text.size())), width);
            break;
        }
        lines.push_back(line), line = word;
    }
    if (!line.empty()) lines.push_back(fitted(brush, type, line, width));
    return lines;
}

bool in_legend(const ChartSeries& s) {
    const bool marker = s.kind == ChartSeries::Kind::Horizontal || s.kind == ChartSeries::Kind::Vertical;
    return s.listed && !marker && !s.label.empty();
}

// From left to right in rows; the first row begins at `first`, behind the name of the axis.
double place_keys(const Brush& brush, const Chart& chart, const Box& box, double first, ChartPlace& place) {
    const double line = brush.line(Type::Caption);
    double x = first, y = place.keys_top;
    for (std::size_t k = 0; k < chart.series.size(); ++k) {
        if (!in_legend(chart.series[k])) continue;
        ChartPlace::Key key{k, {}, fitted(brush, Type::Caption, chart.series[k].label, box.width - swatch - 6)};
        const double wide = swatch + 6 + brush.width(Type::Caption, key.text);
        if (x > box.x && x + wide > box.right()) x = box.x, y += line + 1;
        key.box = {x, y, wide, line};
        x += wide + key_gap;
        place.keys.push_back(std::move(key));
    }
    return y + line;
}

}  // namespace

std::string fitted(const Brush& brush, Type type, const std::string& text, double width) {
    if (brush.width(type, text) <= width) return text;
    std::string cut = text;
    while (!cut.empty()) {
        cut.pop_back();
        while (!cut.empty() && (cut.back() & 0xC0) == 0x80) cut.pop_back();
        if (!cut.empty() && (cut.back() & 0x80)) cut.pop_back();  // the first byte of the letter that was cut
        if (brush.width(type, cut + "…") <= width) return cut + "…";
    }
    return {};
}

ChartPlace place_chart(const Brush& brush, const Chart& chart, const Box& box) {
    ChartPlace place;
    place.box = box;
    place.map = map_of(chart);
    const double line = brush.line(Type::Caption);
    const bool small = box.height < 170 || box.width < 240;
    place.title_line = small ? line : brush.line(Type::Body);
    if (!chart.title.empty()) place.title = broken(brush, small ? Type::Caption : Type::Body, chart.title, box.width, small ? 1 : 2);
    double top = box.y + place.title_line * double(place.title.size()) + (place.title.empty() ? 0 : 1);
    place.keys_top = top;
    const std::string name = chart.y.name();
    const double name_width = name.empty() ? 0 : brush.width(Type::Caption, name) + key_gap;
    double keys_end = place_keys(brush, chart, box, box.x + name_width, place);
    if (place.keys.empty() && name.empty()) keys_end = top;
    std::vector<std::string> notes = chart.notes;
    if (place.map.dropped > 0)
        notes.push_back(grouped(std::int64_t(place.map.dropped)) + (place.map.dropped == 1 ? " point" : " points") +
                        (chart.x.scale == AxisScale::Log || chart.y.scale == AxisScale::Log ? " of 0 or less not on a logarithmic axis"
                                                                                            : " void"));
    for (auto& note : notes)
        for (auto& part : broken(brush, Type::Caption, note, box.width, 3)) place.notes.push_back(part);
    const double below = 3 + line + (box.height < 125 ? 0 : line) + 1;
    const auto room = [&] { return box.bottom() - below - line * double(place.notes.size()) - keys_end - 5; };
    if (room() < least_plot) place.notes.clear();
    if (room() < least_plot) place.keys.clear(), keys_end = top + (name.empty() ? 0 : line);
    double labels = 0;
    const int most = std::max(2, int(room() / (1.9 * line)));
    for (auto& tick : place.map.y.ticks(most)) labels = std::max(labels, brush.width(Type::Caption, tick.label));
    const double left = labels + 6;
    place.plot = {box.x + left, keys_end + 5, std::max(1.0, box.width - left - 4), std::max(1.0, room())};
    place.notes_top = box.bottom() - line * double(place.notes.size());
    return place;
}

}  // namespace orthoscope
