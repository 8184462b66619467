#include "views/theme/palette.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace orthoscope {
namespace {

constexpr Colour hex(std::uint32_t rgb) {
    return {((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0};
}

constexpr Palette dark{
    .source = hex(0xF2A65A),
    .target = hex(0x2F6FB5),
    .target_bright = hex(0x3E8EDE),
    .bad = hex(0xE8616F),
    .selection = hex(0xF2C14E),
    .further = {hex(0x1FB58A), hex(0xCC79A7), hex(0xF0E442)},
    .ground_top = hex(0x15181D),
    .ground_bottom = hex(0x1B1F26),
    .panel = hex(0x20242B),
    .text = hex(0xE6E8EB),
    .secondary = hex(0x9AA3AE),
    .hairline = hex(0x2F353E),
    .accent = hex(0x6C8EE6),
    .on_accent = hex(0x15181D),
    .neutral = hex(0x8A929C),
    .good = hex(0x35C49A),
    .caution = hex(0xE6B84A),
    .errors = ColourMap::ErrorsOnDark,
};

constexpr Palette light{
    .source = hex(0xC8601C),
    .target = hex(0x174A85),
    .target_bright = hex(0x174A85),
    .bad = hex(0xB3263B),
    .selection = hex(0x8A6500),
    .further = {hex(0x007A59), hex(0xA84F80), hex(0x000000)},
    .ground_top = hex(0xFBFBF9),
    .ground_bottom = hex(0xF1F1EE),
    .panel = hex(0xFFFFFF),
    .text = hex(0x1D2126),
    .secondary = hex(0x5B6470),
    .hairline = hex(0xDADDE1),
    .accent = hex(0x3B5FC4),
    .on_accent = hex(0xFFFFFF),
    .neutral = hex(0x828993),
    .good = hex(0x00704F),
    .caution = hex(0x7D5B00),
    .errors = ColourMap::ErrorsOnLight,
};

// Every seventeenth of the 256 published values of cividis (Nunez, Anderton, Renslow 2018) and viridis.
constexpr std::array<std::uint32_t, 16> cividis{0x00224E, 0x002E6C, 0x1E3A6F, 0x35456C, 0x47516C, 0x575D6D,
                                                0x666970, 0x757575, 0x848279, 0x948E77, 0xA59C74, 0xB7A96E,
                                                0xC8B866, 0xDBC75A, 0xEED649, 0xFEE838};
constexpr std::array<std::uint32_t, 9> errors_on_dark{0x757575, 0x848279, 0x948E77, 0xA59C74, 0xB7A96E,
                                                      0xC8B866, 0xDBC75A, 0xEED649, 0xFEE838};
constexpr std::array<std::uint32_t, 9> errors_on_light{0x848279, 0x757575, 0x666970, 0x575D6D, 0x47516C,
                                                       0x35456C, 0x1E3A6F, 0x002E6C, 0x00224E};
constexpr std::array<std::uint32_t, 16> viridis{0x440154, 0x481A6C, 0x472F7D, 0x414487, 0x39568C, 0x31688E,
                                                0x2A788E, 0x23888E, 0x1F988B, 0x22A884, 0x35B779, 0x54C568,
                                                0x7AD151, 0xA5DB36, 0xD2E21B, 0xFDE725};
// Okabe-Ito blue and vermilion, deepened at the ends, through white.
constexpr std::array<std::uint32_t, 9> diverging{0x083A66, 0x0072B2, 0x64A9D4, 0xB5D4E9, 0xF7F7F5,
                                                 0xF2CBB0, 0xEA9960, 0xD55E00, 0x7A2E00};
// Sixteenths of the published values of twilight (Bechtold 2017); first and last are one.
constexpr std::array<std::uint32_t, 17> twilight{0xE2D9E2, 0xC2CED4, 0x93B4C6, 0x7196C1, 0x6275BA, 0x5E4FAC,
                                                 0x59298E, 0x44135A, 0x2F1436, 0x4B1342, 0x751E4F, 0x993650,
                                                 0xB35752, 0xC37D63, 0xCCA58B, 0xD9C8C0, 0xE2D9E2};
constexpr std::array<std::uint32_t, 8> okabe_ito{0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442,
                                                 0x0072B2, 0xD55E00, 0xCC79A7, 0xB8BEC6};

std::span<const std::uint32_t> table(ColourMap map) {
    switch (map) {
        case ColourMap::Cividis: return cividis;
        case ColourMap::Viridis: return viridis;
        case ColourMap::Diverging: return diverging;
        case ColourMap::Twilight: return twilight;
        case ColourMap::ErrorsOnDark: return errors_on_dark;
        case ColourMap::ErrorsOnLight: return errors_on_light;
    }
    return cividis;
}

double linear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double encoded(double v) { return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055; }

double luminance(Colour c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

// The same hue with less light, until marks pass 3 : 1 on the darker end of the light ground.
Colour darkened(Colour c) {
    while (contrast(c, light.ground_bottom) < 3.05)
        c = {encoded(linear(c.r) * 0.97), encoded(linear(c.g) * 0.97), encoded(linear(c.b) * 0.97)};
    return c;
}

std::vector<Colour> categories(Theme theme) {
    std::vector<Colour> colours;
    for (auto rgb : okabe_ito) colours.push_back(theme == Theme::Dark ? hex(rgb) : darkened(hex(rgb)));
    if (theme == Theme::Light) colours.back() = hex(0x000000);
    return colours;
}

}  // namespace

const Palette& palette(Theme theme) { return theme == Theme::Dark ? dark : light; }

Colour mix(Colour a, Colour b, double t) {
    return {a.r + t * (b.r - a.r), a.g + t * (b.g - a.g), a.b + t * (b.b - a.b)};
}

Colour sample(ColourMap map, double t) {
    const auto entries = table(map);
    const double last = static_cast<double>(entries.size() - 1);
    const double place = (t > 0 ? std::min(t, 1.0) : 0.0) * last;  // not a number counts as 0
    const auto lower = std::min(static_cast<std::size_t>(place), entries.size() - 2);
    return mix(hex(entries[lower]), hex(entries[lower + 1]), place - static_cast<double>(lower));
}

Colour category(std::size_t index, Theme theme) {
    static const std::vector<Colour> on_dark = categories(Theme::Dark), on_light = categories(Theme::Light);
    const auto& colours = theme == Theme::Dark ? on_dark : on_light;
    return colours[index % colours.size()];
}

double contrast(Colour a, Colour b) {
    const double high = std::max(luminance(a), luminance(b)), low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

}  // namespace orthoscope
