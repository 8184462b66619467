// The torus of two planes: its surface, the motion as a knot on it, the recorded frames and the present one.
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/number.h"
#include "views/overlay/panels/torus_panel.h"
#include "views/overlay/text.h"
#include "views/overlay/torus_view.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi, room = 1.47;  // half of what is seen, in radii of the torus's middle
constexpr double share_of_height = 0.9, least_side = 104;
constexpr int around = 56, through = 24;             // patches of the surface

// Seen from where the camera stands, without perspective.
class Eye {
  public:
    Eye(const SceneNotes& notes, const Box& box)
        : centre_{box.x + box.width / 2, box.y + box.height / 2}, scale_(std::min(box.width / 2 / room, box.height / 2 / room)) {
        const SceneNotes::Axes axes = notes.view.value_or(SceneNotes::Axes{{1, 0, 0}, {0, 0.55, 0.835}});
        right_ = Eigen::Map<const Eigen::Vector3d>(axes.right.data()), up_ = Eigen::Map<const Eigen::Vector3d>(axes.up.data());
        back_ = right_.cross(up_);
    }
    Ink::Point operator()(const Eigen::Vector3d& at) const {
        return {centre_.first + scale_ * right_.dot(at), centre_.second - scale_ * up_.dot(at)};
    }
    double nearness(const Eigen::Vector3d& at) const { return back_.dot(at); }
    double facing(const TorusPlace& at) const { return back_.dot(torus_point(at, 1) - torus_point(at)); }
    double light(const TorusPlace& at) const {
        const Eigen::Vector3d normal = torus_point(at, 1) - torus_point(at);
        return std::clamp(0.5 + 0.5 * normal.dot((0.35 * right_ * -1 + 0.6 * up_ + 0.72 * back_).normalized()), 0.0, 1.0);
    }

  private:
    Ink::Point centre_;
    double scale_;
    Eigen::Vector3d right_, up_, back_;
};

// Something to draw, by how near it is: what is nearer covers what is farther.
struct Piece {
    double nearness;
    enum class Form { Patch, Line, Dot } form;
    TorusPlace from, to;  // corners of a patch; ends of a line; a dot
    std::size_t map = 0;
};

void add_patches(std::vector<Piece>& pieces, const Eye& eye) {
    const double u = 2 * pi / around, v = 2 * pi / through;
    for (int i = 0; i < around; ++i)
        for (int j = 0; j < through; ++j) {
            const TorusPlace from{i * u, j * v}, to{(i + 1) * u, (j + 1) * v}, middle{(i + 0.5) * u, (j + 0.5) * v};
            if (eye.facing(middle) < -0.25) continue;  // covered by what faces the eye
            pieces.push_back({eye.nearness(torus_point(middle)), Piece::Form::Patch, from, to});
        }
}

void add_marks(std::vector<Piece>& pieces, const Eye& eye, const TorusView& view) {
    constexpr double before = 0.06;  // in front of the patch that they lie on
    for (std::size_t map = 0; map < view.paths.size(); ++map)
        for (std::size_t i = 1; i < view.paths[map].size(); ++i) {
            const TorusPlace &a = view.paths[map][i - 1], &b = view.paths[map][i];
            const TorusPlace end{a.first + std::remainder(b.first - a.first, 2 * pi),
                                 a.second + std::remainder(b.second - a.second, 2 * pi)};
            const double near = eye.nearness(torus_point({(a.first + end.first) / 2, (a.second + end.second) / 2}, 0.02));
            pieces.push_back({near + before, Piece::Form::Line, a, end, map});
        }
    for (auto& place : view.recorded)
        pieces.push_back({eye.nearness(torus_point(place, 0.02)) + before + 0.01, Piece::Form::Dot, place, place});
}

Colour colour_of_map(const Palette& p, std::size_t map) {
    return map == 0 ? p.source : p.target_bright;
}

void draw_line(const Ink& ink, const Eye& eye, const Piece& piece) {
    const double longest = std::max(std::abs(piece.to.first - piece.from.first), std::abs(piece.to.second - piece.from.second));
    const int parts = std::max(1, int(std::ceil(longest / 0.12)));
    std::vector<Ink::Point> points;
    for (int i = 0; i <= parts; ++i) {
        const double t = double(i) / parts;
        points.push_back(eye(torus_point({piece.from.first + t * (piece.to.first - piece.from.first),
                                          piece.from.second + t * (piece.to.second - piece.from.second)},
                                         0.01)));
    }
    ink.path(points, colour_of_map(ink.colours(), piece.map), 1.8, eye.facing(piece.from) < -0.05 ? 0.35 : 1);
}

