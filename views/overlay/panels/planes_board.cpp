// The board of rotation planes: the frame and what the planes rebuild of it, then a row a plane.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/planes_view.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double picture_side = 116, picture_gap = 16, row_gap = 8, least_row = 52, most_row = 96;

void draw_curve(const Ink& ink, const PlanePicture& picture, const Box& box) {
    const auto& p = ink.colours();
    const double size = picture.high > picture.low ? picture.high - picture.low : 1;
    std::vector<Ink::Point> points;
    for (Index j = 0; j < picture.cells.cols(); ++j)
        points.push_back({box.x + (double(j) + 0.5) / double(picture.cells.cols()) * box.width,
                          box.bottom() - 2 - (picture.cells(0, j) - picture.low) / size * (box.height - 4)});
    ink.frame(box, p.hairline);
    ink.path(points, p.source, 1.5);
}

// Grey from low to high, or blue and red about zero.
void draw_picture(const Ink& ink, const PlanePicture& picture, const Box& box, bool about_zero) {
    if (picture.cells.size() == 0) return;
    if (picture.cells.rows() == 1) return draw_curve(ink, picture, box);
    const double most = std::max(std::abs(picture.low), std::abs(picture.high));
    const double low = about_zero ? -most : picture.low, size = about_zero ? 2 * most : picture.high - picture.low;
    const double cell = std::min(box.width / double(picture.cells.cols()), box.height / double(picture.cells.rows()));
    for (Index i = 0; i < picture.cells.rows(); ++i)
        for (Index j = 0; j < picture.cells.cols(); ++j) {
            const double t = size > 0 ? std::clamp((picture.cells(i, j) - low) / size, 0.0, 1.0) : 0.5;
            ink.fill({box.x + double(j) * cell, box.y + double(i) * cell, cell, cell},
                     about_zero ? sample(ColourMap::Diverging, t) : Colour{t, t, t});
        }
    ink.frame({box.x, box.y, cell * double(picture.cells.cols()), cell * double(picture.cells.rows())}, ink.colours().hairline);
}

Ink::Point on(const Box& box, const std::pair<double, double>& at) {
    const double radius = box.width / 2 - 4;
    return {box.x + box.width / 2 + radius * at.first, box.y + box.height / 2 - radius * at.second};
}

// The path as it is: a circle where the map is orthogonal on the plane, an ellipse or a spiral where it is not.
void draw_path(const Ink& ink, const PlaneRow& row, const Box& box) {
    const auto& p = ink.colours();
    const Ink::Point centre = on(box, {0, 0});
    ink.ring(centre, box.width / 2 - 4, p.secondary, 1, 0.35);
    std::vector<Ink::Point> all;
    for (auto& at : row.path) all.push_back(on(box, at));
    if (row.joined) {
        ink.path(all, p.secondary, 1, 0.6);
        const std::size_t from = row.reached > 24 ? row.reached - 24 : 0;
        std::vector<Ink::Point> trail(all.begin() + std::ptrdiff_t(from), all.begin() + std::ptrdiff_t(row.reached));
        if (!trail.empty()) trail.push_back(on(box, row.now)), ink.path(trail, p.source, 2);
    } else {
        for (std::size_t i = 0; i < all.size(); i += 1 + all.size() / 400) ink.disc(all[i], 1.5, p.secondary, 0.6);
    }
    if (row.still) return;
    ink.stroke(centre, on(box, row.now), p.source, 1.5);
    ink.disc(on(box, row.now), 3.5, p.source);
}

struct Places {  // of a row's parts
    double a, b, path, text, side;
};

