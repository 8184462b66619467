// The board of a spectrum: the decay with all that it is held against, the chosen direction, what a cut leaves, and small
// multiples of several matrices.
#include <algorithm>
#include <cmath>

#include "views/charts/draw_chart.h"
#include "views/charts/ink_brush.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/spectrum_layout.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double reach = 26;  // of the pointer

Box moved(const Box& box, const Box& by) { return {box.x + by.x, box.y + by.y, box.width, box.height}; }

// Its caption, and at its right end what the colours mean.
void draw_picture(const Ink& ink, const SpectrumBoard::Picture& picture, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption);
    const ShownField& f = picture.field;
    const bool coloured = f.kind != ShownField::Kind::None && (f.kind == ShownField::Kind::Image ? f.about_zero : f.values.size() > 0);
    double right = box.right();
    if (coloured && box.width > 120) {
        const double most = std::max(std::abs(f.low), std::abs(f.high));
        const std::string range = f.about_zero ? "±" + number(most, 2) : number(f.low, 2) + " to " + number(f.high, 2);
        ink.text_right(right, box.y, Type::Caption, p.secondary, range);
        right -= ink.width(Type::Caption, range) + 6;
        const Box ramp{right - 36, box.y + line / 2 - 3, 36, 7};
        ink.ramp(ramp, f.about_zero ? ColourMap::Diverging : ColourMap::Cividis);
        ink.frame(ramp, p.hairline);
        right -= 44;
    }
    ink.text(box.x, box.y, Type::Caption, p.text, shortened(ink, Type::Caption, f.caption, right - box.x));
    draw_field(ink, f, {box.x, box.y + line + 4, box.width, box.height - line - 4});
}

// Nearest in its number alone: on a steep curve the pointer is far from the value that it means.
std::optional<ChartHit> nearest_number(const Chart& chart, const ChartPlace& at, double x) {
    std::optional<ChartHit> best;
    for (std::size_t k = 0; k < chart.series.size(); ++k) {
        const ChartSeries& s = chart.series[k];
        if (s.kind != ChartSeries::Kind::Points) continue;
        for (std::size_t i = 0; i < points_of(s); ++i) {
            const double distance = std::abs(at.at(s.x[i], s.y[i]).first - x);
            if (!best || distance < best->distance) best = ChartHit{k, i, s.x[i], s.y[i], distance};
        }
    }
    return best;
}

void draw_plot(const Ink& ink, const SpectrumBoard::Plot& plot, const Box& box, const std::optional<Ink::Point>& pointer, Index chosen) {
    InkBrush brush(ink);
    const ChartPlace at = place_chart(brush, plot.chart, box);
    draw_chart(brush, plot.chart, at);
    const bool decay = plot.chart.id == "decay";
    for (auto& s : plot.chart.series)
        if (decay && chosen >= 0 && s.kind == ChartSeries::Kind::Points && std::size_t(chosen) < s.y.size()) {
            const auto place = at.at(s.x[std::size_t(chosen)], s.y[std::size_t(chosen)]);
            if (std::isfinite(place.second)) ink.ring(place, 6, ink.colours().text, 1.5), ink.ring(place, 4.5, ink.colours().selection, 2);
        }
    if (!pointer || pointer->first < at.plot.x - 6 || pointer->first > at.plot.right() + 6 || pointer->second < at.plot.y - 6 || pointer->second > at.plot.bottom() + 6)
        return;
    const auto [u, v] = at.unit(pointer->first, pointer->second);
    auto hit = nearest(plot.chart, at.map, u, v, at.plot.width, at.plot.height, reach);
    if (!hit && decay) hit = nearest_number(plot.chart, at, pointer->first);
    if (hit && std::isfinite(at.at(hit->x, hit->y).second)) draw_reading(brush, plot.chart, at, *hit);
}

