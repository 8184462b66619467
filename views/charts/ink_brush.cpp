#include "views/charts/ink_brush.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr double dash = 5, gap = 3;

}  // namespace

void InkBrush::text(double x, double y, Type type, Colour colour, std::string_view text, Align align) {
    const double wide = align == Align::Left ? 0 : ink_.width(type, text);
    ink_.text(x - (align == Align::Middle ? wide / 2 : wide), y, type, colour, text);
}

void InkBrush::path(const std::vector<Point>& points, Colour colour, double thickness, double alpha, bool dashed) {
    if (!dashed) return ink_.path(points, colour, thickness, alpha);
    double into = 0;  // length into the present dash or gap
    bool on = true;
    std::vector<Point> run;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto [x0, y0] = points[i - 1];
        const auto [x1, y1] = points[i];
        const double length = std::hypot(x1 - x0, y1 - y0);
        if (on && run.empty()) run.push_back(points[i - 1]);
        for (double done = 0; done < length;) {
            const double step = std::min(length - done, (on ? dash : gap) - into), t = (done + step) / length;
            done += step, into += step;
            const Point here{x0 + t * (x1 - x0), y0 + t * (y1 - y0)};
            if (on) run.push_back(here);
            if (into < (on ? dash : gap) - 1e-9) continue;
            if (on) ink_.path(run, colour, thickness, alpha);
            run.clear();
            on = !on, into = 0;
            if (on) run.push_back(here);
        }
    }
    if (on && run.size() > 1) ink_.path(run, colour, thickness, alpha);
}

// In columns of whole pixels: triangles of a translucent band would show their seams.
void InkBrush::area(const std::vector<Point>& lower, const std::vector<Point>& upper, Colour colour, double alpha) {
    for (std::size_t i = 1; i < lower.size(); ++i) {
        const double from = lower[i - 1].first, to = lower[i].first;
        const bool level = lower[i - 1].second == lower[i].second && upper[i - 1].second == upper[i].second;
        const double step = level ? to - from : std::max(ink_.hair(), 1.0);
        for (double x = from; x < to; x += step) {
            const double next = std::min(x + step, to), t = level ? 0 : ((x + next) / 2 - from) / (to - from);
            const double a = lower[i - 1].second + t * (lower[i].second - lower[i - 1].second);
            const double b = upper[i - 1].second + t * (upper[i].second - upper[i - 1].second);
            ink_.fill({x, std::min(a, b), next - x, std::abs(a - b)}, colour, alpha);
        }
    }
}

}  // namespace orthoscope
