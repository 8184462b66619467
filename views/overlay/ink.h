// Ink: measures and draws in overlay units (pixels at scale 1). Without a draw list it only measures.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "views/overlay/box.h"
#include "views/overlay/font_set.h"
#include "views/theme/palette.h"

struct ImDrawList;

namespace orthoscope {

class Ink {
  public:
    using Point = std::pair<double, double>;

    // `canvas`: the picture in overlay units.
    Ink(const FontSet& fonts, ImDrawList* list, const Palette& colours, Extent canvas)
        : fonts_(fonts), list_(list), colours_(colours), canvas_(canvas) {}

    const Palette& colours() const { return colours_; }
    Extent canvas() const { return canvas_; }
    double hair() const;  // one device pixel, at least half a unit

    double width(Type type, std::string_view text) const;
    double line(Type type) const;    // height of a line
    double ascent(Type type) const;  // from the top of a line to its baseline

    // y is the top of the line; `alpha` 0..1.
    void text(double x, double y, Type type, Colour colour, std::string_view text, double alpha = 1) const;
    void text_right(double right, double y, Type type, Colour colour, std::string_view text, double alpha = 1) const;

    void fill(const Box& box, Colour colour, double alpha = 1, double rounding = 0) const;
    void frame(const Box& box, Colour colour, double alpha = 1, double rounding = 0) const;
    void stroke(Point from, Point to, Colour colour, double thickness = 1, double alpha = 1) const;
    void path(const std::vector<Point>& points, Colour colour, double thickness = 1, double alpha = 1) const;
    void triangle(Point a, Point b, Point c, Colour colour, double alpha = 1) const;
    void disc(Point centre, double radius, Colour colour, double alpha = 1) const;
    void ring(Point centre, double radius, Colour colour, double thickness = 1.5, double alpha = 1) const;
    void pie(Point centre, double radius, double from, double to, Colour colour, double alpha = 1) const;  // radians
    // A colour map over t = from..to, to the right, or upwards where the box is taller than wide.
    void ramp(const Box& box, ColourMap map, double from = 0, double to = 1) const;
    // The ground of the picture, fading out round the box: what makes text readable where the scene passes under it.
    void veil(const Box& box) const;
    // The nearest edge of a device pixel.
    double snap(double v) const;

  private:
    const FontSet& fonts_;
    ImDrawList* list_;
    const Palette& colours_;
    Extent canvas_;
};

}  // namespace orthoscope
