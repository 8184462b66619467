// Brush: what a chart is drawn with, in units from the top left: on the picture, or into an SVG.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "views/charts/chart.h"
#include "views/overlay/box.h"
#include "views/overlay/font_set.h"
#include "views/theme/palette.h"

namespace orthoscope {

enum class Align { Left, Middle, Right };

class Brush {
  public:
    using Point = std::pair<double, double>;
    virtual ~Brush() = default;

    virtual const Palette& colours() const = 0;
    virtual double hair() const = 0;
    virtual double width(Type type, std::string_view text) const = 0;
    virtual double line(Type type) const = 0;  // height of a line

    // y is the top of the line; x its left, middle or right.
    virtual void text(double x, double y, Type type, Colour colour, std::string_view text, Align align = Align::Left) = 0;
    virtual void fill(const Box& box, Colour colour, double alpha = 1) = 0;
    virtual void path(const std::vector<Point>& points, Colour colour, double thickness, double alpha = 1, bool dashed = false) = 0;
    // Between two curves over the same places, from left to right.
    virtual void area(const std::vector<Point>& lower, const std::vector<Point>& upper, Colour colour, double alpha) = 0;
    virtual void disc(Point centre, double radius, Colour colour, double alpha = 1) = 0;
    // What follows, up to end(), belongs to this series.
    virtual void begin(const std::string& /*name*/) {}
    virtual void end() {}

    Colour colour_of(const ChartSeries& series) const;
};

}  // namespace orthoscope
