// The board of rotation planes: the frame and what the planes rebuild of it, then a row a plane.
#include <algorithm>
#include <cmath>
#include <utility>

#include "views/overlay/number.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/panels/plane_pictures.h"
#include "views/overlay/panels/torus_panel.h"
#include "views/overlay/planes_view.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double picture_side = 116, picture_gap = 16, row_gap = 8, least_row = 52, most_row = 96, switch_side = 14;
constexpr double least_rows = 330;  // beside a torus

Ink::Point on(const Box& box, const std::pair<double, double>& at) {
    const double radius = box.width / 2 - 4;
    return {box.x + box.width / 2 + radius * at.first, box.y + box.height / 2 - radius * at.second};
}

// The path as it is: a circle where the map is orthogonal on the plane, an ellipse or a spiral where it is not.
void draw_path(const Ink& ink, const PlaneRow& row, const Box& box) {
    const auto& p = ink.colours();
    const Colour colour = row.on ? p.source : p.secondary;
    const Ink::Point centre = on(box, row.centre);
    ink.ring(on(box, {0, 0}), box.width / 2 - 4, p.secondary, 1, 0.35);
    std::vector<Ink::Point> all, trail;
    for (auto& at : row.path) all.push_back(on(box, at));
    for (auto& at : row.trail) trail.push_back(on(box, at));
    if (row.joined)
        ink.path(all, p.secondary, 1, 0.6);
    else
        for (std::size_t i = 0; i < all.size(); i += 1 + all.size() / 400) ink.disc(all[i], 1.5, p.secondary, 0.6);
    // Older parts of the trail fade.
    for (std::size_t i = 1; i < trail.size(); ++i)
        ink.stroke(trail[i - 1], trail[i], colour, 2, double(i) / double(trail.size()));
    if (row.still) return;
    ink.stroke(centre, on(box, row.now), colour, 1.5, row.on ? 1 : 0.6);
    row.on ? ink.disc(on(box, row.now), 3.5, colour) : ink.ring(on(box, row.now), 3.5, colour, 1.5, 0.8);
}

struct Places {  // of a row's parts
    double on, a, b, path, text, side;
};

// A filled square takes part, an empty one does not.
void draw_switch(const Ink& ink, const PlaneRow& row, const Box& box) {
    const auto& p = ink.colours();
    ink.frame(box, row.on ? p.source : p.secondary, 1, 3);
    if (!row.on) return;
    ink.stroke({box.x + 3, box.y + 7}, {box.x + 6, box.y + 10.5}, p.source, 1.8);
    ink.stroke({box.x + 6, box.y + 10.5}, {box.x + 11, box.y + 3.5}, p.source, 1.8);
}

void draw_row(const Ink& ink, const PlaneRow& row, const Box& box, const Places& at) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption), middle = box.y + box.height / 2, y = middle - at.side / 2;
    if (row.chosen) ink.frame({box.x - 4, box.y - row_gap / 2 + 1, box.width + 8, box.height + row_gap - 2}, p.selection, 0.9, 4);
    ink.text_right(box.x + 18, middle - ink.line(Type::Body) / 2, Type::Body, row.on ? p.text : p.secondary, grouped(row.number));
    draw_switch(ink, row, {box.x + at.on, middle - switch_side / 2, switch_side, switch_side});
    draw_picture(ink, row.a, {box.x + at.a, y, at.side, at.side}, true, !row.on);
    draw_picture(ink, row.b, {box.x + at.b, y, at.side, at.side}, true, !row.on);
    draw_path(ink, row, {box.x + at.path, y, at.side, at.side});
    std::vector<std::string> facts;
    if (!row.energy.empty()) facts.push_back(row.energy + " of the energy");
    if (!row.residual.empty()) facts.push_back("residual " + row.residual);
    const double x = box.x + at.text, room = box.right() - x;
    // One under the other where they are too long for one line.
    if (facts.size() == 2 && ink.width(Type::Caption, facts[0] + ", " + facts[1]) <= room) facts = {facts[0] + ", " + facts[1]};
    const std::string played = row.on ? row.played : row.played.empty() ? "left out" : "left out, " + row.played;
    double top = middle - (ink.line(Type::Body) + (double(facts.size()) + (played.empty() ? 0 : 1)) * line) / 2;
    ink.text(x, top, Type::Body, row.on ? p.text : p.secondary, shortened(ink, Type::Body, row.turns, room));
    top += ink.line(Type::Body);
    for (auto& fact : facts) ink.text(x, std::exchange(top, top + line), Type::Caption, p.secondary, shortened(ink, Type::Caption, fact, room));
    if (!played.empty()) ink.text(x, top, Type::Caption, row.on ? p.source : p.secondary, shortened(ink, Type::Caption, played, room));
}

