// Cost over the frames with the cursor on it: the lane shown strong and in the colours of its phases, the
// others thin.
#include <algorithm>
#include <cmath>

#include "views/overlay/cost_curves.h"
#include "views/overlay/lanes_now.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 48, tall_plot = 72, most_names = 92;

Colour phase_colour(const Moment& moment, int phase) {
    return category(static_cast<std::size_t>(std::max(phase, 0)), moment.look.theme);
}

class Plot {
  public:
    Plot(const Box& box, const CostCurves& curves) : box_(box), curves_(curves) {}
    Ink::Point at(double frame, double value) const {
        const double last = std::max<double>(1, double(curves_.longest) - 1);
        return {box_.x + frame / last * box_.width, box_.bottom() - curves_.height(value) * box_.height};
    }
    void thin(const Ink& ink, const CostCurves::Curve& curve) const {
        std::vector<Ink::Point> points;
        for (std::size_t i = 0; i < curve.values.size(); ++i)
            if (std::isfinite(curve.values[i])) points.push_back(at(double(i), curve.values[i]));
        ink.path(points, ink.colours().secondary, 1, 0.45);
    }
    // Each segment in the colour of the phase that it is due to.
    void strong(const Ink& ink, const CostCurves::Curve& curve, const Moment& moment) const {
        const auto& p = ink.colours();
        const bool coloured = !curves_.recurring.empty();
        std::optional<Ink::Point> before, marker;
        for (std::size_t i = 0; i < curve.values.size(); ++i) {
            if (!std::isfinite(curve.values[i])) continue;
            const Ink::Point here = at(double(i), curve.values[i]);
            const bool named =
                coloured && std::count(curves_.recurring.begin(), curves_.recurring.end(), curve.phases[i]);
            if (before)
                ink.stroke(*before, here, named ? phase_colour(moment, curve.phases[i]) : p.secondary,
                           coloured ? 2.2 : 1.5);
            if (i <= moment.shown_index) marker = here;
            before = here;
        }
        const double cursor =
            double(moment.shown_index) +
            (moment.between ? moment.weight * (double(moment.into_index) - double(moment.shown_index)) : 0);
        const double x = at(cursor, curves_.low).first;
        ink.stroke({x, box_.y}, {x, box_.bottom()}, p.accent, 1, 0.8);
        if (marker) ink.disc(*marker, 3.5, p.accent);
    }

  private:
    const Box& box_;
    const CostCurves& curves_;
};

// Names at the ends of their curves, the shown one first, then the lowest; what would touch another is left
// out.
void draw_names(const Ink& ink, const Plot& plot, const CostCurves& curves, double x, double width) {
    std::vector<const CostCurves::Curve*> order;
    for (auto& curve : curves.curves)
        if (!curve.values.empty() && std::isfinite(curve.values.back())) order.push_back(&curve);
    std::stable_sort(order.begin(), order.end(), [](auto a, auto b) {
        return a->shown != b->shown ? a->shown : a->values.back() < b->values.back();
    });
    std::vector<double> taken;
    const double line = ink.line(Type::Caption);
    for (auto curve : order) {
        const double y = plot.at(double(curve->values.size()) - 1, curve->values.back()).second - line / 2;
        if (std::any_of(taken.begin(), taken.end(),
                        [&](double other) { return std::abs(other - y) < line - 1; }))
            continue;
        taken.push_back(y);
        ink.text(x, y, Type::Caption, curve->shown ? ink.colours().text : ink.colours().secondary,
                 shortened(ink, Type::Caption, curve->lane_name, width));
    }
}

struct Key {
    std::string name;
    Colour colour;
    double x = 0;
    std::size_t row = 0;
};

std::vector<Key> keys_of(const CostCurves& curves, const Moment& moment, const Ink& ink, double width) {
    std::vector<Key> keys;
    double x = 0;
    std::size_t row = 0;
    const auto* method = moment.exhibit.method;
    for (int phase : curves.recurring) {
        if (!method || phase < 0 || std::size_t(phase) >= method->phases.size()) continue;
        Key key{shortened(ink, Type::Caption, method->phases[std::size_t(phase)].title, width - 20),
                phase_colour(moment, phase)};
        const double wide = 14 + ink.width(Type::Caption, key.name);
        if (x > 0 && x + wide > width) x = 0, ++row;
        key.x = x, key.row = row;
        x += wide + 14;
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace

void add_cost_curve(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto curves = std::make_shared<const CostCurves>(cost_curves(moment.exhibit));
    if (!curves->any()) return;
    const double line = ink.line(Type::Caption);
    const bool lanes = curves->curves.size() > 1;
    const double high = lanes ? tall_plot : plot_height;
    const auto keys = keys_of(*curves, moment, ink, width);
    const double legend = keys.empty() ? 0 : line * double(keys.back().row + 1) + 4;
    Block block{
        .id = "cost", .corner = Corner::TopRight, .importance = lanes || !keys.empty() ? 61 : 50, .gap = 16};
    block.size = {width, line + 8 + high + legend};
    block.draw = [=, &moment](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const std::string title = curves->name +
                                  (lanes ? " of every " + lane_noun(moment.exhibit) + " over its steps" : std::string(" over the frames")) +
                                  (curves->logarithmic ? ", logarithmic" : "");
        ink.text(box.x, box.y, Type::Caption, p.secondary, shortened(ink, Type::Caption, title, box.width));
        const std::string top = number(curves->high, 3), low = number(curves->low, 3);
        const double labels = std::max(ink.width(Type::Caption, top), ink.width(Type::Caption, low));
        // With lanes the values stand before the plot, and the names of the lanes behind it.
        const double left = lanes ? labels + 8 : 4, right = lanes ? most_names + 6 : labels + 12;
        const Box area{box.x + left, box.y + line + 6, box.width - left - right, high - 4};
        const Plot plot(area, *curves);
        ink.stroke({area.x, area.bottom()}, {area.right(), area.bottom()}, p.hairline, ink.hair());
        for (auto& curve : curves->curves)
            curve.shown ? plot.strong(ink, curve, moment) : plot.thin(ink, curve);
        const double label_right = lanes ? box.x + labels : box.right();
        ink.text_right(label_right, area.y - line / 2 + 2, Type::Caption, p.secondary, top);
        ink.text_right(label_right, area.bottom() - line / 2 - 2, Type::Caption, p.secondary, low);
        if (lanes) draw_names(ink, plot, *curves, area.right() + 6, most_names);
        for (auto& key : keys) {
            const double y = area.bottom() + 6 + line * double(key.row);
            ink.fill({box.x + key.x, y + line / 2 - 3, 8, 6}, key.colour);
            ink.text(box.x + key.x + 14, y, Type::Caption, p.secondary, key.name);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
