// Palette: every colour of the program, for both themes (look.md), and the colour maps.
#pragma once

#include <array>
#include <string_view>

#include "views/stage/exhibit.h"

namespace orthoscope {

struct Colour {
    double r = 0, g = 0, b = 0;  // sRGB, 0..1
};

// Colour maps. Errors are the part of cividis that is seen on a theme's grounds, from its grey at 0: what agrees fades to
// neutral, what does not stands out, yellow on dark and navy on light.
enum class ColourMap { Cividis, Viridis, Diverging, Twilight, ErrorsOnDark, ErrorsOnLight };

struct Palette {
    Colour source, target, target_bright, bad, selection;
    std::array<Colour, 3> further;  // third and later sets
    Colour ground_top, ground_bottom, panel, text, secondary, hairline, accent, on_accent, neutral;
    Colour good, caution;  // of a verdict, beside `bad`; always with a shape
    ColourMap errors;
};
const Palette& palette(Theme theme);

Colour mix(Colour a, Colour b, double t);  // in sRGB, a at 0, b at 1
// t in 0..1 (clamped). Diverging has white (or the ground's grey) at 0.5; cyclic closes.
Colour sample(ColourMap map, double t);
Colour category(std::size_t index, Theme theme);  // Okabe-Ito, darkened on light

double contrast(Colour a, Colour b);  // WCAG 2 contrast ratio, 1..21

}  // namespace orthoscope
