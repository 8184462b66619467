// Legends at the bottom left: which set moves, what residual colours mean, how many lines are drawn.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

void add_set_legend(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const std::size_t sets = moment.exhibit.sets.size();
    if (sets < 2) return;
    const std::string roles[] = {"moves", "stays"};
    double width = 0;
    for (auto& role : roles) width += 16 + ink.width(Type::Body, role) + 20;
    Block block{.id = "sets", .corner = Corner::BottomLeft, .importance = 94};
    block.size = {width - 20, ink.line(Type::Body)};
    block.draw = [=](const Ink& ink, const Box& box) {
        double x = box.x;
        for (std::size_t i = 0; i < 2; ++i) {
            draw_set_glyph(ink, {x + 5, box.y + box.height / 2 + 0.5}, i);
            ink.text(x + 16, box.y, Type::Body, ink.colours().text, roles[i]);
            x += 16 + ink.width(Type::Body, roles[i]) + 20;
        }
    };
    blocks.push_back(std::move(block));
}

void add_line_legend(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const auto& notes = moment.notes;
    if (notes.lines == 0) return;
    std::string text = "pairs: " + grouped(std::int64_t(notes.lines)) + " of " + grouped(std::int64_t(notes.lines_total));
    if (notes.lines == notes.lines_total) text = "all " + grouped(std::int64_t(notes.lines)) + " pairs";
    Block block{.id = "lines", .corner = Corner::BottomLeft, .importance = 45, .gap = 4};
    block.size = {16 + 8 + ink.width(Type::Caption, text), ink.line(Type::Caption)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const double y = box.y + box.height / 2 + 0.5;
        ink.stroke({box.x, y + 3}, {box.x + 14, y - 3}, ink.colours().neutral, 1.25);
        ink.text(box.x + 22, box.y, Type::Caption, ink.colours().secondary, text);
    };
    blocks.push_back(std::move(block));
}

void add_residual_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto& notes = moment.notes;
    if (!notes.residual_colours) return;
    double least = notes.residual_low, most = notes.residual_high;
    for (double r : notes.residuals) {
        least = std::min(least, r);
        most = std::max(most, r);
    }
    const bool below = least < notes.residual_low, above = most > notes.residual_high;
    const std::string low = number(notes.residual_low, 3), high = number(notes.residual_high, 3);
    const double bar = std::min(176.0, width), line = ink.line(Type::Caption);
    Block block{.id = "residual colours", .corner = Corner::BottomLeft, .importance = 80};
    block.size = {bar, 2 * line + 14};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, "distance to partner, in data units");
        const double left = below ? 10 : 0, right = above ? 10 : 0;
        const Box ramp{box.x + left, box.y + line + 3, box.width - left - right, 8};
        ink.ramp(ramp, ColourMap::Cividis);
        ink.frame(ramp, p.hairline);
        const double y = ramp.y + ramp.height / 2;
        if (below) ink.triangle({ramp.x - 2, y - 4}, {ramp.x - 8, y}, {ramp.x - 2, y + 4}, p.secondary);
        if (above) ink.triangle({ramp.right() + 2, y - 4}, {ramp.right() + 8, y}, {ramp.right() + 2, y + 4}, p.secondary);
        ink.text(ramp.x, ramp.bottom() + 2, Type::Caption, p.secondary, low);
        ink.text_right(ramp.right(), ramp.bottom() + 2, Type::Caption, p.secondary, (above ? "≥ " : "") + high);
    };
    blocks.push_back(std::move(block));
}

}  // namespace

void add_legends(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    add_set_legend(blocks, moment, ink);
    add_line_legend(blocks, moment, ink);
    add_residual_legend(blocks, moment, ink, width);
}

}  // namespace orthoscope