// Before there are planes: the matrix that the phase has just made.
void add_matrix(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const auto* state = moment.shown && moment.shown->state ? std::get_if<PlanesState>(moment.shown->state.get()) : nullptr;
    if (!state || ink.canvas().height < 240) return;
    const auto& newest = state->schur ? state->schur : state->action ? state->action : state->moment;
    if (!newest || newest->size() == 0 || !newest->allFinite()) return;
    constexpr Index most_cells = 64;
    const double side = std::min({340.0, 0.5 * ink.canvas().width, 0.6 * ink.canvas().height});
    const Index longest = std::max(newest->rows(), newest->cols()), block_size = (longest + most_cells - 1) / most_cells;
    MatrixImage image;
    image.cells = block_peaks(*newest, block_size);
    image.range = image.cells.cwiseAbs().maxCoeff();
    image.cell = side / double(std::max(image.cells.rows(), image.cells.cols()));
    std::string name = grouped(newest->rows()) + " × " + grouped(newest->cols());
    if (block_size > 1) name += ", a cell is the largest of " + grouped(block_size) + " × " + grouped(block_size);
    const double line = ink.line(Type::Caption);
    Block block{.id = "planes matrix", .corner = Corner::Centre, .importance = 60};
    block.size = {side + 60, side + line + 6};
    block.draw = [=](const Ink& ink, const Box& box) {
        ink.text(box.x, box.y, Type::Caption, ink.colours().secondary, shortened(ink, Type::Caption, name, side));
        draw_cells(ink, image, ink.snap(box.x), ink.snap(box.y + line + 6));
        draw_scale(ink, box.x + side + 12, box.y + line + 6, std::min(side, 96.0), image.range);
    };
    blocks.push_back(std::move(block));
}

struct Plan {  // of the board
    double width = 0, head = 0, row = 0;
    double warning = 0;  // where its line begins
    bool strip = false;
    Places at{};
    double rows = 0;    // width of the rows; beside them the torus, where it has no place of its own
    TorusPanel torus{};
    Box row_box(std::size_t k) const { return {0, head + double(k) * (row + row_gap), rows, row}; }
    Box torus_box() const { return {width - torus.size.width, head - 4, torus.size.width, torus.size.height}; }
    Box circle(std::size_t k) const { return {at.path, row_box(k).y + (row - at.side) / 2, at.side, at.side}; }
};

void draw_strip(const Ink& ink, const PlanesView& view, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption), slot = std::min(box.width / 3, picture_side + 76);
    std::string rebuilt = view.rebuilt_name;
    if (view.beyond || view.time != std::round(view.time) || view.second_time != std::round(view.second_time))
        rebuilt =
            "step " + number(view.time, 4) + (view.second_time != 0 ? ", " + number(view.second_time, 4) : "") + ", " + rebuilt;
    const std::pair<const PlanePicture*, std::string> pictures[] = {
        {&view.frame, view.frame_name}, {&view.rebuilt, rebuilt}, {&view.difference, view.difference_name}};
    double x = box.x;
    for (auto& [picture, name] : pictures) {
        const Box square{x, box.y + line + 6, picture_side, picture_side};
        ink.text(x, box.y, Type::Caption, p.secondary, shortened(ink, Type::Caption, name, slot - 8));
        if (picture->empty())
            ink.frame(square, p.hairline);
        else
            draw_picture(ink, *picture, square, picture == &view.difference);
        x += slot;
    }
}

void draw_board(const Ink& ink, const PlanesView& view, const Plan& plan, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption), y = box.y + plan.head - line - 4;
    if (plan.strip) draw_strip(ink, view, box);
    if (!view.note.empty())
        ink.text(box.x, y - 2 - line, Type::Caption, p.secondary, shortened(ink, Type::Caption, view.note, box.width));
    if (!view.warning.empty()) {
        const double above = box.y + plan.warning;
        ink.triangle({box.x, above + line - 3}, {box.x + 10, above + line - 3}, {box.x + 5, above + 3}, p.caution);
        ink.text(box.x + 16, above, Type::Caption, p.text, shortened(ink, Type::Caption, view.warning, box.width - 16));
    }
    ink.text(box.x + plan.at.a, y, Type::Caption, p.secondary, "plane");
    ink.text(box.x + plan.at.path, y, Type::Caption, p.secondary, view.rows.front().path.empty() ? "turn" : "path");
    std::string title = "turn a step";
    if (Index(view.rows.size()) < view.planes)
        title += "; showing " + grouped(view.rows.front().number) + " to " + grouped(view.rows.back().number) + " of " +
                 grouped(view.planes);
    ink.text(box.x + plan.at.text, y, Type::Caption, p.secondary, shortened(ink, Type::Caption, title, box.width - plan.at.text));
    for (std::size_t k = 0; k < view.rows.size(); ++k) {
        const Box r = plan.row_box(k);
        draw_row(ink, view.rows[k], {box.x, box.y + r.y, r.width, r.height}, plan.at);
    }
    const Box torus = plan.torus_box();
    if (plan.torus.draw) plan.torus.draw(ink, {box.x + torus.x, box.y + torus.y, torus.width, torus.height});
}

