// Descriptors of the selected vertex and of its partner: alike where the match is good.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 56;

std::vector<Ink::Point> points_of(const std::vector<double>& values, const Box& plot, double low, double high) {
    std::vector<Ink::Point> points;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) continue;
        const double t = high > low ? (values[i] - low) / (high - low) : 0.5;
        points.push_back({plot.x + double(i) / std::max(1.0, double(values.size()) - 1) * plot.width,
                          plot.bottom() - t * plot.height});
    }
    return points;
}

}  // namespace

void add_descriptor_curves(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.map) return;
    const MapNotes::Curves& curves = moment.notes.map->curves;
    if (curves.source.empty() && curves.target.empty()) return;
    double low = INFINITY, high = -INFINITY;
    for (auto* values : {&curves.source, &curves.target})
        for (double v : *values)
            if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    if (!(low <= high)) return;
    const double line = ink.line(Type::Caption);
    const std::string title = grouped(std::int64_t(std::max(curves.source.size(), curves.target.size()))) + " descriptors";
    Block block{.id = "descriptors", .corner = Corner::TopRight, .importance = 66, .gap = 14};
    block.size = {width, 2 * line + 8 + plot_height};
    block.draw = [=, &curves](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        double x = box.x;
        const auto name = [&](std::size_t set, const std::string& text) {
            if (text.empty()) return;
            draw_set_glyph(ink, {x + 5, box.y + 1.5 * line + 1}, set);
            ink.text(x + 14, box.y + line, Type::Caption, p.text, text);
            x += 14 + ink.width(Type::Caption, text) + 14;
        };
        name(0, curves.source_name), name(1, curves.target_name);
        const Box plot{box.x, box.y + 2 * line + 6, box.width, plot_height};
        ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.hairline, ink.hair());
        ink.path(points_of(curves.source, plot, low, high), p.source, 1.8);
        ink.path(points_of(curves.target, plot, low, high), p.target_bright, 1.8);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
