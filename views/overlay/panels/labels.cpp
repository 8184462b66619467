// Labels that belong to places of the scene: names of axes, and what the pointer is on.
#include <algorithm>

#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {

void draw_labels(const Ink& ink, const Moment& moment, const Blocks& taken, double scale) {
    std::vector<Box> boxes;
    for (auto& block : taken) boxes.push_back(block.box);
    for (auto& label : moment.notes.labels) {
        const MathBox text = typeset(ink, parse_formula(label_markup(label.text)), MathSize::Inline);
        const double x = label.x / scale - text.width / 2, y = label.y / scale;
        const Box box{x - 2, y - text.height() / 2 - 1, text.width + 4, text.height() + 2};
        const bool hidden = std::any_of(boxes.begin(), boxes.end(), [&](auto& other) { return box.overlaps(other); });
        if (hidden || !Box{0, 0, ink.canvas().width, ink.canvas().height}.contains(box)) continue;
        boxes.push_back(box);
        ink.fill(box, ink.colours().ground_top, 0.66, 3);
        draw(ink, x, y - text.height() / 2 + text.ascent, text, ink.colours().text);
    }
}

void draw_marks(const Ink& ink, const Moment& moment, const Blocks& taken, double scale) {
    std::vector<Box> boxes;
    for (auto& block : taken) boxes.push_back(block.box);
    const auto& p = ink.colours();
    const double pad = 4, away = 12;
    for (auto& mark : moment.notes.marks) {
        if (moment.notes.hover && moment.notes.hover->text == mark.text) continue;
        const std::string text = shortened(ink, Type::Caption, mark.text, 200);
        const double width = ink.width(Type::Caption, text) + 2 * pad, height = ink.line(Type::Caption) + 2;
        const double x = mark.x / scale, y = mark.y / scale;
        // Beside its outline, above or below where that is taken.
        for (auto [dx, dy] : {std::pair{away, -height - 4}, {away, 6.0}, {-away - width, -height - 4}, {-away - width, 6.0}}) {
            const Box box{x + dx, y + dy, width, height};
            if (std::any_of(boxes.begin(), boxes.end(), [&](auto& other) { return box.overlaps(other); })) continue;
            if (!Box{0, 0, ink.canvas().width, ink.canvas().height}.contains(box)) continue;
            boxes.push_back(box);
            ink.fill(box, p.panel, 0.92, 3);
            ink.frame(box, p.selection, 0.9, 3);
            ink.text(box.x + pad, box.y + 1, Type::Caption, p.text, text);
            break;
        }
    }
}

void draw_hover(const Ink& ink, const Moment& moment, double scale) {
    if (!moment.notes.hover || moment.notes.hover->text.empty()) return;
    const auto& hover = *moment.notes.hover;
    std::vector<std::string> lines;
    std::string rest = hover.text;
    const double most = std::min(280.0, ink.canvas().width - 32);
    while (!rest.empty() && lines.size() < 6) {
        const auto end = std::min(rest.find('\n'), rest.size());
        for (auto& line : wrapped(ink, Type::Body, rest.substr(0, end), most, 3)) lines.push_back(line);
        rest.erase(0, std::min(end + 1, rest.size()));
    }
    const Extent text = measure(ink, Type::Body, lines);
    const double x = hover.x / scale, y = hover.y / scale, pad = 6, away = 14;
    Box box{x + away, y + away, text.width + 2 * pad, text.height + 2 * pad};
    // On the other side of the pointer where it would leave the picture.
    if (box.right() > ink.canvas().width - 4) box.x = std::max(4.0, x - away - box.width);
    if (box.bottom() > ink.canvas().height - 4) box.y = std::max(4.0, y - away - box.height);
    ink.fill(box, ink.colours().panel, 0.94, 3);
    ink.frame(box, ink.colours().hairline, 1, 3);
    draw(ink, box.x + pad, box.y + pad, Type::Body, ink.colours().text, lines);
}

}  // namespace orthoscope