// What can be clicked (the switch of a row, its path, the row), and where the rest stands.
void add_parts(Block& block, const PlanesView& view, const Plan& plan, double line) {
    if (!view.warning.empty()) block.parts.emplace_back("warning", Box{0, plan.warning, plan.width, line});
    for (std::size_t k = 0; k < view.rows.size(); ++k) {
        const Box row = plan.row_box(k), circle = plan.circle(k);
        const std::string number = std::to_string(view.rows[k].number);
        const auto tip = on(circle, view.rows[k].now);
        block.parts.emplace_back("switch-" + number, Box{plan.at.on - 6, row.y + row.height / 2 - switch_side / 2 - 6,
                                                         switch_side + 12, switch_side + 12});
        block.parts.emplace_back("path " + number, circle);
        const auto centre = on(circle, view.rows[k].centre);
        block.parts.emplace_back("centre " + number, Box{centre.first, centre.second, 0, 0});
        if (!view.rows[k].still) block.parts.emplace_back("phasor " + number, Box{tip.first, tip.second, 0, 0});
        block.parts.emplace_back("plane-" + number, row);
    }
    if (!plan.torus.draw) return;
    const Box torus = plan.torus_box();
    block.parts.emplace_back("torus", torus);
    block.parts.emplace_back("torus now", Box{torus.x + plan.torus.now.first, torus.y + plan.torus.now.second, 0, 0});
}

struct Room {
    Corner corner = Corner::Centre;
    double width = 0, height = 0, gap = 12;
    int importance = 95;
    bool beside = false;  // no other place for the torus
};

// What the blocks in a corner take.
double stack(const Blocks& blocks, Corner corner) {
    double used = 0;
    for (auto& block : blocks)
        if (block.corner == corner) used += block.size.height + (used > 0 ? block.gap : 0);
    return used;
}

// Between the columns; where that is too narrow under the verdict and the names, up to the right column; on a small picture
// the whole width between what stands above and below.
Room room_of(const Blocks& blocks, const Ink& ink) {
    const auto sides = columns(ink.canvas());
    Room room;
    room.beside = ink.canvas().height < 560;
    if (compact(ink.canvas())) {
        const double left = stack(blocks, Corner::BottomLeft), right = stack(blocks, Corner::BottomRight);
        const double top = std::max(stack(blocks, Corner::TopLeft), stack(blocks, Corner::TopRight));
        room.corner = Corner::BottomLeft, room.importance = 45, room.beside = true;
        room.gap += std::max(0.0, right - left);
        room.width = ink.canvas().width - 2 * sides.margin;
        room.height = ink.canvas().height - 2 * sides.margin - top - std::max(left, right) - 24;
        return room;
    }
    room.width = ink.canvas().width - 2 * (sides.margin + std::max(sides.left, sides.right) + 16);
    room.height = ink.canvas().height - 2 * sides.margin - 48;
    if (room.width >= 420) return room;
    room.corner = Corner::BottomLeft, room.beside = true;
    room.width = ink.canvas().width - 3 * sides.margin - sides.right, room.height -= 110;
    return room;
}

}  // namespace

void add_planes_board(Blocks& blocks, const Moment& moment, const Ink& ink) {
    if (planes_known(moment) == 0) return add_matrix(blocks, moment, ink);
    const Room room = room_of(blocks, ink);
    const double line = ink.line(Type::Caption);
    const PlanesView probe = planes_view(moment, 0);
    Plan plan;
    plan.width = plan.rows = room.width;
    plan.strip = !compact(ink.canvas()) && !probe.rebuilt.empty() && plan.width >= 3 * (picture_side + picture_gap);
    plan.head = (plan.strip ? picture_side + line + 6 + picture_gap : 0) + line + 4 + line * double(int(!probe.note.empty()) + int(!probe.warning.empty())) + 2;
    plan.warning = plan.head - 2 * line - 6 - (probe.note.empty() ? 0 : line);
    if (room.beside) plan.torus = torus_panel(moment, ink, {std::min(260.0, room.width - 16 - least_rows), room.height - plan.head + 4});
    if (plan.torus.draw) plan.rows -= plan.torus.size.width + 16;
    const Index fitting = std::max<Index>(1, Index((room.height - plan.head) / (least_row + row_gap)));
    const PlanesView view = planes_view(moment, fitting);
    plan.row = std::min(most_row, (room.height - plan.head) / double(view.rows.size()) - row_gap);
    if (plan.rows < 220 || plan.row < 30) return;
    const double side = std::min(plan.row, (plan.rows - (plan.torus.draw || compact(ink.canvas()) ? 190 : 140)) / 3);
    plan.at = {26, 50, 50 + side + 8, 50 + 2 * (side + 8), 50 + 3 * (side + 8) + 4, side};
    Block block{.id = "rotation planes", .corner = room.corner, .importance = room.importance, .gap = room.gap};
    const double rows = double(view.rows.size()) * (plan.row + row_gap);
    block.size = {plan.width, plan.head + std::max(rows, plan.torus.size.height - 4)};
    add_parts(block, view, plan, line);
    block.draw = [=](const Ink& ink, const Box& box) { draw_board(ink, view, plan, box); };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
