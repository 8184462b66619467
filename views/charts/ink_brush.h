// A brush that paints on the picture.
#pragma once

#include "views/charts/brush.h"
#include "views/overlay/ink.h"

namespace orthoscope {

class InkBrush : public Brush {
  public:
    explicit InkBrush(const Ink& ink) : ink_(ink) {}
    const Palette& colours() const override { return ink_.colours(); }
    double hair() const override { return ink_.hair(); }
    double width(Type type, std::string_view text) const override { return ink_.width(type, text); }
    double line(Type type) const override { return ink_.line(type); }
    void text(double x, double y, Type type, Colour colour, std::string_view text, Align align) override;
    void fill(const Box& box, Colour colour, double alpha) override { ink_.fill(box, colour, alpha); }
    void path(const std::vector<Point>& points, Colour colour, double thickness, double alpha, bool dashed) override;
    void area(const std::vector<Point>& lower, const std::vector<Point>& upper, Colour colour, double alpha) override;
    void disc(Point centre, double radius, Colour colour, double alpha) override { ink_.disc(centre, radius, colour, alpha); }

  private:
    const Ink& ink_;
};

}  // namespace orthoscope
