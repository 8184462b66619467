// A loop of orientations: the body as it tumbles, what noise does to each coordinate system, and the curves of the five
// systems with their jumps.
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/loop_view.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi, body_side = 180, row_gap = 10, name_room = 150;
constexpr int systems = LoopState::systems;
constexpr double halves[systems] = {pi, 1, pi, 1, 1};  // the plots reach from minus this to this
const char* const ends[systems] = {"π", "1", "π", "1", "1"};

Colour colour_of_system(const Ink& ink, int system) {
    const bool light = ink.colours().ground_top.r > 0.5;
    return category(std::size_t(system) + (system >= 3 ? 1 : 0), light ? Theme::Light : Theme::Dark);
}

struct BodyEye {
    Ink::Point centre;
    double scale;
    Eigen::Vector3d right, up, back;
    BodyEye(const SceneNotes& notes, const Box& box)
        : centre{box.x + box.width / 2, box.y + box.height / 2}, scale(box.width / 2 / 1.3) {
        const SceneNotes::Axes axes = notes.view.value_or(SceneNotes::Axes{{0.85, 0, -0.53}, {-0.2, 0.93, -0.32}});
        right = Eigen::Map<const Eigen::Vector3d>(axes.right.data()), up = Eigen::Map<const Eigen::Vector3d>(axes.up.data());
        back = right.cross(up);
    }
    Ink::Point operator()(const Eigen::Vector3d& at) const {
        return {centre.first + scale * right.dot(at), centre.second - scale * up.dot(at)};
    }
};

// A box with a coloured pair of faces to each axis; only what faces the eye is seen of something convex.
void draw_box(const Ink& ink, const BodyEye& eye, const Eigen::Matrix3d& body) {
    const auto& p = ink.colours();
    const Eigen::Vector3d half(0.72, 0.45, 0.22);
    for (int axis = 0; axis < 3; ++axis)
        for (double side : {-1.0, 1.0}) {
            const Eigen::Vector3d normal = side * body.col(axis);
            if (normal.dot(eye.back) <= 0) continue;
            const Eigen::Vector3d u = half((axis + 1) % 3) * body.col((axis + 1) % 3),
                                  v = half((axis + 2) % 3) * body.col((axis + 2) % 3);
            const Eigen::Vector3d middle = half(axis) * normal;
            const double light =
                0.55 + 0.45 * std::max(0.0, normal.dot((eye.back + 0.5 * eye.up - 0.3 * eye.right).normalized()));
            const Colour faces[] = {p.source, p.target_bright, p.secondary};
            const Colour colour = mix(p.ground_bottom, faces[axis], side > 0 ? light : 0.6 * light);
            const auto a = eye(middle - u - v), b = eye(middle + u - v), c = eye(middle + u + v), d = eye(middle - u + v);
            ink.triangle(a, b, c, colour), ink.triangle(a, c, d, colour);
            ink.path({a, b, c, d, a}, p.ground_bottom, 1.2);
        }
}

void draw_body(const Ink& ink, const LoopView& view, const SceneNotes& notes, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption);
    const Index n = view.state->rotations->rows();
    ink.text(box.x, box.y, Type::Caption, p.secondary,
             "orientation " + grouped(Index(std::floor(view.time)) % n + 1) + " of " + grouped(n));
    const BodyEye eye(notes, {box.x, box.y + line + 4, box.width, box.width});
    ink.ring(eye.centre, eye.scale, p.secondary, 1, 0.35);
    const auto behind = [&](const Eigen::Vector3d& at) { return at.dot(eye.back) < 0; };
    const auto trail = [&](bool back) {
        for (std::size_t i = 1; i < view.trail.size(); ++i)
            if (behind(view.trail[i]) == back)
                ink.stroke(eye(view.trail[i - 1]), eye(view.trail[i]), p.source, back ? 1 : 1.8,
                           double(i) / double(view.trail.size()) * (back ? 0.5 : 1));
    };
    trail(true);
    const Eigen::Vector3d tip = view.body.col(0);
    if (behind(tip)) ink.stroke(eye({0, 0, 0}), eye(tip), p.source, 1.2, 0.6);
    draw_box(ink, eye, view.body);
    if (!behind(tip)) ink.stroke(eye(0.72 * tip), eye(tip), p.source, 1.5);
    trail(false);
    ink.disc(eye(tip), 3, p.source, behind(tip) ? 0.5 : 1);
}