// A curve alone with its name; the one in front is outlined.
void draw_layer(const Ink& ink, const SpectrumBoard::Layer& layer, const Box& box, bool front) {
    const auto& p = ink.colours();
    InkBrush brush(ink);
    const double line = ink.line(Type::Caption);
    ink.text(box.x + 4, box.y + 1, Type::Caption, front ? p.text : p.secondary, shortened(ink, Type::Caption, layer.chart.title, box.width - 8));
    ChartPlace at;
    at.map = map_of(layer.chart);
    at.plot = {box.x + 4, box.y + line + 4, box.width - 8, box.height - line - 8};
    for (auto& s : layer.chart.series) {
        std::vector<Ink::Point> points;
        for (std::size_t i = 0; i < points_of(s); ++i) {
            const auto place = at.at(s.x[i], s.y[i]);
            if (std::isfinite(place.second)) points.push_back({place.first, std::clamp(place.second, at.plot.y, at.plot.bottom())});
        }
        brush.path(points, brush.colour_of(s), s.tone == Tone::Source ? 1.6 : 1.2, 1, false);
    }
    ink.frame(box, front ? p.selection : p.hairline, 1, 3);
    if (front) ink.frame({box.x + 1, box.y + 1, box.width - 2, box.height - 2}, p.selection, 1, 3);
}

// What can be clicked; places relative to the board.
void add_parts(Block& block, const SpectrumBoard& board, const SpectrumShown& shown, const Ink& ink) {
    const InkBrush brush(ink);
    for (auto& plot : board.plots)
        if (plot.chart.id == "decay" && shown.kept >= 0) {
            const ChartPlace at = place_chart(brush, plot.chart, plot.box);
            const double x = at.at(double(shown.kept) + 0.5, at.map.y.low()).first;
            block.parts.emplace_back("cut", Box{x - 7, at.plot.y, 14, at.plot.height});
        }
    add_pager_parts(block, board.pager);
    for (auto& layer : board.layers) block.parts.emplace_back("layer-" + std::to_string(layer.number), layer.box);
    for (auto& plot : board.plots) {
        block.parts.emplace_back("plot-" + plot.chart.id, plot.box);
        block.parts.emplace_back("area-" + plot.chart.id, place_chart(brush, plot.chart, plot.box).plot);
    }
    for (auto& picture : board.pictures) block.parts.emplace_back("picture-" + picture.id, picture.box);
}

}  // namespace

void add_spectrum_board(Blocks& blocks, const Moment& moment, const Ink& ink) {
    auto found = spectrum_shown(moment);
    if (!found) return;
    const bool small = compact(ink.canvas()), alone = moment.look.readout_only;
    const auto sides = columns(ink.canvas());
    double used = 0, right_used = 0;
    bool any = false;
    for (auto& block : blocks) {
        if (block.corner == Corner::TopLeft) used += block.size.height + (any ? block.gap : 0), any = true;
        if (block.corner == Corner::TopRight) right_used += block.size.height;
    }
    Block block{.id = "spectrum", .corner = Corner::TopLeft, .importance = 96, .gap = 14};
    const bool wide = alone && any;  // under both heads, over the whole width
    if (wide) block.gap = std::max(block.gap, right_used + 14 - used);
    const double top = sides.margin + used + (any ? block.gap : 0);
    const double foot = sides.margin + (alone ? 0 : small ? ink.line(Type::Bold) + 8 : ink.line(Type::Caption) + 6);
    block.size = {ink.canvas().width - 2 * sides.margin - (wide ? 0 : sides.right + (small ? 16 : 28)), ink.canvas().height - top - foot};
    if (block.size.width < 120 || block.size.height < 90) return;
    const auto shown = std::make_shared<const SpectrumShown>(std::move(*found));
    const auto board = std::make_shared<const SpectrumBoard>(
        spectrum_board(*shown, block.size, moment.phase ? moment.phase->id : std::string(), ink.line(Type::Caption), moment.look.plot));
    add_parts(block, *board, *shown, ink);
    const double unit = std::clamp(moment.look.scale * moment.look.device_ratio, 0.25, 8.0);
    block.draw = [=, &moment](const Ink& ink, const Box& box) {
        std::optional<Ink::Point> pointer;
        if (moment.notes.pointer) pointer = Ink::Point{(*moment.notes.pointer)[0] / unit, (*moment.notes.pointer)[1] / unit};
        for (auto& picture : board->pictures) draw_picture(ink, picture, moved(picture.box, box));
        if (!board->layers.empty())
            ink.text(box.x, box.y + board->layers[0].box.y - ink.line(Type::Caption) - 4, Type::Caption, ink.colours().secondary, board->layers_title);
        for (auto& layer : board->layers) draw_layer(ink, layer, moved(layer.box, box), layer.number == shown->layer + 1);
        draw_pager(ink, board->pager, box);
        const Index chosen = shown->directions() > 0 ? shown->direction : -1;
        for (auto at = board->plots.rbegin(); at != board->plots.rend(); ++at) draw_plot(ink, *at, moved(at->box, box), pointer, chosen);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
