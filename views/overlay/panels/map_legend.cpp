// What the colours of two matched shapes mean, and how much of the target has an image.
#include <algorithm>
#include <optional>

#include "core/maps/transfer.h"
#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/theme/place_colours.h"

namespace orthoscope {
namespace {

using Painted = MapNotes::Painted;

struct Scale {
    std::string title;
    std::optional<ColourMap> map;  // none: the colours of places, of carried values or of labels
    std::string low, high;
    enum class Bar { Ramp, Places, Values, None } bar = Bar::Ramp;
};

std::string eigenfunction_title(const MapNotes& notes, bool small) {
    std::string text = "eigenfunction " + grouped(notes.eigenfunction) + " of " + grouped(notes.eigenfunctions);
    if (small) return text;
    if (notes.single) return text + ", eigenvalue " + number(notes.source_value, 3);
    text += ", eigenvalues " + number(notes.source_value, 3) + " and " + number(notes.target_value, 3);
    return notes.turned ? text + "; the target's sign as C has it" : text;
}

std::optional<Scale> scale_of(const MapNotes& notes, ColourMap errors, bool small) {
    switch (notes.painted) {
        case Painted::Nothing: return std::nullopt;
        case Painted::Place:
        case Painted::Checker:
        case Painted::Stripes: {
            std::string title = notes.total > 0 ? "same colour: matched places" : "the places of the source, no map yet";
            if (notes.error_unknown) title = "no truth, no error; same colour: matched places";
            return Scale{title, std::nullopt, "", "", Scale::Bar::Places};
        }
        case Painted::Attribute: {
            const auto& a = notes.attribute;
            const bool carried = notes.total > 0 || a.functions > 0;
            std::string title = small || !carried ? a.name : "“" + a.name + "” of the source, carried by ";
            if (carried && !small) title += a.functions > 0 ? "C, " + grouped(a.functions) + " functions" : "the map";
            if (a.name == "texture" && !small) title += "; ten checks a unit";
            if (!a.scalar) return Scale{title, std::nullopt, "", "", Scale::Bar::None};
            return Scale{title, std::nullopt, number(notes.low, 3), number(notes.high, 3), Scale::Bar::Values};
        }
        case Painted::Error:
            return Scale{small ? "distance from the truth, √area" : std::string(notes.geodesic ? "geodesic" : "straight") + " distance from the true image, √area", errors, "0", "≥ " + number(notes.high, 3)};
        case Painted::Eigenfunction:
            return Scale{eigenfunction_title(notes, small), ColourMap::Diverging, number(notes.low, 3), number(notes.high, 3)};
        case Painted::Descriptor:
            return Scale{"descriptor " + grouped(notes.descriptor) + " of " + grouped(notes.descriptors), ColourMap::Cividis,
                         "≤ " + number(notes.low, 3), "≥ " + number(notes.high, 3)};
    }
    return std::nullopt;
}

void draw_places(const Ink& ink, const Box& ramp) {
    constexpr int steps = 64;
    const double step = ramp.width / steps;
    for (int k = 0; k < steps; ++k)
        for (int side = 0; side < 2; ++side)
            ink.fill({ramp.x + k * step, ramp.y + side * ramp.height / 2, k + 1 < steps ? step + 0.4 : step, ramp.height / 2},
                     place_colour((k + 0.5) / steps, side == 0 ? 0.95 : 0.05, 0.6));
}

// The colours of core/maps/transfer.h, as a file has them too.
void draw_values(const Ink& ink, const Box& ramp) {
    constexpr int steps = 64;
    static const Matrix colours = colors_of_values(Vector::LinSpaced(steps, 0, 1));
    const double step = ramp.width / steps;
    for (int k = 0; k < steps; ++k)
        ink.fill({ramp.x + k * step, ramp.y, k + 1 < steps ? step + 0.4 : step, ramp.height}, {colours(k, 0), colours(k, 1), colours(k, 2)});
}

// A swatch and a name each, as many as fit below each other.
void add_labels(Blocks& blocks, const MapNotes& notes, const Ink& ink, double width) {
    const auto& a = notes.attribute;
    if (notes.painted != Painted::Attribute || a.labels.empty() || compact(ink.canvas())) return;
    const Matrix colours = colors_of_labels(a.labels);
    std::vector<std::string> names;
    for (auto& label : a.labels) names.push_back(shortened(ink, Type::Caption, label, width - 16));
    if (a.more_labels > 0) names.push_back("and " + grouped(std::int64_t(a.more_labels)) + " more");
    const double line = ink.line(Type::Caption);
    Block block{.id = "labels", .corner = Corner::BottomLeft, .importance = 79, .gap = 4};
    block.size = {16 + measure(ink, Type::Caption, names).width, line * double(names.size())};
    block.draw = [=](const Ink& ink, const Box& box) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const double y = box.y + line * double(i);
            if (Index(i) < colours.rows())
                ink.fill({box.x, y + 3, 10, line - 6}, {colours(Index(i), 0), colours(Index(i), 1), colours(Index(i), 2)}, 1, 2);
            ink.text(box.x + 16, y, Type::Caption, ink.colours().secondary, names[i]);
        }
    };
    blocks.push_back(std::move(block));
}

