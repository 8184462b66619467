// What is shown: the sets by name and glyph, their sizes, and the projection.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/spectrum_view.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double glyph_width = 16, arrow_width = 26;

std::string size_of(const Dataset& set) {
    return grouped(set.rows()) + " × " + grouped(set.columns());
}

std::string sizes_text(const std::vector<DatasetPtr>& sets) {
    const std::string first = size_of(*sets[0]);
    const std::string kind(name_of(sets[0]->kind()));
    if (sets.size() == 1) return kind + ", " + first;
    const bool alike = std::all_of(sets.begin(), sets.end(), [&](auto& set) {
        return set->kind() == sets[0]->kind() && size_of(*set) == first;
    });
    if (alike) return (kind == "mesh" ? std::string("meshes") : kind == "matrix" ? std::string("matrices") : kind + "s") + ", " + first + " each";
    std::string text;
    for (auto& set : sets) text += (text.empty() ? "" : ", ") + std::string(name_of(set->kind())) + " " + size_of(*set);
    return text;
}

void draw_arrow(const Ink& ink, double x, double y) {
    const Colour colour = ink.colours().secondary;
    ink.stroke({x, y}, {x + 12, y}, colour, 1.25);
    ink.path({{x + 8, y - 4}, {x + 12, y}, {x + 8, y + 4}}, colour, 1.25);
}

}  // namespace

Colour colour_of_set(const Palette& colours, std::size_t set) {
    if (set == 0) return colours.source;
    if (set == 1) return colours.target_bright;
    return colours.further[(set - 2) % colours.further.size()];
}

void draw_set_glyph(const Ink& ink, Ink::Point centre, std::size_t set, double radius) {
    const Colour colour = colour_of_set(ink.colours(), set);
    if (set == 0) {
        ink.disc(centre, radius, colour);
    } else if (set == 1) {
        ink.ring(centre, radius - 0.25, colour, 2);
    } else {
        ink.fill({centre.first - radius + 0.5, centre.second - radius + 0.5, 2 * radius - 1, 2 * radius - 1}, colour);
    }
}

namespace {

void add_titles(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    // Of the matrices of a spectrum the one in front is named.
    const auto spectrum = spectrum_shown(moment);
    const std::size_t first = spectrum && std::size_t(spectrum->layer) < moment.exhibit.sets.size() ? std::size_t(spectrum->layer) : 0;
    const auto& all = moment.exhibit.sets;
    const std::vector<DatasetPtr> sets = spectrum ? std::vector<DatasetPtr>{all[first]} : all;
    const std::size_t shown = std::min<std::size_t>(sets.size(), moment.group ? 8 : 4);
    double one_line = 0;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < shown; ++i) {
        names.push_back(shortened(ink, Type::Bold, moment.exhibit.name(first + i), width - glyph_width));
        one_line += glyph_width + ink.width(Type::Bold, names[i]) + (i ? arrow_width : 0);
    }
    const bool group = moment.group != nullptr;
    const bool row = shown <= 2 && one_line <= width && !group;
    const double line = ink.line(Type::Bold) + 2;
    Block block{.id = "names", .corner = Corner::TopLeft, .importance = 90};
    const std::string which = spectrum && spectrum->layers > 1 ? "matrix " + grouped(spectrum->layer + 1) + " of " + grouped(spectrum->layers) + ": " : "";
    const auto sizes = wrapped(ink, Type::Caption, which + sizes_text(sets), width, 2);
    const double names_height = row ? line : line * double(shown);
    double widest = row ? one_line : 0;
    for (auto& name : names) widest = std::max(widest, glyph_width + ink.width(Type::Bold, name));
    const auto captions = measure(ink, Type::Caption, sizes);
    block.size = {std::max(widest, captions.width), names_height + captions.height};
    block.draw = [=](const Ink& ink, const Box& box) {
        double x = box.x, y = box.y;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const double middle = y + ink.line(Type::Bold) / 2 + 0.5;
            if (row && i > 0) {
                draw_arrow(ink, x + 6, middle);
                x += arrow_width;
            }
            if (group)
                ink.disc({x + 5, middle}, 4.5, colour_of_set(ink.colours(), i));
            else
                draw_set_glyph(ink, {x + 5, middle}, i);
            ink.text(x + glyph_width, y, Type::Bold, ink.colours().text, names[i]);
            if (row) {
                x += glyph_width + ink.width(Type::Bold, names[i]);
            } else {
                y += line;
            }
        }
        draw(ink, box.x, box.y + names_height, Type::Caption, ink.colours().secondary, sizes);
    };
    blocks.push_back(std::move(block));
}

void add_projection(Blocks& blocks, const Moment& moment, const Ink& ink, double width, std::size_t most) {
    if (moment.notes.projection.empty()) return;
    const auto lines = wrapped(ink, Type::Caption, moment.notes.projection, width, most);
    Block caption{.id = "projection", .corner = Corner::TopLeft, .importance = 40, .gap = 0};
    caption.size = measure(ink, Type::Caption, lines);
    caption.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::Caption, ink.colours().secondary, lines);
    };
    blocks.push_back(std::move(caption));
}

}  // namespace

void add_names(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto& sets = moment.exhibit.sets;
    if (sets.empty()) return;
    if (!compact(ink.canvas())) {
        add_titles(blocks, moment, ink, width);
        add_projection(blocks, moment, ink, width, 3);
    } else if (std::any_of(sets.begin(), sets.end(), [](auto& set) { return set->columns() > 3; })) {
        add_projection(blocks, moment, ink, width, 1);
    }
}

}  // namespace orthoscope
