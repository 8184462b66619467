#include "views/overlay/ink.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

ImU32 packed(Colour c, double alpha) {
    return ImGui::ColorConvertFloat4ToU32(
        {float(c.r), float(c.g), float(c.b), float(std::clamp(alpha, 0.0, 1.0))});
}

}  // namespace

double Ink::snap(double v) const { return std::round(v * fonts_.scale()) / fonts_.scale(); }

double Ink::hair() const { return std::max(1.0, std::floor(fonts_.scale())) / fonts_.scale(); }

double Ink::width(Type type, std::string_view text) const {
    ImFont* font = fonts_.font(type);
    const auto size = font->CalcTextSizeA(font->FontSize, 1e9f, 0, text.data(), text.data() + text.size());
    return double(size.x) / fonts_.scale();
}

double Ink::line(Type type) const { return double(fonts_.font(type)->FontSize) / fonts_.scale(); }

double Ink::ascent(Type type) const { return double(fonts_.font(type)->Ascent) / fonts_.scale(); }

void Ink::text(double x, double y, Type type, Colour colour, std::string_view text, double alpha) const {
    if (!list_ || text.empty()) return;
    const double s = fonts_.scale();
    ImFont* font = fonts_.font(type);
    list_->AddText(font, font->FontSize, {float(std::round(x * s)), float(std::round(y * s))}, packed(colour, alpha),
                   text.data(), text.data() + text.size());
}

void Ink::text_right(double right, double y, Type type, Colour colour, std::string_view text, double alpha) const {
    this->text(right - width(type, text), y, type, colour, text, alpha);
}

void Ink::fill(const Box& box, Colour colour, double alpha, double rounding) const {
    if (!list_) return;
    const double s = fonts_.scale();
    list_->AddRectFilled({float(std::round(box.x * s)), float(std::round(box.y * s))},
                         {float(std::round(box.right() * s)), float(std::round(box.bottom() * s))},
                         packed(colour, alpha), float(rounding * s));
}

void Ink::frame(const Box& box, Colour colour, double alpha, double rounding) const {
    if (!list_) return;
    const double s = fonts_.scale();
    list_->AddRect({float(std::round(box.x * s)), float(std::round(box.y * s))},
                   {float(std::round(box.right() * s)), float(std::round(box.bottom() * s))}, packed(colour, alpha),
                   float(rounding * s), 0, float(hair() * s));
}

void Ink::stroke(Point from, Point to, Colour colour, double thickness, double alpha) const {
    path({from, to}, colour, thickness, alpha);
}

void Ink::path(const std::vector<Point>& points, Colour colour, double thickness, double alpha) const {
    if (!list_ || points.size() < 2) return;
    const double s = fonts_.scale();
    // Straight hairlines sit on whole pixels.
    if (points.size() == 2 && (points[0].first == points[1].first || points[0].second == points[1].second)) {
        const double x = std::min(points[0].first, points[1].first), y = std::min(points[0].second, points[1].second);
        const double t = std::max(1.0, std::round(thickness * s)) / s;
        const bool upright = points[0].first == points[1].first;
        fill({snap(x), snap(y), upright ? t : std::abs(points[1].first - points[0].first),
              upright ? std::abs(points[1].second - points[0].second) : t},
             colour, alpha);
        return;
    }
    std::vector<ImVec2> places;
    for (auto& [x, y] : points) places.push_back({float(x * s), float(y * s)});
    list_->AddPolyline(places.data(), int(places.size()), packed(colour, alpha), 0, float(thickness * s));
}

void Ink::triangle(Point a, Point b, Point c, Colour colour, double alpha) const {
    if (!list_) return;
    const float s = float(fonts_.scale());
    list_->AddTriangleFilled({float(a.first) * s, float(a.second) * s}, {float(b.first) * s, float(b.second) * s},
                             {float(c.first) * s, float(c.second) * s}, packed(colour, alpha));
}

void Ink::disc(Point centre, double radius, Colour colour, double alpha) const {
    if (!list_) return;
    const double s = fonts_.scale();
    list_->AddCircleFilled({float(centre.first * s), float(centre.second * s)}, float(radius * s),
                           packed(colour, alpha));
}

void Ink::ring(Point centre, double radius, Colour colour, double thickness, double alpha) const {
    if (!list_) return;
    const double s = fonts_.scale();
    list_->AddCircle({float(centre.first * s), float(centre.second * s)}, float(radius * s), packed(colour, alpha), 0,
                     float(thickness * s));
}

void Ink::pie(Point centre, double radius, double from, double to, Colour colour, double alpha) const {
    if (!list_ || to <= from) return;
    const double s = fonts_.scale();
    const ImVec2 middle{float(centre.first * s), float(centre.second * s)};
    list_->PathLineTo(middle);
    list_->PathArcTo(middle, float(radius * s), float(from), float(to), 32);
    // A fan is convex only up to half a turn; wider ones are drawn as two.
    if (to - from > std::numbers::pi) {
        list_->PathClear();
        const double half = (from + to) / 2;
        pie(centre, radius, from, half, colour, alpha);
        pie(centre, radius, half, to, colour, alpha);
        return;
    }
    list_->PathFillConvex(packed(colour, alpha));
}

void Ink::ramp(const Box& box, ColourMap map, double from, double to) const {
    const bool upwards = box.height > box.width;
    const double length = upwards ? box.height : box.width;
    const int steps = 64;
    for (int i = 0; i < steps; ++i) {
        const double start = snap(length * i / steps), end = snap(length * (i + 1) / steps);
        const Colour colour = sample(map, from + (to - from) * (i + 0.5) / steps);
        if (upwards) {
            fill({box.x, box.bottom() - end, box.width, end - start}, colour);
        } else {
            fill({box.x + start, box.y, end - start, box.height}, colour);
        }
    }
}

void Ink::veil(const Box& box) const {
    if (!list_) return;
    const float s = float(fonts_.scale());
    const float reach = 12 * s;
    const double middle = std::clamp((box.y + box.height / 2) / std::max(canvas_.height, 1.0), 0.0, 1.0);
    const Colour ground = mix(colours_.ground_top, colours_.ground_bottom, middle);
    const ImU32 full = packed(ground, 0.82), none = packed(ground, 0);
    const float x[] = {float(box.x) * s - reach, float(box.x) * s, float(box.right()) * s,
                       float(box.right()) * s + reach};
    const float y[] = {float(box.y) * s - reach, float(box.y) * s, float(box.bottom()) * s,
                       float(box.bottom()) * s + reach};
    const auto inside = [&](int column, int row) {
        return (column == 1 || column == 2) && (row == 1 || row == 2) ? full : none;
    };
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            list_->AddRectFilledMultiColor({x[column], y[row]}, {x[column + 1], y[row + 1]}, inside(column, row),
                                           inside(column + 1, row), inside(column + 1, row + 1),
                                           inside(column, row + 1));
}

}  // namespace orthoscope