void draw_row(const Ink& ink, const PlaneRow& row, const Box& box, const Places& at) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption), middle = box.y + box.height / 2;
    ink.text_right(box.x + 18, middle - ink.line(Type::Body) / 2, Type::Body, p.secondary, grouped(row.number));
    const double y = middle - at.side / 2;
    draw_picture(ink, row.a, {box.x + at.a, y, at.side, at.side}, true);
    draw_picture(ink, row.b, {box.x + at.b, y, at.side, at.side}, true);
    draw_path(ink, row, {box.x + at.path, y, at.side, at.side});
    const double x = box.x + at.text, top = middle - (ink.line(Type::Body) + line) / 2, room = box.right() - x;
    ink.text(x, top, Type::Body, p.text, shortened(ink, Type::Body, row.turns, room));
    std::string facts = row.energy.empty() ? "" : row.energy + " of the energy";
    if (!row.residual.empty()) facts += (facts.empty() ? "" : ", ") + std::string("residual ") + row.residual;
    ink.text(x, top + ink.line(Type::Body), Type::Caption, p.secondary, shortened(ink, Type::Caption, facts, room));
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

}  // namespace

void add_planes_board(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const Index planes = planes_known(moment);
    if (planes == 0) return add_matrix(blocks, moment, ink);
    const bool small = compact(ink.canvas());
    const auto sides = columns(ink.canvas());
    const double width = ink.canvas().width - 2 * (sides.margin + std::max(sides.left, sides.right) + 16);
    const double height = ink.canvas().height - 2 * sides.margin - (small ? 96 : 48);
    const double line = ink.line(Type::Caption);
    PlanesView probe = planes_view(moment, 0);
    const bool strip = !small && probe.frame.cells.size() > 0 && width >= 3 * picture_side + 2 * picture_gap;
    const double head = (strip ? picture_side + line + 6 + picture_gap : 0) + line + 4;
    const Index fitting = std::max<Index>(1, Index((height - head) / (least_row + row_gap)));
    const PlanesView view = planes_view(moment, fitting);
    const double row_height = std::min(most_row, (height - head) / double(view.rows.size()) - row_gap);
    if (width < 200 || row_height < 30) return;
    const double side = row_height;
    const Places at{28, 28 + side + 8, 28 + 2 * (side + 8), 28 + 3 * (side + 8) + 4, side};
    Block block{.id = "rotation planes", .corner = Corner::Centre, .importance = small ? 45 : 95};
    block.size = {width, head + double(view.rows.size()) * (row_height + row_gap)};
    const auto row_box = [=](std::size_t k) { return Box{0, head + double(k) * (row_height + row_gap), width, row_height}; };
    for (std::size_t k = 0; k < view.rows.size(); ++k) {
        const Box box = row_box(k), circle{at.path, box.y + (box.height - side) / 2, side, side};
        const auto tip = on(circle, view.rows[k].now);
        block.parts.emplace_back("path " + std::to_string(k + 1), circle);
        if (!view.rows[k].still) block.parts.emplace_back("phasor " + std::to_string(k + 1), Box{tip.first, tip.second, 0, 0});
    }
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        double y = box.y;
        if (strip) {
            const std::pair<const PlanePicture*, std::string> pictures[] = {
                {&view.frame, view.frame_name}, {&view.rebuilt, view.rebuilt_name}, {&view.difference, view.difference_name}};
            double x = box.x;
            for (auto& [picture, name] : pictures) {
                ink.text(x, y, Type::Caption, p.secondary, shortened(ink, Type::Caption, name, picture_side + picture_gap + 20));
                draw_picture(ink, *picture, {x, y + line + 6, picture_side, picture_side}, picture == &view.difference);
                x += picture_side + picture_gap + 24;
            }
            y += picture_side + line + 6 + picture_gap;
        }
        ink.text(box.x + at.a, y, Type::Caption, p.secondary, "plane");
        ink.text(box.x + at.path, y, Type::Caption, p.secondary, view.rows.front().path.empty() ? "turn" : "path");
        std::string title = "turn a step";
        if (Index(view.rows.size()) < view.planes) title += "; showing " + grouped(Index(view.rows.size())) + " of " + grouped(view.planes);
        ink.text(box.x + at.text, y, Type::Caption, p.secondary, title);
        for (std::size_t k = 0; k < view.rows.size(); ++k) {
            const Box r = row_box(k);
            draw_row(ink, view.rows[k], {box.x, box.y + r.y, r.width, r.height}, at);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
