// The cost of every rotation: where the present one or the guess stands between the best and the worst.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {
namespace {

constexpr const char* formula = "\\frac{s^2 \\|X\\|^2 + \\|Y\\|^2 - 2 s \\; tr(R^T M)}{n}";

struct Reading {
    std::string name, value;
    bool strong = false;
};

std::string who(const SceneNotes::Landscape& l) {
    return l.guessed ? "guess" : "now";
}

std::string above(const SceneNotes::Landscape& l) {
    const double above = l.cost - l.low;
    return above > 1e-9 * (l.high - l.low) ? "+" + number(above) : "+0";  // the rest is rounding
}

std::vector<Reading> readings(const SceneNotes::Landscape& l) {
    std::vector<Reading> found;
    if (std::isfinite(l.cost)) {
        found.push_back({l.guessed ? "cost of the guess" : "cost now", number(l.cost), true});
        found.push_back({"above the optimum", above(l), l.guessed});
    }
    if (std::isfinite(l.angle)) found.push_back({"turn to the optimum", degrees(l.angle < 1e-5 ? 0 : l.angle)});
    found.push_back({"optimum", number(l.low)});
    std::string saddles;
    for (double s : l.saddles) saddles += (saddles.empty() ? "" : ", ") + number(s, 3);
    if (!saddles.empty()) found.push_back({l.saddles.size() > 1 ? "saddles" : "saddle", saddles});
    found.push_back({"worst", number(l.high)});
    return found;
}

std::string title_of(const SceneNotes::Landscape& l) {
    return l.mirrored ? "Cost of every mirrored rotation" : "Cost of every rotation";
}

std::string sentence_of(const SceneNotes::Landscape& l, bool space) {
    std::string text = space ? "Direction is the axis, distance the angle; opposite ends of the surface are one rotation."
                             : "Left and right end are one rotation.";
    text += l.centred ? " Each with its best shift." : "";
    if (l.covered < 1) text += " From the first " + percent(l.covered) + " of the rows.";
    if (l.flattest < 1e-3) text += " The optimum is flat one way: it is not unique.";
    return text;
}

}  // namespace

void add_landscape(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.landscape) return;
    const auto& l = *moment.notes.landscape;
    const auto list = readings(l);
    if (compact(ink.canvas())) {
        if (!std::isfinite(l.cost)) return;
        const std::string name = who(l), value = number(l.cost) + " (" + above(l) + ")";
        Block block{.id = "landscape", .corner = Corner::BottomRight, .importance = 67};
        block.size = {ink.width(Type::Body, name) + 8 + ink.width(Type::Bold, value), ink.line(Type::Bold)};
        block.draw = [=](const Ink& ink, const Box& box) {
            ink.text(box.x, box.y + ink.ascent(Type::Bold) - ink.ascent(Type::Body), Type::Body,
                     ink.colours().secondary, name);
            ink.text_right(box.right(), box.y, Type::Bold, ink.colours().text, value);
        };
        blocks.push_back(std::move(block));
        return;
    }
    const bool space = moment.exhibit.pairs && moment.exhibit.pairs->dimension() == 3;
    const MathBox set = typeset(ink, parse_formula(formula), MathSize::Inline);
    const auto sentence = wrapped(ink, Type::Caption, sentence_of(l, space), width, 4);
    const double head = ink.line(Type::Bold), line = ink.line(Type::Body);
    const bool shows = set.width <= width;
    Block block{.id = "landscape", .corner = Corner::TopRight, .importance = 88, .gap = 16};
    block.size = {width, 8 + head + 4 + (shows ? set.height() + 8 : 0) + line * double(list.size()) + 6 +
                             measure(ink, Type::Caption, sentence).height};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.stroke({box.x, box.y}, {box.right(), box.y}, p.hairline, ink.hair());
        double y = box.y + 8;
        ink.text(box.x, y, Type::Bold, p.text, title_of(l));
        y += head + 4;
        if (shows) {
            draw(ink, box.x, y + set.ascent, set, p.text);
            y += set.height() + 8;
        }
        for (auto& reading : list) {
            ink.text(box.x, y, Type::Body, p.secondary, reading.name);
            ink.text_right(box.right(), y, reading.strong ? Type::Bold : Type::Body, p.text, reading.value);
            y += line;
        }
        draw(ink, box.x, y + 6, Type::Caption, p.secondary, sentence);
    };
    blocks.push_back(std::move(block));
}

// A ramp with the saddles as ticks and the present cost as a pointer.
void add_landscape_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.landscape) return;
    const auto l = *moment.notes.landscape;
    const bool small = compact(ink.canvas()), dark = moment.look.theme == Theme::Dark;
    const double bar = std::min(small ? 150.0 : 220.0, width), line = ink.line(Type::Caption);
    Block block{.id = "cost colours", .corner = Corner::BottomLeft, .importance = small ? 58 : 82};
    block.size = {bar, 2 * line + 20};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary,
                 small ? "mean squared distance" : "mean squared distance, data units squared");
        const Box ramp{box.x, box.y + line + 9, box.width, 8};
        ink.ramp(ramp, ColourMap::Viridis, dark ? 1 : 0, dark ? 0 : 1);
        ink.frame(ramp, p.hairline);
        const double range = l.high > l.low ? l.high - l.low : 1;
        const auto at = [&](double cost) { return ramp.x + ramp.width * std::clamp((cost - l.low) / range, 0.0, 1.0); };
        for (double saddle : l.saddles)
            ink.stroke({at(saddle), ramp.y}, {at(saddle), ramp.bottom()}, p.ground_bottom, 1.5);
        if (std::isfinite(l.cost)) {
            const double x = at(l.cost);
            ink.triangle({x - 4.5, ramp.y - 7}, {x + 4.5, ramp.y - 7}, {x, ramp.y - 1},
                         l.guessed ? p.selection : p.source);
        }
        ink.text(ramp.x, ramp.bottom() + 2, Type::Caption, p.secondary, number(l.low, 3));
        ink.text_right(ramp.right(), ramp.bottom() + 2, Type::Caption, p.secondary, number(l.high, 3));
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
