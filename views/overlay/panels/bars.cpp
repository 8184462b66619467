// Singular values as bars, the first dozen; the smallest is watched, since a turn is unique only where it is not 0.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {
namespace {

constexpr Index most_bars = 12;
constexpr double small = 1e-6;  // of the largest: below it the turn is not determined
constexpr double plot_height = 72;

void draw_warning(const Ink& ink, double x, double y) {
    ink.triangle({x + 6, y}, {x + 12, y + 10}, {x, y + 10}, ink.colours().caution);
    ink.fill({x + 5.5, y + 3.5, 1, 3.5}, ink.colours().ground_top);
    ink.fill({x + 5.5, y + 8, 1, 1}, ink.colours().ground_top);
}

void draw_bars(const Ink& ink, const Box& plot, const Vector& sigma, double opacity) {
    const auto& p = ink.colours();
    const Index count = std::min<Index>(sigma.size(), most_bars);
    const double step = std::min(plot.width / double(most_bars), plot.width / double(count)), top = sigma(0);
    for (Index i = 0; i < count; ++i) {
        const bool weak = i == sigma.size() - 1 && sigma(i) <= small * top;
        const double height = std::max(top > 0 ? sigma(i) / top * plot.height : 0.0, 1.0);
        ink.fill({plot.x + double(i) * step + 2, plot.bottom() - height, step - 4, height},
                 weak ? p.caution : p.accent, opacity);
        const std::string label = std::to_string(i + 1);
        ink.text(plot.x + (double(i) + 0.5) * step - ink.width(Type::Caption, label) / 2, plot.bottom() + 3,
                 Type::Caption, p.secondary, label);
    }
    ink.stroke({plot.x, plot.bottom()}, {plot.x + step * double(count), plot.bottom()}, p.hairline, ink.hair());
}

}  // namespace

void add_bars(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const AlignmentState* state = moment.values;
    if (!state || state->sigma.size() == 0) state = moment.coming;
    if (!state || state->sigma.size() == 0 || turn_of(moment).path) return;
    const Vector& sigma = state->sigma;
    const double opacity = moment.values && moment.values->sigma.size() > 0 ? 1 : moment.weight;
    const double last = sigma(sigma.size() - 1);
    const bool weak = last <= small * sigma(0);
    const std::string d = std::to_string(sigma.size());
    const std::string head = sigma.size() > most_bars ? "first " + std::to_string(most_bars) + " of " + d : "all " + d;
    std::vector<std::string> note;
    if (weak) note = wrapped(ink, Type::Caption, "the smallest is about 0: this turn is not the only best one", width - 18, 2);
    const MathBox symbol = typeset(ink, parse_formula("\\sigma_i"), MathSize::Inline);
    const MathBox tail = typeset(ink, parse_formula("\\sigma_{" + d + "} = \\text{" + number(last, 3) + "}"), MathSize::Inline);
    const MathBox top = typeset(ink, parse_formula("\\sigma_1 = \\text{" + number(sigma(0), 3) + "}"), MathSize::Inline);
    const double line = ink.line(Type::Body) + 4, labels = ink.line(Type::Caption) + 3;
    const double notes = note.empty() ? 0 : measure(ink, Type::Caption, note).height + 6;
    Block block{.id = "singular values", .corner = Corner::TopRight, .importance = 62, .gap = 16};
    block.size = {width, 2 * line + plot_height + labels + notes};
    block.draw = [=, &sigma](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const double baseline = box.y + ink.ascent(Type::Body);
        draw(ink, box.x, baseline, symbol, p.text);
        ink.text(box.x + 22, baseline - ink.ascent(Type::Caption), Type::Caption, p.secondary, head);
        draw(ink, box.x, baseline + line, top, p.secondary);
        draw(ink, box.right() - tail.width, baseline + line, tail, weak ? p.caution : p.secondary);
        const Box plot{box.x, box.y + 2 * line, box.width, plot_height};
        draw_bars(ink, plot, sigma, opacity);
        if (!note.empty()) {
            draw_warning(ink, box.x, plot.bottom() + labels + 8);
            draw(ink, box.x + 18, plot.bottom() + labels + 6, Type::Caption, p.text, note);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
