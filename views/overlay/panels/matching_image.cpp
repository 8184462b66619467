// The matching, or a soft plan, as a sparse image: rows of the source downwards, rows of the target to the
// right.
#include <algorithm>
#include <cmath>
#include <map>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/sparse_image.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double side = 128;

void draw_image(const Ink& ink, const SparseImage& image, double x, double y, double cell, double opacity) {
    const auto& p = ink.colours();
    const Box whole{x, y, cell * double(image.columns), cell * double(image.rows)};
    ink.fill(whole, p.panel, 0.6 * opacity);
    for (auto& dot : image.dots) {
        const double wrong = image.truth ? 1 - dot.right : 0;
        const Box box{x + cell * double(dot.column), y + cell * double(dot.row), cell, cell};
        if (dot.mass > 0)
            ink.fill(box, mix(image.truth ? p.neutral : p.text, p.bad, wrong),
                     opacity * (0.35 + 0.65 * std::sqrt(dot.mass)));
        else if (cell >= 4)
            ink.frame(box, p.secondary, 0.6 * opacity);
        else
            ink.fill(box, p.secondary, 0.3 * opacity);
    }
    ink.frame(whole, p.hairline);
}

struct Line {
    Type type = Type::Caption;
    std::string text;
    int mark = 0;  // 1 right, 2 wrong, 3 a truth that is missed
};

std::vector<Line> lines_of(const SparseImage& image, const Ink& ink, double width) {
    std::vector<Line> lines{{Type::Body, image.soft ? "plan" : "matching", 0}};
    const auto add = [&](const std::string& text, int mark = 0) {
        for (auto& line : wrapped(ink, Type::Caption, text, width - (mark ? 14 : 0), 2)) {
            lines.push_back({Type::Caption, line, mark});
            mark = mark ? -1 : 0;
        }
    };
    add(grouped(image.source_rows) + " × " + grouped(image.target_rows) + " rows");
    if (image.block > 1) add("a dot is " + grouped(image.block) + " × " + grouped(image.block) + " rows");
    if (image.truth && image.soft) {
        add(percent(image.right_share) + " of the mass right", 1);
        add("the rest wrong", 2);
    } else if (image.truth) {
        add(grouped(image.right) + " right", 1);
        add(grouped(image.matched - image.right) + " wrong", 2);
    } else if (!image.soft) {
        add(grouped(image.matched) + " have a partner");
    } else {
        add(grouped(image.matched) + " entries");
    }
    if (image.missed > 0) add("a true partner not taken", 3);
    return lines;
}

void draw_mark(const Ink& ink, double x, double y, int mark) {
    const auto& p = ink.colours();
    if (mark == 1) ink.fill({x, y - 3.5, 7, 7}, p.neutral);
    if (mark == 2) ink.fill({x, y - 3.5, 7, 7}, p.bad);
    if (mark == 3) ink.frame({x, y - 3.5, 7, 7}, p.secondary, 0.8);
}

}  // namespace

void add_matching_image(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const Pairs* pairs = moment.exhibit.pairs.get();
    const AlignmentState* state = moment.values;
    const auto known = [](const AlignmentState* s) { return s && (s->matching || s->coupling); };
    const double opacity = known(state) ? 1 : moment.weight;
    if (!known(state)) state = moment.coming;
    if (!pairs || !known(state) || !(opacity > 0)) return;
    const SparseImage image = sparse_image(*state, *pairs);
    if (image.rows == 0 || image.columns == 0) return;
    // Whole device pixels, so that dots are equal.
    const double most = side / double(std::max(image.rows, image.columns));
    const double cell =
        most > ink.hair() ? std::max(ink.hair(), std::floor(most / ink.hair()) * ink.hair()) : most;
    const double wide = cell * double(image.columns), high = cell * double(image.rows);
    const double x = wide + 12;
    const auto lines = lines_of(image, ink, width - x);
    double text = 0;
    for (auto& line : lines) text += ink.line(line.type);
    Block block{.id = "matching", .corner = Corner::TopRight, .importance = 63, .gap = 16};
    block.size = {width, std::max(high, text)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        draw_image(ink, image, ink.snap(box.x), ink.snap(box.y), cell, opacity);
        double y = box.y;
        for (auto& line : lines) {
            draw_mark(ink, box.x + x, y + ink.line(line.type) / 2, line.mark);
            ink.text(box.x + x + (line.mark ? 14 : 0), y, line.type,
                     line.type == Type::Body ? p.text : p.secondary, line.text);
            y += ink.line(line.type);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
