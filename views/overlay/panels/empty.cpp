// An empty picture says what to do.
#include <algorithm>

#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {

void add_empty(Blocks& blocks, const Moment& moment, const Ink& ink) {
    if (!moment.exhibit.sets.empty()) return;
    const double width = std::min(0.8 * ink.canvas().width, 640.0);
    const auto lines =
        wrapped(ink, Type::Title, "Drop two files here, or open a sample from the start page.", width, 4);
    const auto text = measure(ink, Type::Title, lines);
    Block block{.id = "empty", .corner = Corner::Centre, .importance = 100};
    block.size = {std::max(text.width, 96.0), text.height + 56};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        // The two glyphs of the program: what moves, towards what stays.
        const double x = box.x + box.width / 2, y = box.y + 16;
        ink.disc({x - 34, y}, 9, p.source);
        ink.ring({x + 34, y}, 8.5, p.target_bright, 3);
        ink.stroke({x - 14, y}, {x + 14, y}, p.secondary, 1.5);
        ink.path({{x + 8, y - 6}, {x + 14, y}, {x + 8, y + 6}}, p.secondary, 1.5);
        double top = box.y + 56;
        for (auto& line : lines) {
            ink.text(x - ink.width(Type::Title, line) / 2, top, Type::Title, p.text, line);
            top += ink.line(Type::Title);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