void add_scale(Blocks& blocks, const MapNotes& notes, const Ink& ink, double width) {
    const bool small = compact(ink.canvas());
    const auto scale = scale_of(notes, ink.colours().errors, small);
    if (!scale) return;
    const auto title = wrapped(ink, Type::Caption, scale->title, width, small ? 1 : 2);
    const bool ends = !scale->low.empty();
    const double bar = std::min(176.0, width), line = ink.line(Type::Caption);
    const Extent text = measure(ink, Type::Caption, title);
    Block block{.id = "map colours", .corner = Corner::BottomLeft, .importance = 80};
    // On a small picture the ends stand beside the bar.
    const double before = small && ends ? ink.width(Type::Caption, scale->low) + 6 : 0,
                 after = small && ends ? ink.width(Type::Caption, scale->high) + 6 : 0;
    const bool none = scale->bar == Scale::Bar::None;
    if (none) block.size = {text.width, text.height};
    else block.size = {std::max(before + bar + after, text.width), text.height + 14 + (ends && !small ? line : 0)};
    block.draw = [=, scale = *scale](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        draw(ink, box.x, box.y, Type::Caption, p.secondary, title);
        if (none) return;
        const Box ramp{box.x + before, box.y + text.height + 3, bar, 8};
        if (scale.map) ink.ramp(ramp, *scale.map);
        else if (scale.bar == Scale::Bar::Values) draw_values(ink, ramp);
        else draw_places(ink, ramp);
        ink.frame(ramp, p.hairline);
        if (!ends) return;
        if (small) {
            const double y = ramp.y + ramp.height / 2 - line / 2;
            ink.text(box.x, y, Type::Caption, p.secondary, scale.low);
            return ink.text(ramp.right() + 6, y, Type::Caption, p.secondary, scale.high);
        }
        ink.text(ramp.x, ramp.bottom() + 2, Type::Caption, p.secondary, scale.low);
        ink.text_right(ramp.right(), ramp.bottom() + 2, Type::Caption, p.secondary, scale.high);
    };
    blocks.push_back(std::move(block));
}

void draw_hatch(const Ink& ink, const Box& box) {
    const auto& p = ink.colours();
    ink.fill(box, p.neutral);
    for (double x = 0; x + 4 <= box.width; x += 5)
        ink.stroke({box.x + x, box.bottom() - 1}, {box.x + x + 4, box.y + 1}, p.ground_top, 1.5);
    ink.frame(box, p.secondary);
}

void add_coverage(Blocks& blocks, const MapNotes& notes, const Ink& ink, double width) {
    if (notes.total == 0) return;
    const bool all = notes.covered == notes.total;
    const double share = double(notes.covered) / double(notes.total);
    std::vector<std::string> lines{all ? "every target vertex has an image"
                                       : grouped(notes.covered) + " of " + grouped(notes.total) + " target vertices have an image, " +
                                             percent(share)};
    if (!all && compact(ink.canvas())) lines = {percent(share) + " of the target has an image"};
    const double indent = all ? 0 : 22;
    lines = wrapped(ink, Type::Caption, lines.front(), width - indent, 2);
    if (notes.lines > 0 && !compact(ink.canvas())) {
        std::string text = "lines: " + grouped(std::int64_t(notes.lines)) + " vertices and their images";
        if (!notes.errors.empty()) text += ", red: far from the truth";
        for (auto& line : wrapped(ink, Type::Caption, text, width - indent, 2)) lines.push_back(line);
    }
    Block block{.id = "coverage", .corner = Corner::BottomLeft, .importance = 86, .gap = 6};
    const Extent text = measure(ink, Type::Caption, lines);
    block.size = {indent + text.width, text.height};
    block.draw = [=](const Ink& ink, const Box& box) {
        if (!all) draw_hatch(ink, {box.x, box.y + 2, 16, ink.line(Type::Caption) - 4});
        draw(ink, box.x + indent, box.y, Type::Caption, ink.colours().secondary, lines);
    };
    blocks.push_back(std::move(block));
}

// What is left of both shapes and of the map where the basis is cut off.
void add_cut_off(Blocks& blocks, const MapNotes& notes, const Ink& ink, double width) {
    if (notes.cut_off == 0) return;
    const bool small = compact(ink.canvas());
    const std::string of = grouped(notes.cut_off) + " of " + grouped(notes.cut_of) + " functions";
    const std::string block = grouped(notes.cut_block) + " × " + grouped(notes.cut_block);
    std::string shapes = notes.single ? "shape: its first " + of : "shapes: their first " + of, map;
    if (small) shapes = "first " + of;
    if (notes.cut_block > 0)
        map = small ? "map: C's first " + block : "map: nearest points by the leading " + block + " of C";
    else if (notes.total > 0)
        map = "map: the run's own";
    if (notes.cut_waits) map += map.empty() ? "its map is being found" : "; the next is being found";
    std::vector<std::string> lines;
    for (auto& text : {shapes, map})
        for (auto& line : wrapped(ink, Type::Caption, text, width, 2))
            if (!text.empty()) lines.push_back(line);
    Block shown{.id = "cut-off", .corner = Corner::BottomLeft, .importance = 84, .gap = 6};
    const Extent text = measure(ink, Type::Caption, lines);
    shown.size = {text.width, text.height};
    shown.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::Caption, ink.colours().text, lines);
    };
    blocks.push_back(std::move(shown));
}

}  // namespace

void add_map_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.map) return;
    add_coverage(blocks, *moment.notes.map, ink, width);
    add_labels(blocks, *moment.notes.map, ink, width);
    add_scale(blocks, *moment.notes.map, ink, width);
    add_cut_off(blocks, *moment.notes.map, ink, width);
}

}  // namespace orthoscope
