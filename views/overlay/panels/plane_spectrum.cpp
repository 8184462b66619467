// How fast the planes turn: eigenvalues of the action on the unit circle, and energy over turns, on a grid of whole turns
// where the orbit closes; of two maps a disc at each pair of whole turns, its area the energy.
#include <algorithm>
#include <cmath>

#include "views/overlay/frequency_view.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double side = 104, gap = 22, dense = 4;  // units between grid lines, below which only labelled ones are drawn

const PlanesState* planes_state(const Moment& moment) {
    return moment.shown && moment.shown->state ? std::get_if<PlanesState>(moment.shown->state.get()) : nullptr;
}

Colour grid_colour(const Palette& p) {
    return mix(p.ground_bottom, p.secondary, 0.4);
}

void draw_ticks(const Ink& ink, const FrequencyView& view, const Box& plot) {
    const auto& p = ink.colours();
    const auto x = [&](double at) { return plot.x + at / view.high * plot.width; };
    if (view.whole && plot.width / view.high >= dense)
        for (double k = 1; k <= view.high; ++k) ink.stroke({x(k), plot.y}, {x(k), plot.bottom()}, grid_colour(p), ink.hair());
    for (double tick : view.ticks) {
        ink.stroke({x(tick), plot.y}, {x(tick), plot.bottom() + 3}, grid_colour(p), ink.hair());
        const std::string text = number(tick, 3) + (view.whole ? "" : "°");
        ink.text(std::min(x(tick) - ink.width(Type::Caption, text) / 2, plot.right() - ink.width(Type::Caption, text) + 4),
                 plot.bottom() + 3, Type::Caption, p.secondary, text);
    }
    ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.secondary, ink.hair());
}

void draw_bars(const Ink& ink, const FrequencyView& view, const Box& plot) {
    const auto& p = ink.colours();
    draw_ticks(ink, view, plot);
    for (auto& bar : view.bars) {
        const double at = plot.x + std::abs(bar.at) / view.high * plot.width, share = view.most > 0 ? bar.energy / view.most : 0;
        const double top = plot.bottom() - std::max(2.0, share * plot.height);
        ink.stroke({at, plot.bottom()}, {at, top}, p.source, 2.5);
        ink.disc({at, top}, 2.2, p.source);  // what is small is seen too
    }
}

// Whole turns of the first map to the right, of the second upwards.
void draw_pairs(const Ink& ink, const FrequencyView& view, const Box& plot) {
    const auto& p = ink.colours();
    const double low = view.second_low - 0.5, high = view.second_high + 0.5, right = view.high + 0.3;
    const auto x = [&](double at) { return plot.x + 4 + (at + 0.3) / (right + 0.3) * (plot.width - 4); };
    const auto y = [&](double at) { return plot.bottom() - (at - low) / (high - low) * plot.height; };
    if (view.whole) {
        for (double k = 0; k <= view.high; ++k)
            ink.stroke({x(k), plot.y}, {x(k), plot.bottom()}, grid_colour(p), ink.hair(), k == 0 ? 1 : 0.6);
        for (double k = std::ceil(low); k <= high; ++k)
            ink.stroke({plot.x, y(k)}, {plot.right(), y(k)}, grid_colour(p), ink.hair(), k == 0 ? 1 : 0.6);
    }
    const double largest = std::clamp(0.45 * std::min(plot.width / (right + 0.3), plot.height / (high - low)), 2.0, 9.0);
    for (auto& bar : view.bars)
        ink.disc({x(bar.at), y(bar.second)}, std::max(1.2, largest * std::sqrt(view.most > 0 ? bar.energy / view.most : 1)),
                 p.source, 0.9);
    for (double tick : view.ticks) {
        const std::string text = number(tick, 3);
        ink.text(x(tick) - ink.width(Type::Caption, text) / 2, plot.bottom() + 3, Type::Caption, p.secondary, text);
    }
    const double line = ink.line(Type::Caption);
    for (double end : {std::ceil(low), 0.0, std::floor(high)}) {
        if (end != 0 && std::abs(y(end) - y(0)) < line) continue;
        ink.text_right(plot.x - 3, y(end) - line / 2, Type::Caption, p.secondary, number(end, 3));
    }
}

void draw_circle(const Ink& ink, const PlanesState& s, const Box& box) {
    const auto& p = ink.colours();
    const Ink::Point centre{box.x + box.width / 2, box.y + box.width / 2};
    const double radius = box.width / 2 - 6;
    ink.ring(centre, radius, p.secondary, 1, 0.8);
    ink.stroke({centre.first - radius, centre.second}, {centre.first + radius, centre.second}, grid_colour(p), ink.hair());
    ink.stroke({centre.first, centre.second - radius}, {centre.first, centre.second + radius}, grid_colour(p), ink.hair());
    for (Index k = 0; k < s.eigenvalues->rows(); ++k)
        ink.disc({centre.first + radius * (*s.eigenvalues)(k, 0), centre.second - radius * (*s.eigenvalues)(k, 1)}, 2.5, p.source,
                 0.85);
}

std::string axis_text(const FrequencyView& view) {
    std::string text = view.maps > 1 ? "turns a round, both maps"
                       : view.whole  ? "turns in " + grouped(Index(view.round)) + " steps"
                                     : "turn a step";
    if (view.left_out > 0) text += "; " + grouped(view.left_out) + " without";
    return text;
}

}  // namespace

void add_plane_spectrum(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const PlanesState* state = planes_state(moment);
    if (!state || !state->eigenvalues || state->eigenvalues->cols() < 2 || state->eigenvalues->rows() == 0) return;
    const double line = ink.line(Type::Caption);
    const bool known = state->angles && state->kinds && state->angles->rows() > 0 && width >= side + gap + 80;
    const FrequencyView view = known ? frequency_view(*state) : FrequencyView();
    Block block{.id = "plane spectrum", .corner = Corner::TopRight, .importance = 62, .gap = 16};
    block.size = {width, line + 6 + side + (known ? line : 0)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, grouped(state->eigenvalues->rows()) + " eigenvalues");
        draw_circle(ink, *state, {box.x, box.y + line + 6, side, side});
        if (view.bars.empty()) return;
        const double x = box.x + side + gap, room = box.right() - x - 6;
        ink.text(
            x, box.y, Type::Caption, p.secondary,
            shortened(ink, Type::Caption, view.maps > 1 ? "energy as area" : "energy, " + percent(view.most) + " at most", room));
        const Box plot{x, box.y + line + 8, room, side - line - 6};
        view.maps > 1 ? draw_pairs(ink, view, plot) : draw_bars(ink, view, plot);
        ink.text(x, plot.bottom() + line + 4, Type::Caption, p.secondary, shortened(ink, Type::Caption, axis_text(view), room));
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
