#include "views/overlay/panels/plane_pictures.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

void draw_curve(const Ink& ink, const PlanePicture& picture, const Box& box, double alpha) {
    const auto& p = ink.colours();
    const double size = picture.high > picture.low ? picture.high - picture.low : 1;
    const auto y = [&](double value) { return box.bottom() - 2 - (value - picture.low) / size * (box.height - 4); };
    std::vector<Ink::Point> points;
    for (Index j = 0; j < picture.cells.cols(); ++j)
        points.push_back({box.x + (double(j) + 0.5) / double(picture.cells.cols()) * box.width,
                          std::clamp(y(picture.cells(0, j)), box.y, box.bottom())});
    ink.frame(box, p.hairline);
    if (picture.low < 0 && picture.high > 0) ink.stroke({box.x, y(0)}, {box.right(), y(0)}, p.hairline, ink.hair());
    ink.path(points, p.source, 1.5, alpha);
    // Few numbers are single numbers: each gets its dot.
    if (points.size() <= 24)
        for (auto& at : points) ink.disc(at, 2, p.source, alpha);
}

void draw_shape(const Ink& ink, const PlanePicture& picture, const Box& box, double alpha) {
    const auto& p = ink.colours();
    const double radius = std::min(box.width, box.height) / 2;
    const auto at = [&](const Matrix& m, Index i) {
        return Ink::Point{box.x + box.width / 2 + radius * std::clamp(m(i, 0), -1.0, 1.0),
                          box.y + box.height / 2 - radius * std::clamp(m(i, 1), -1.0, 1.0)};
    };
    const bool arrows = picture.to.rows() > 0;
    for (Index t = 0; t < picture.triangles.rows(); ++t) {
        const auto& corners = picture.triangles.row(t);
        const double light = picture.light[std::size_t(t)];
        const Colour matt = mix(p.ground_bottom, p.source, 0.25 + 0.75 * light),
                     quiet = mix(p.ground_bottom, p.secondary, 0.15 + 0.3 * light);
        ink.triangle(at(picture.from, corners(0)), at(picture.from, corners(1)), at(picture.from, corners(2)),
                     arrows ? quiet : matt, alpha);
    }
    const bool surface = picture.triangles.rows() > 0;
    const Index every = 1 + picture.from.rows() / 1500;
    for (Index i = 0; !surface && i < picture.from.rows(); i += every)
        ink.disc(at(picture.from, i), 1.3, arrows ? p.secondary : p.source, 0.8 * alpha);
    for (Index i = 0; i < picture.to.rows(); ++i) {
        if (std::isnan(picture.to(i, 0))) continue;
        const auto from = at(picture.from, i), to = at(picture.to, i);
        if (std::hypot(to.first - from.first, to.second - from.second) < 0.7) continue;
        ink.stroke(from, to, p.source, 1.2, alpha);
        ink.disc(to, 1.4, p.source, alpha);
    }
}

}  // namespace

void draw_picture(const Ink& ink, const PlanePicture& picture, const Box& box, bool about_zero, bool faint) {
    if (picture.empty()) return;
    const double alpha = faint ? 0.3 : 1;
    if (picture.shape()) return draw_shape(ink, picture, box, alpha);
    if (picture.cells.rows() == 1) return draw_curve(ink, picture, box, alpha);
    const double most = std::max(std::abs(picture.low), std::abs(picture.high));
    const double low = about_zero ? -most : picture.low, size = about_zero ? 2 * most : picture.high - picture.low;
    const double cell = std::min(box.width / double(picture.cells.cols()), box.height / double(picture.cells.rows()));
    const auto share = [&](double value) { return size > 0 ? std::clamp((value - low) / size, 0.0, 1.0) : 0.5; };
    std::size_t number = 0;
    for (Index i = 0; i < picture.cells.rows(); ++i)
        for (Index j = 0; j < picture.cells.cols(); ++j, ++number) {
            const double t = share(picture.cells(i, j));
            Colour colour{t, t, t};
            if (about_zero)
                colour = sample(ColourMap::Diverging, t);
            else if (!picture.colours.empty()) {
                const Colour& c = picture.colours[number];
                colour = {share(c.r), share(c.g), share(c.b)};
            }
            // On whole device pixels: between them the ground would shine through the seams.
            const double left = ink.snap(box.x + double(j) * cell), top = ink.snap(box.y + double(i) * cell);
            ink.fill({left, top, ink.snap(box.x + double(j + 1) * cell) - left, ink.snap(box.y + double(i + 1) * cell) - top}, colour,
                     alpha);
        }
    ink.frame({box.x, box.y, cell * double(picture.cells.cols()), cell * double(picture.cells.rows())}, ink.colours().hairline);
}

}  // namespace orthoscope