// Error over noise, both logarithmic.
struct Axes {
    Box plot;
    double low_x, high_x, low_y, high_y;
    double x(double noise) const {
        return plot.x + (std::log(noise) - std::log(low_x)) / (std::log(high_x) - std::log(low_x)) * plot.width;
    }
    double y(double angle) const {
        return plot.bottom() - (std::log(std::clamp(angle, low_y, high_y)) - std::log(low_y)) /
                                   (std::log(high_y) - std::log(low_y)) * plot.height;
    }
};

void draw_grid(const Ink& ink, const Axes& axes, const LoopState& s) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption);
    for (double angle : {0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0}) {
        if (angle < axes.low_y || angle > axes.high_y) continue;
        ink.stroke({axes.plot.x, axes.y(angle)}, {axes.plot.right(), axes.y(angle)}, p.hairline, ink.hair());
        ink.text_right(axes.plot.x - 6, axes.y(angle) - line / 2, Type::Caption, p.secondary, number(angle, 2) + "°");
    }
    for (Index i = 0; i < s.noise->size(); ++i) {
        const double x = axes.x((*s.noise)(i));
        ink.stroke({x, axes.plot.bottom()}, {x, axes.plot.bottom() + 3}, p.secondary, ink.hair());
        const std::string text = number((*s.noise)(i), 2);
        ink.text(x - ink.width(Type::Caption, text) / 2, axes.plot.bottom() + 4, Type::Caption, p.secondary, text);
    }
    ink.stroke({axes.plot.x, axes.plot.bottom()}, {axes.plot.right(), axes.plot.bottom()}, p.secondary, ink.hair());
}

void draw_errors(const Ink& ink, const LoopView& view, const Box& box) {
    const LoopState& s = *view.state;
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption);
    ink.text(box.x, box.y, Type::Caption, p.secondary, "error of the orientation read back, over noise (both logarithmic)");
    const double degrees = 180 / pi, low = std::max(1e-3, s.errors->minCoeff() * degrees), high = s.errors->maxCoeff() * degrees;
    const Axes axes{{box.x + 34, box.y + line + 10, box.width - 34 - 120, box.height - 2 * line - 18},
                    (*s.noise)(0),
                    (*s.noise)(s.noise->size() - 1),
                    0.8 * low,
                    1.25 * high};
    draw_grid(ink, axes, s);
    std::vector<std::pair<double, int>> labels;
    const double reached = view.errors * double(s.noise->size());
    for (int system = 0; system < systems; ++system) {
        std::vector<Ink::Point> points;
        for (Index i = 0; i < s.noise->size() && double(i) < reached; ++i)
            points.push_back({axes.x((*s.noise)(i)), axes.y((*s.errors)(i, system) * degrees)});
        const Colour colour = colour_of_system(ink, system);
        ink.path(points, colour, 1.8);
        for (auto& at : points) ink.disc(at, 2.2, colour);
        if (view.errors == 1) labels.emplace_back(points.back().second, system);
    }
    // Labels keep a line's distance, in the order of the curves' ends.
    std::sort(labels.begin(), labels.end());
    double next = 0, total = double(labels.size()) * line;
    if (!labels.empty()) next = std::min(labels.front().first - line / 2, axes.plot.bottom() - total);
    for (auto& [y, system] : labels) {
        const double at = std::max(next, y - line / 2);
        ink.stroke({axes.plot.right() + 3, y}, {axes.plot.right() + 10, at + line / 2}, colour_of_system(ink, system), 1);
        ink.disc({axes.plot.right() + 14, at + line / 2}, 3, colour_of_system(ink, system));
        ink.text(axes.plot.right() + 21, at, Type::Caption, p.text, system_title(system));
        next = at + line;
    }
}

Index first_column(int system) {
    Index at = 0;
    for (int k = 0; k < system; ++k) at += LoopState::widths[k];
    return at;
}

