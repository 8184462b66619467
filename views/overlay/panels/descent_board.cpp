// The board of the laboratory: its charts, and of deep linear networks the matrix that is learned beside the network's.
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "views/charts/draw_chart.h"
#include "views/charts/ink_brush.h"
#include "views/overlay/descent_view.h"
#include "views/overlay/number.h"
#include "views/overlay/pager.h"
#include "views/overlay/panels/matrix_picture.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double gap = 20, reach = 26;  // the reach of the pointer
constexpr double least_middle = 380;
constexpr int importance_below = 72;

struct Tile {
    std::size_t chart;
    Box box;  // relative to the board
};

// The cobweb is square, with the bars beside it; what is below shares the width.
std::vector<Tile> tiles_of(const DescentView& view, double width, double height) {
    if (view.kind == DescentView::Kind::Iteration) {
        const double side = std::min(0.62 * width, 0.6 * height), top = side + 10;
        return {{0, {0, 0, side, top}}, {1, {side + gap, 0, width - side - gap, top}}, {2, {0, top + gap, width, height - top - gap}}};
    }
    if (view.charts.size() < 3) return {{0, {0, 0, width, view.target.size() > 0 ? 0.6 * height : height}}};
    const double top = 0.58 * height, half = (width - gap) / 2;
    return {{0, {0, 0, width, top - gap}}, {1, {0, top, half, height - top}}, {2, {half + gap, top, half, height - top}}};
}

void draw_plot(const Ink& ink, const Chart& chart, const Box& box, const std::optional<Ink::Point>& pointer) {
    InkBrush brush(ink);
    const ChartPlace at = place_chart(brush, chart, box);
    draw_chart(brush, chart, at);
    if (!pointer || pointer->first < at.plot.x || pointer->first > at.plot.right() || pointer->second < at.plot.y || pointer->second > at.plot.bottom())
        return;
    const auto [u, v] = at.unit(pointer->first, pointer->second);
    const auto hit = nearest(chart, at.map, u, v, at.plot.width, at.plot.height, reach);
    if (hit && std::isfinite(at.at(hit->x, hit->y).second)) draw_reading(brush, chart, at, *hit);
}

struct Pictures {
    std::vector<MatrixImage> images;
    double scale = 0;
    Box box;
};

// The target, the network's map, and what is left between them, in one range.
Pictures pictures_of(const DescentView& view, const Box& box, double line) {
    Pictures out;
    constexpr Index most_cells = 48;
    const Index longest = std::max(view.target.rows(), view.target.cols());
    if (longest == 0 || longest > most_cells || box.height < 60) return out;
    const double range = view.target.cwiseAbs().maxCoeff(), room = (box.width - 2 * gap - 56) / 3;
    const double cell = std::min(room / double(view.target.cols()), (box.height - line - 6) / double(view.target.rows()));
    const Matrix rest = view.target - view.now;
    for (auto& [name, m] : {std::pair{"target", &view.target}, {"network", &view.now}, {"left to learn", &rest}})
        out.images.push_back({.cells = *m, .range = range, .cell = cell, .caption = name});
    out.scale = range, out.box = box;
    return out;
}

void draw_pictures(const Ink& ink, const Pictures& p, double x, double y) {
    const double line = ink.line(Type::Caption);
    double left = x + p.box.x, high = 0;
    const double top = y + p.box.y;
    const double room = (p.box.width - 2 * gap - 56) / 3;
    for (auto image : p.images) {
        ink.text(left, top, Type::Caption, ink.colours().secondary, shortened(ink, Type::Caption, image.caption, room));
        high = image.cell * double(image.cells.rows());
        image.caption.clear();
        draw_cells(ink, image, ink.snap(left), ink.snap(top + line + 4));
        left += room + gap;
    }
    draw_scale(ink, x + p.box.right() - 44, top + line + 4, std::min(high, 96.0), p.scale);
}

}  // namespace

void add_descent_board(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const auto view = std::make_shared<const DescentView>(descent_view(moment));
    if (view->kind == DescentView::Kind::None) return;
    const bool small = compact(ink.canvas());
    const auto sides = columns(ink.canvas());
    const double line = ink.line(Type::Caption);
    // Between the columns, where the middle has room for it; else under the verdict, in place of the lanes.
    const double middle = ink.canvas().width - 2 * (sides.margin + std::max(sides.left, sides.right) + 16);
    const bool below = small || middle < least_middle;
    const double width = below ? ink.canvas().width - 2 * sides.margin - sides.right - 16 : middle;
    double used = 24;
    for (auto& block : blocks)
        if (below && block.importance > importance_below && (block.corner == Corner::TopLeft || block.corner == Corner::BottomLeft))
            used += block.size.height + block.gap;
    const double height = ink.canvas().height - 2 * sides.margin - used;
    if (width < 220 || height < 120) return;
    Block block{.id = "descent", .corner = below ? Corner::BottomLeft : Corner::Centre, .importance = below ? importance_below : 95};
    block.size = {width, height};
    // On a small picture one plot at a time.
    const bool matrices = view->target.size() > 0;
    Pager pager;
    Box front{0, 0, width, height};
    std::vector<std::string> ids;
    for (auto& chart : view->charts) ids.push_back(chart.id);
    if (matrices) ids.emplace_back("matrices");
    if (small) pager = pager_of(ids, moment.look.plot, 1, {0, 0, width, pager_height});
    if (pager.any()) front.y = pager_height + 4, front.height -= front.y;
    std::vector<Tile> tiles;
    if (!small) tiles = tiles_of(*view, width, height);
    else if (pager.first < view->charts.size()) tiles = {{pager.first, front}};
    add_pager_parts(block, pager);
    for (auto& tile : tiles) {
        const Chart& chart = view->charts[tile.chart];
        block.parts.emplace_back("plot-" + chart.id, tile.box);
        block.parts.emplace_back("area-" + chart.id, place_chart(InkBrush(ink), chart, tile.box).plot);
    }
    Pictures pictures;
    if (matrices && !small) pictures = pictures_of(*view, {0, 0.6 * height + gap, width, 0.4 * height - gap}, line);
    else if (matrices && tiles.empty()) pictures = pictures_of(*view, front, line);
    if (!pictures.images.empty()) block.parts.emplace_back("matrices", pictures.box);
    const double unit = std::clamp(moment.look.scale * moment.look.device_ratio, 0.25, 8.0);
    block.draw = [=, &moment](const Ink& ink, const Box& box) {
        std::optional<Ink::Point> pointer;
        if (moment.notes.pointer) pointer = Ink::Point{(*moment.notes.pointer)[0] / unit, (*moment.notes.pointer)[1] / unit};
        draw_pager(ink, pager, box);
        for (auto& tile : tiles)
            draw_plot(ink, view->charts[tile.chart], {box.x + tile.box.x, box.y + tile.box.y, tile.box.width, tile.box.height}, pointer);
        if (!pictures.images.empty()) draw_pictures(ink, pictures, box.x, box.y);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
