// Cost over the frames, with the cursor on it; only where there is more than one value.
#include <algorithm>
#include <cmath>
#include <optional>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 48;

struct Curve {
    std::string name;
    std::vector<std::optional<double>> values;  // one a frame
    double low = 0, high = 0;
    bool logarithmic = false;

    double height(double value) const {  // 0..1
        if (high <= low) return 0;
        if (!logarithmic) return (value - low) / (high - low);
        return std::log(std::max(value, low) / low) / std::log(high / low);
    }
};

std::optional<Curve> curve_of(const Moment& moment) {
    Curve curve;
    for (const char* name : {"cost", "rmse"}) {
        curve.values.clear();
        std::vector<double> finite;
        for (auto& frame : moment.exhibit.frames) {
            std::optional<double> value;
            for (auto& [key, number] : frame->metrics)
                if (key == name && std::isfinite(number)) value = number;
            curve.values.push_back(value);
            if (value) finite.push_back(*value);
        }
        if (finite.size() < 2) continue;
        const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
        if (*high - *low <= 1e-12 * std::abs(*high)) continue;
        curve.name = name;
        curve.low = *low;
        curve.high = *high;
        curve.logarithmic = curve.low > 0 && curve.high / curve.low > 1000;
        return curve;
    }
    return std::nullopt;
}

void draw_curve(const Ink& ink, const Box& plot, const Curve& curve, const Moment& moment) {
    const auto& p = ink.colours();
    const double last = std::max<double>(1, double(curve.values.size()) - 1);
    const auto place = [&](double frame, double value) {
        return Ink::Point{plot.x + frame / last * plot.width, plot.bottom() - curve.height(value) * plot.height};
    };
    std::vector<Ink::Point> points;
    std::optional<Ink::Point> marker;
    for (std::size_t i = 0; i < curve.values.size(); ++i) {
        if (!curve.values[i]) continue;
        points.push_back(place(double(i), *curve.values[i]));
        if (i <= moment.shown_index) marker = points.back();
    }
    ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.hairline, ink.hair());
    ink.path(points, p.secondary, 1.5);
    const double cursor = double(moment.shown_index) +
                          (moment.between ? moment.weight * (double(moment.into_index) - double(moment.shown_index)) : 0);
    const double x = plot.x + cursor / last * plot.width;
    ink.stroke({x, plot.y}, {x, plot.bottom()}, p.accent, 1, 0.8);
    if (marker) ink.disc(*marker, 3.5, p.accent);
}

}  // namespace

void add_cost_curve(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto curve = curve_of(moment);
    if (!curve) return;
    const double line = ink.line(Type::Caption);
    Block block{.id = "cost", .corner = Corner::TopRight, .importance = 50, .gap = 16};
    block.size = {width, line + 8 + plot_height};
    block.draw = [=, &moment](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const std::string title = curve->name + " over the frames" + (curve->logarithmic ? ", logarithmic" : "");
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        const double labels = std::max(ink.width(Type::Caption, number(curve->high, 3)),
                                       ink.width(Type::Caption, number(curve->low, 3)));
        const Box plot{box.x + 4, box.y + line + 6, box.width - labels - 16, plot_height - 4};
        draw_curve(ink, plot, *curve, moment);
        ink.text_right(box.right(), plot.y - line / 2 + 2, Type::Caption, p.secondary, number(curve->high, 3));
        ink.text_right(box.right(), plot.bottom() - line / 2 - 2, Type::Caption, p.secondary, number(curve->low, 3));
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
