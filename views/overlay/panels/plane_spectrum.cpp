// How fast the planes turn: eigenvalues of the action on the unit circle, and energy over angle.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"

namespace orthoscope {
namespace {

constexpr double side = 104, gap = 16, plot_height = 72;

const PlanesState* planes_state(const Moment& moment) {
    return moment.shown && moment.shown->state ? std::get_if<PlanesState>(moment.shown->state.get()) : nullptr;
}

// Energy over angle, from 0 to 180 degrees; faint lines where whole turns fit into a closed orbit.
void draw_frequencies(const Ink& ink, const PlanesState& s, const Box& plot) {
    const auto& p = ink.colours();
    const auto x = [&](double angle) { return plot.x + angle / std::numbers::pi * plot.width; };
    const Index frames = s.phasors ? s.phasors->rows() : 0;
    if (s.closed && frames > 1 && frames <= 64)
        for (Index k = 1; 2 * k <= frames; ++k) {
            const double at = x(2 * std::numbers::pi * double(k) / double(frames));
            ink.stroke({at, plot.y}, {at, plot.bottom()}, p.hairline, ink.hair());
        }
    ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.secondary, ink.hair());
    const double most = s.energies->maxCoeff();
    for (Index k = 0; k < s.angles->rows(); ++k) {
        if ((*s.kinds)(k) == PlanesState::Unresolved || (*s.kinds)(k) == PlanesState::Free) continue;
        const double at = x(std::abs((*s.angles)(k, 0))), share = most > 0 ? (*s.energies)(k, 0) / most : 0;
        ink.stroke({at, plot.bottom()}, {at, plot.bottom() - std::max(1.0, share * plot.height)}, p.source, 2.5);
    }
    const double line = ink.line(Type::Caption);
    ink.text(plot.x, plot.bottom() + 2, Type::Caption, p.secondary, "0°");
    ink.text_right(plot.right(), plot.bottom() + 2, Type::Caption, p.secondary, "180°");
    ink.text(plot.x, plot.y - line - 2, Type::Caption, p.secondary, "energy over turn a step");
}

}  // namespace

void add_plane_spectrum(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const PlanesState* state = planes_state(moment);
    if (!state || !state->eigenvalues || state->eigenvalues->cols() < 2 || state->eigenvalues->rows() == 0) return;
    const double line = ink.line(Type::Caption);
    const bool bars = state->angles && state->energies && state->kinds && state->angles->rows() > 0 && width >= side + gap + 80;
    Block block{.id = "plane spectrum", .corner = Corner::TopRight, .importance = 62, .gap = 16};
    block.size = {width, line + 6 + side};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, grouped(state->eigenvalues->rows()) + " eigenvalues");
        const Ink::Point centre{box.x + side / 2, box.y + line + 6 + side / 2};
        const double radius = side / 2 - 6;
        ink.ring(centre, radius, p.secondary, 1, 0.6);
        ink.stroke({centre.first - radius, centre.second}, {centre.first + radius, centre.second}, p.hairline, ink.hair());
        ink.stroke({centre.first, centre.second - radius}, {centre.first, centre.second + radius}, p.hairline, ink.hair());
        for (Index k = 0; k < state->eigenvalues->rows(); ++k)
            ink.disc({centre.first + radius * (*state->eigenvalues)(k, 0), centre.second - radius * (*state->eigenvalues)(k, 1)}, 2.5,
                     p.source, 0.85);
        if (bars)
            draw_frequencies(ink, *state, {box.x + side + gap, box.y + 2 * line + 10, width - side - gap - 4, plot_height - line});
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
