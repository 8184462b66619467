// The present step: its title and place, its formula, its sentence.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {
namespace {

// "step 4 of 9"; in between, whose values are read out.
std::string place_text(const Moment& moment, bool short_form) {
    const auto count = grouped(std::int64_t(moment.exhibit.frames.size()));
    const auto shown = grouped(std::int64_t(moment.shown_index) + 1), into = grouped(std::int64_t(moment.into_index) + 1);
    std::string text;
    if (short_form && moment.between) return "between " + shown + " and " + into + " of " + count;
    if (short_form) return "step " + into + " of " + count;
    if (moment.iterations > 1)
        text = "iteration " + grouped(moment.into->iteration) + " of " + grouped(moment.iterations) + ", ";
    if (moment.between) return text + "in between " + shown + " and " + into + " of " + count + ", values of " + shown;
    return text + "step " + into + " of " + count;
}

constexpr double tag_pad = 6;

// A matrix that is not orthogonal, at one end of what is shown.
bool stretches(const Moment& moment) {
    const auto by = [](const AlignmentState* state) { return state && state->mirrors && !state->path; };
    return by(moment.values) || by(moment.coming);
}

void draw_tag(const Ink& ink, double x, double y, const std::string& text, Colour colour) {
    const double width = ink.width(Type::Caption, text) + 2 * tag_pad, height = ink.line(Type::Caption) + 2;
    ink.frame({x, y, width, height}, colour, 0.9, height / 2);
    ink.text(x + tag_pad, y + 1, Type::Caption, colour, text);
}

}  // namespace

void add_phase_head(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.phase) return;
    const auto title = wrapped(ink, Type::Title, moment.phase->title, width, 2);
    const bool small = compact(ink.canvas());
    const std::string tag = !moment.notes.not_rigid ? ""
                            : stretches(moment)     ? "not rigid: a stretch"
                            : small                 ? "not rigid: a mirror"
                                                    : "not rigid: a mirror passes through flat";
    auto place = wrapped(ink, Type::Caption, place_text(moment, small), width, small ? 1 : 2);
    const auto title_size = measure(ink, Type::Title, title), place_size = measure(ink, Type::Caption, place);
    const double tag_height = small ? 4 : tag.empty() ? 0 : ink.line(Type::Caption) + 8;
    const double tag_top = small ? 0 : place_size.height + 4;
    if (small && !tag.empty()) place.clear();  // it stands in its place: the panel keeps its height
    Block block{.id = "phase", .corner = Corner::TopRight, .importance = 95};
    block.size = {width, title_size.height + place_size.height + tag_height};
    block.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::Title, ink.colours().text, title);
        double y = box.y + title_size.height;
        draw(ink, box.x, y, Type::Caption, ink.colours().secondary, place);
        if (!tag.empty()) draw_tag(ink, box.x, y + tag_top, tag, ink.colours().caution);
    };
    blocks.push_back(std::move(block));
}

void add_explanation(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.phase || tiny(ink.canvas())) return;
    if (!moment.phase->formula.empty()) {
        const auto lines = typeset_lines(ink, parse_formula(moment.phase->formula), MathSize::Display, width);
        Block block{.id = "formula", .corner = Corner::TopRight, .importance = 85};
        for (auto& line : lines) {
            block.size.height += line.height() + (&line == &lines.front() ? 0 : 6);
            block.size.width = std::max(block.size.width, line.width);
        }
        const bool fits = block.size.width <= width;
        block.size.width = std::max(block.size.width, width);
        block.draw = [=](const Ink& ink, const Box& box) {
            double y = box.y;
            for (auto& line : lines) {
                draw(ink, box.x, y + line.ascent, line, ink.colours().text);
                y += line.height() + 6;
            }
        };
        if (fits) blocks.push_back(std::move(block));
    }
    if (moment.phase->sentence.empty() || compact(ink.canvas())) return;
    const auto lines = wrapped(ink, Type::Body, moment.phase->sentence, width, 5);
    Block block{.id = "sentence", .corner = Corner::TopRight, .importance = 70};
    block.size = {width, measure(ink, Type::Body, lines).height};
    block.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::Body, ink.colours().text, lines);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
