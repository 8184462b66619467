// Colours of places: smooth and nowhere grey, so that what has no place stands out.
#pragma once

#include "views/theme/palette.h"

namespace orthoscope {

// Oklab in polar form (Ottosson 2020): lightness 0..1, chroma from 0, hue in radians; out of gamut the chroma gives way.
Colour from_oklch(double lightness, double chroma, double hue);

// u, v, w in 0..1 along the longest, second and third extent of a shape: the hue runs along u, lightness along v,
// chroma along w. Left and right of a body differ in lightness: a flip is seen without telling hues apart.
Colour place_colour(double u, double v, double w);

}  // namespace orthoscope