// A little larger than it is, so that no ground shows between patches.
void draw_patch(const Ink& ink, const Eye& eye, const Piece& piece) {
    const auto& p = ink.colours();
    const double u = 0.04 * (piece.to.first - piece.from.first), v = 0.04 * (piece.to.second - piece.from.second);
    const TorusPlace middle{(piece.from.first + piece.to.first) / 2, (piece.from.second + piece.to.second) / 2};
    const TorusPlace from{piece.from.first - u, piece.from.second - v}, to{piece.to.first + u, piece.to.second + v};
    const Colour colour = mix(p.ground_bottom, p.secondary, 0.08 + 0.42 * eye.light(middle));
    const auto a = eye(torus_point(from)), b = eye(torus_point({to.first, from.second})), c = eye(torus_point(to)),
               d = eye(torus_point({from.first, to.second}));
    ink.triangle(a, b, c, colour), ink.triangle(a, c, d, colour);
}

void draw_torus(const Ink& ink, const Eye& eye, const TorusView& view) {
    const auto& p = ink.colours();
    std::vector<Piece> pieces;
    add_patches(pieces, eye), add_marks(pieces, eye, view);
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.nearness < b.nearness; });
    for (auto& piece : pieces) {
        if (piece.form == Piece::Form::Patch)
            draw_patch(ink, eye, piece);
        else if (piece.form == Piece::Form::Line)
            draw_line(ink, eye, piece);
        else
            ink.disc(eye(torus_point(piece.from, 0.01)), 2, p.text, eye.facing(piece.from) < -0.05 ? 0.25 : 0.9);
    }
    // What the surface covers shines through it.
    for (auto& piece : pieces)
        if (piece.form == Piece::Form::Line && eye.facing(piece.from) < -0.05) draw_line(ink, eye, piece);
    const auto now = eye(torus_point(view.now));
    const bool hidden = eye.facing(view.now) < -0.05;
    if (!hidden) ink.disc(now, 5, p.source);
    ink.ring(now, hidden ? 5 : 6, hidden ? p.source : p.ground_bottom, 1.5, hidden ? 0.7 : 1);
}

}  // namespace

TorusPanel torus_panel(const Moment& moment, const Ink& ink, Extent room) {
    const TorusView view = torus_view(moment);
    if (view.first == 0) return {};
    const double line = ink.line(Type::Caption), head = line + 4, foot = line * double(view.windings.size()) + 4;
    const double side = std::min(room.width, (room.height - head - foot) / share_of_height), height = share_of_height * side;
    if (side < least_side) return {};
    const SceneNotes& notes = moment.notes;
    TorusPanel panel;
    panel.size = {side, head + height + foot};
    panel.now = Eye(notes, {0, head, side, height})(torus_point(view.now));
    panel.draw = [=, &notes](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const std::string long_name = "plane " + grouped(view.first) + " goes round, plane " + grouped(view.second) + " round the tube",
                          name = "planes " + grouped(view.first) + " and " + grouped(view.second);
        ink.text(box.x, box.y, Type::Caption, p.secondary, ink.width(Type::Caption, long_name) <= side ? long_name : name);
        draw_torus(ink, Eye(notes, {box.x, box.y + head, side, height}), view);
        double y = box.y + head + height + 4;
        for (std::size_t map = 0; map < view.windings.size(); ++map, y += line) {
            ink.stroke({box.x, y + line / 2}, {box.x + 14, y + line / 2}, colour_of_map(p, map), 2);
            const std::string of = view.windings.size() > 1 ? "map " + grouped(Index(map) + 1) + " " : "";
            ink.text(box.x + 20, y, Type::Caption, p.secondary, shortened(ink, Type::Caption, of + view.windings[map], side - 20));
        }
    };
    return panel;
}

void add_torus(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    // A board that takes the whole width holds it already.
    for (auto& block : blocks)
        for (auto& [id, part] : block.parts)
            if (id == "torus") return;
    if (ink.canvas().height < 560) return;
    TorusPanel panel = torus_panel(moment, ink, {std::min(width, 300.0), ink.canvas().height});
    if (!panel.draw) return;
    Block block{.id = "torus", .corner = Corner::BottomLeft, .importance = 58, .gap = 16};
    block.size = panel.size, block.draw = std::move(panel.draw);
    block.parts.emplace_back("torus now", Box{panel.now.first, panel.now.second, 0, 0});
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
