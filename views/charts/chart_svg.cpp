#include "views/charts/chart_svg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/version.h"
#include "views/charts/draw_chart.h"

namespace orthoscope {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

std::string length(double v) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.2f", v);
    std::string text = buffer;
    std::replace(text.begin(), text.end(), ',', '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string hex(Colour c) {
    char buffer[16];
    const auto byte = [](double v) { return unsigned(std::lround(std::clamp(v, 0.0, 1.0) * 255)); };
    std::snprintf(buffer, sizeof buffer, "#%02X%02X%02X", byte(c.r), byte(c.g), byte(c.b));
    return buffer;
}

double size_of(Type type) { return type == Type::Caption ? 11 : type == Type::Title ? 20 : 13; }

class SvgBrush : public Brush {
  public:
    explicit SvgBrush(const Palette& colours) : colours_(colours) {}
    std::string body;

    const Palette& colours() const override { return colours_; }
    double hair() const override { return 1; }
    // The layout needs no more than this: ends of lines are anchored, so that a reader's own typeface keeps them.
    double width(Type type, std::string_view text) const override {
        double units = 0;
        for (char c : text) {
            if ((c & 0xC0) == 0x80) continue;
            const bool narrow = c == ' ' || c == '.' || c == ',' || c == 'i' || c == 'l' || c == 'j' || c == '1' || c == '\'' || c == ':';
            const bool wide = c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@';
            units += narrow ? 0.33 : wide ? 0.9 : 0.58;
        }
        return units * size_of(type);
    }
    double line(Type type) const override { return 1.36 * size_of(type); }
    void text(double x, double y, Type type, Colour colour, std::string_view text, Align align) override {
        const char* anchor = align == Align::Left ? "start" : align == Align::Middle ? "middle" : "end";
        body += "<text x=\"" + length(x) + "\" y=\"" + length(y + 1.07 * size_of(type)) + "\" font-size=\"" + length(size_of(type)) +
                "\" text-anchor=\"" + anchor + "\" fill=\"" + hex(colour) + "\">" + escaped(text) + "</text>\n";
    }
    void fill(const Box& box, Colour colour, double alpha) override {
        body += "<rect x=\"" + length(box.x) + "\" y=\"" + length(box.y) + "\" width=\"" + length(box.width) + "\" height=\"" +
                length(box.height) + "\" fill=\"" + hex(colour) + "\"" + opacity("fill-opacity", alpha) + "/>\n";
    }
    void path(const std::vector<Point>& points, Colour colour, double thickness, double alpha, bool dashed) override {
        body += "<polyline points=\"" + list(points) + "\" fill=\"none\" stroke=\"" + hex(colour) + "\" stroke-width=\"" + length(thickness) +
                "\" stroke-linejoin=\"round\"" + opacity("stroke-opacity", alpha) + (dashed ? " stroke-dasharray=\"5 3\"" : "") + "/>\n";
    }
    void area(const std::vector<Point>& lower, const std::vector<Point>& upper, Colour colour, double alpha) override {
        std::vector<Point> round = lower;
        round.insert(round.end(), upper.rbegin(), upper.rend());
        body += "<polygon points=\"" + list(round) + "\" fill=\"" + hex(colour) + "\"" + opacity("fill-opacity", alpha) + "/>\n";
    }
    void disc(Point centre, double radius, Colour colour, double alpha) override {
        body += "<circle cx=\"" + length(centre.first) + "\" cy=\"" + length(centre.second) + "\" r=\"" + length(radius) + "\" fill=\"" +
                hex(colour) + "\"" + opacity("fill-opacity", alpha) + "/>\n";
    }
    void begin(const std::string& name) override {
        body += "<g class=\"series\">\n";
        if (!name.empty()) body += "<title>" + escaped(name) + "</title>\n";
    }
    void end() override { body += "</g>\n"; }

  private:
    static std::string opacity(const char* name, double alpha) {
        return alpha >= 1 ? std::string() : " " + std::string(name) + "=\"" + length(alpha) + "\"";
    }
    static std::string list(const std::vector<Point>& points) {
        std::string out;
        for (auto& [x, y] : points) out += (out.empty() ? "" : " ") + length(x) + "," + length(y);
        return out;
    }
    const Palette& colours_;
};

}  // namespace

std::string chart_svg(const Chart& chart, Theme theme, int width, int height, const std::string& source) {
    const Palette& colours = palette(theme);
    SvgBrush brush(colours);
    const ChartPlace place = place_chart(brush, chart, {16, 12, width - 32.0, height - 24.0});
    draw_chart(brush, chart, place);
    const std::string w = std::to_string(width), h = std::to_string(height);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h +
           "\" viewBox=\"0 0 " + w + " " + h + "\" font-family=\"'Noto Sans', 'DejaVu Sans', sans-serif\">\n<title>" + escaped(chart.title) +
           "</title>\n<desc>" + escaped("Orthoscope " ORTHOSCOPE_VERSION + (source.empty() ? std::string() : ", " + source)) +
           "</desc>\n<rect width=\"" + w + "\" height=\"" + h + "\" fill=\"" + hex(colours.ground_bottom) + "\"/>\n" + brush.body + "</svg>\n";
}

}  // namespace orthoscope
