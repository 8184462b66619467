// Bottom right: how much of the data is drawn, by what, how fast. On a small picture, and on one without panels, only that
// a part is drawn.
#include <algorithm>
#include <cmath>

#include "core/compute/gl/context.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

std::string drawing(const SceneNotes& notes) {
    return "drawing " + grouped(std::int64_t(notes.drawn)) + " of " + grouped(std::int64_t(notes.total));
}

std::vector<std::string> facts(const Moment& moment, bool all) {
    const auto& notes = moment.notes;
    std::vector<std::string> found;
    if (!all) return notes.drawn < notes.total ? std::vector{drawing(notes)} : found;
    if (notes.total > 0) found.push_back(drawing(notes));
    if (!moment.exhibit.backend.empty()) found.push_back("computed on " + moment.exhibit.backend);
    if (!notes.renderer.empty()) found.push_back("drawn by " + short_renderer(notes.renderer));
    if (notes.frame_seconds > 0) found.push_back(number(1 / notes.frame_seconds, 2) + " frames/s");
    return found;
}

}  // namespace

void add_captions(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    std::vector<std::string> lines;
    for (auto& fact : facts(moment, !moment.look.readout_only && !compact(ink.canvas()))) {
        const std::string longer = lines.empty() ? fact : lines.back() + " · " + fact;
        if (!lines.empty() && ink.width(Type::Caption, longer) <= width) {
            lines.back() = longer;
        } else {
            lines.push_back(fact);
        }
    }
    if (lines.empty()) return;
    // That only a part is drawn is never folded away before the curves.
    const int importance = moment.notes.drawn < moment.notes.total ? 69 : 30;
    Block block{.id = "captions", .corner = Corner::BottomRight, .importance = importance};
    block.size = measure(ink, Type::Caption, lines);
    block.draw = [=](const Ink& ink, const Box& box) {
        double y = box.y;
        for (auto& line : lines) {
            ink.text_right(box.right(), y, Type::Caption, ink.colours().secondary, line);
            y += ink.line(Type::Caption);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
