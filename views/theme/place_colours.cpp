#include "views/theme/place_colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double hue_from = 20, hue_sweep = 285, hue_aside = 14;  // degrees
constexpr double middle_lightness = 0.715, lighter = 0.115;
constexpr double middle_chroma = 0.135, more_chroma = 0.03;

double encoded(double v) {
    return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
}

// Linear light, which may leave 0..1.
std::array<double, 3> linear_of(double lightness, double a, double b) {
    const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3),
                 m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3),
                 s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
    return {4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s};
}

}  // namespace

Colour from_oklch(double lightness, double chroma, double hue) {
    const auto at = [&](double c) { return linear_of(lightness, c * std::cos(hue), c * std::sin(hue)); };
    const auto inside = [&](double c) {
        const auto rgb = at(c);
        return std::all_of(rgb.begin(), rgb.end(), [](double v) { return v >= 0 && v <= 1; });
    };
    double least = 0, most = chroma;
    if (inside(chroma)) least = chroma;
    for (int k = 0; k < 16 && least < chroma; ++k) {
        const double middle = 0.5 * (least + most);
        (inside(middle) ? least : most) = middle;
    }
    const auto rgb = at(least);
    const auto channel = [&](std::size_t k) { return encoded(std::clamp(rgb[k], 0.0, 1.0)); };
    return {channel(0), channel(1), channel(2)};
}

Colour place_colour(double u, double v, double w) {
    u = std::clamp(u, 0.0, 1.0), v = 2 * std::clamp(v, 0.0, 1.0) - 1, w = 2 * std::clamp(w, 0.0, 1.0) - 1;
    return from_oklch(middle_lightness + lighter * v, middle_chroma + more_chroma * w,
                      (hue_from + hue_sweep * u + hue_aside * v) * degree);
}

}  // namespace orthoscope