void draw_curves(const Ink& ink, const LoopView& view, int system, const Box& plot) {
    const LoopState& s = *view.state;
    const auto& p = ink.colours();
    const Index n = s.coordinates->rows();
    const double last = std::max(1.0, double(s.closed ? n : n - 1));
    const auto x = [&](double t) { return plot.x + t / last * plot.width; };
    const auto y = [&](double value) { return plot.y + plot.height / 2 - value / halves[system] * plot.height / 2; };
    ink.stroke({plot.x, y(0)}, {plot.right(), y(0)}, p.hairline, ink.hair());
    ink.frame(plot, p.hairline);
    const auto steps = view.jumps > 0 ? jumps_of(s, system) : std::vector<Index>();
    const double reached = view.curves * last;
    for (Index c = 0; c < LoopState::widths[system]; ++c) {
        const double share = LoopState::widths[system] > 1 ? double(c) / double(LoopState::widths[system] - 1) : 0;
        const Colour colour = mix(colour_of_system(ink, system), c % 2 ? p.text : p.secondary, 0.5 * share);
        std::vector<Ink::Point> points;
        for (Index t = 0; t <= Index(last) && double(t) <= reached; ++t) {
            points.push_back({x(double(t)), y((*s.coordinates)(t % n, first_column(system) + c))});
            if (!std::binary_search(steps.begin(), steps.end(), t)) continue;
            ink.path(points, colour, 1.4), points.clear();  // nothing joins the two sides of a jump
        }
        if (points.size() > 1) ink.path(points, colour, 1.4);
    }
    for (Index t : steps) {
        if (double(t) > view.jumps * last) continue;
        const double at = x(double(t) + 0.5);
        ink.stroke({at, plot.y}, {at, plot.bottom()}, p.bad, 1.5);
        ink.triangle({at - 4, plot.y - 5}, {at + 4, plot.y - 5}, {at, plot.y + 1}, p.bad);
    }
    if (view.time < last) ink.stroke({x(view.time), plot.y}, {x(view.time), plot.bottom()}, p.text, ink.hair(), 0.7);
}

void draw_row(const Ink& ink, const LoopView& view, int system, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption), top = box.y + box.height / 2 - (ink.line(Type::Body) + 2 * line) / 2;
    ink.fill({box.x - 10, top + 2, 4, ink.line(Type::Body) + 2 * line - 2}, colour_of_system(ink, system), 1, 2);
    ink.text(box.x, top, Type::Body, p.text, system_title(system));
    ink.text(box.x, top + ink.line(Type::Body), Type::Caption, p.secondary, grouped(LoopState::widths[system]) + " numbers");
    const Box plot{box.x + name_room, box.y, box.width - name_room, box.height};
    ink.text_right(plot.x - 5, plot.y - 2, Type::Caption, p.secondary, ends[system]);
    ink.text_right(plot.x - 5, plot.bottom() - line + 2, Type::Caption, p.secondary, std::string("−") + ends[system]);
    draw_curves(ink, view, system, plot);
    if (view.jumps < 1) return;
    const auto lines = wrapped(ink, Type::Caption, jumps_text(*view.state, system), name_room - 26, 2);
    draw(ink, box.x, top + ink.line(Type::Body) + line, Type::Caption,
         jumps_of(*view.state, system).empty() ? p.secondary : p.bad, lines);
}

}  // namespace

void add_loop_board(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const LoopView view = loop_view(moment);
    if (!view.state) return;
    const bool small = compact(ink.canvas());
    const auto sides = columns(ink.canvas());
    const double width = ink.canvas().width - 2 * (sides.margin + std::max(sides.left, sides.right) + 16);
    const double height = ink.canvas().height - 2 * sides.margin - (small ? 96 : 48), line = ink.line(Type::Caption);
    const bool curves = view.curves > 0 && width >= 320 && height >= 400;
    const double side = std::min({body_side, width, height - line}), head = side + line + 4;
    const double row = std::min(84.0, (height - head - 8) / systems - row_gap);
    if (width < 120 || side < 80) return;
    Block block{.id = "loop", .corner = Corner::Centre, .importance = small ? 45 : 95};
    block.size = {curves ? width : side, head + (curves && row >= 28 ? 8 + systems * (row + row_gap) : 0)};
    const SceneNotes& notes = moment.notes;
    block.draw = [=, &notes](const Ink& ink, const Box& box) {
        draw_body(ink, view, notes, {box.x, box.y, side, side});
        if (view.errors > 0 && width >= side + 260) draw_errors(ink, view, {box.x + side + 20, box.y, width - side - 20, head});
        for (int system = 0; curves && row >= 28 && system < systems; ++system)
            draw_row(ink, view, system, {box.x, box.y + head + 8 + system * (row + row_gap), box.width, row});
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
