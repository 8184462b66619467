#include "views/overlay/typeset.h"

#include <algorithm>

namespace orthoscope {
namespace {

using Part = FormulaNode::Kind;

double em(MathSize size) { return size == MathSize::Display ? 18 : size == MathSize::Inline ? 13 : 10; }

MathSize smaller(MathSize size) { return size == MathSize::Display ? MathSize::Inline : MathSize::Script; }

Type upright(MathSize size) {
    return size == MathSize::Display ? Type::Formula : size == MathSize::Inline ? Type::Body : Type::Small;
}

Type italic(MathSize size) {
    return size == MathSize::Display ? Type::FormulaItalic
           : size == MathSize::Inline ? Type::Italic
                                      : Type::SmallItalic;
}

void append(MathBox& box, const MathBox& piece, double x, double baseline) {
    for (auto run : piece.runs) {
        run.x += x;
        run.baseline += baseline;
        box.runs.push_back(std::move(run));
    }
    for (auto rule : piece.rules) box.rules.push_back({rule.x + x, rule.y + baseline, rule.width});
    box.width = std::max(box.width, x + piece.width);
    box.ascent = std::max(box.ascent, piece.ascent - baseline);
    box.descent = std::max(box.descent, piece.descent + baseline);
}

MathBox glyphs(const Ink& ink, Type type, const std::string& text, MathSize size) {
    MathBox box;
    box.width = ink.width(type, text);
    box.ascent = 0.76 * em(size);
    box.descent = 0.22 * em(size);
    box.runs.push_back({type, text, 0, 0});
    return box;
}

MathBox fraction(const Ink& ink, const FormulaNode& node, MathSize size) {
    const MathBox over = typeset(ink, node.parts[0], smaller(size)), under = typeset(ink, node.parts[1], smaller(size));
    const double axis = -0.28 * em(size), gap = 0.14 * em(size), side = 0.08 * em(size);
    MathBox box;
    const double width = std::max(over.width, under.width) + 2 * side;
    append(box, over, (width - over.width) / 2, axis - gap - over.descent);
    append(box, under, (width - under.width) / 2, axis + gap + under.ascent);
    box.rules.push_back({0, axis, width});
    box.width = width;
    return box;
}

MathBox root(const Ink& ink, const FormulaNode& node, MathSize size) {
    const MathBox inside = typeset(ink, node.parts[0], size);
    MathBox box = glyphs(ink, upright(size), "√", size);
    const double start = box.width;
    append(box, inside, start, 0);
    box.rules.push_back({start - 0.04 * em(size), -inside.ascent - 0.06 * em(size), inside.width + 0.08 * em(size)});
    box.ascent = std::max(box.ascent, inside.ascent + 0.12 * em(size));
    return box;
}

MathBox overlined(const Ink& ink, const FormulaNode& node, MathSize size) {
    MathBox box = typeset(ink, node.parts[0], size);
    const double top = -box.ascent - 0.02 * em(size);
    if (node.kind == Part::Bar) {
        box.rules.push_back({0.05 * em(size), top, box.width - 0.1 * em(size)});
    } else {
        const double width = ink.width(upright(size), "ˆ");
        box.runs.push_back({upright(size), "ˆ", (box.width - width) / 2 + 0.06 * em(size), -0.12 * em(size)});
    }
    box.ascent += 0.14 * em(size);
    return box;
}

MathBox nucleus(const Ink& ink, const FormulaNode& node, MathSize size) {
    switch (node.kind) {
        case Part::Variable: return glyphs(ink, italic(size), node.text, size);
        case Part::Bold: return glyphs(ink, Type::Bold, node.text, size);
        case Part::Group: return typeset(ink, node.parts[0], size);
        case Part::Fraction: return fraction(ink, node, size);
        case Part::Root: return root(ink, node, size);
        case Part::Bar:
        case Part::Hat: return overlined(ink, node, size);
        case Part::Space: {
            MathBox box;
            box.width = std::stod("0" + node.text) / 1000 * em(size);
            return box;
        }
        default: return glyphs(ink, upright(size), node.text, size);
    }
}

MathBox with_scripts(const Ink& ink, const FormulaNode& node, MathSize size) {
    MathBox box = nucleus(ink, node, size);
    if (node.lower.empty() && node.raised.empty()) return box;
    const double start = box.width + 0.03 * em(size);
    // A slanted letter leans away from its subscript and into its superscript.
    const double lean = node.kind == Part::Variable ? 0.05 * em(size) : 0;
    if (!node.lower.empty()) append(box, typeset(ink, node.lower, smaller(size)), start, 0.2 * em(size));
    if (!node.raised.empty()) append(box, typeset(ink, node.raised, smaller(size)), start + lean, -0.4 * em(size));
    return box;
}

bool is_name(const FormulaNode& node) {  // det, arg min: a word, not a digit or a bracket
    return node.kind == Part::Upright && node.text.size() > 1 && std::isalpha(static_cast<unsigned char>(node.text[0]));
}

bool opens(const FormulaNode& node) {
    return node.text == "(" || node.text == "[" || node.text == "⟨" || node.text == ",";
}

// Space between two neighbours, in ems.
double between(const FormulaNode* before, const FormulaNode& node, const FormulaNode* before_that) {
    if (!before) return 0;
    const bool unary = node.kind == Part::Operator && (before->kind == Part::Relation || opens(*before));
    if (before->kind == Part::Operator) {
        const bool sign = !before_that || before_that->kind == Part::Relation || opens(*before_that);
        return sign ? 0 : 0.2;
    }
    if (node.kind == Part::Relation || before->kind == Part::Relation) return 0.3;
    if (node.kind == Part::Operator) return unary ? 0 : 0.2;
    if (before->text == ",") return 0.25;
    if (before->kind == Part::Large) return 0.14;
    const bool bracket = node.kind == Part::Upright && node.text.size() == 1 &&
                         !std::isalnum(static_cast<unsigned char>(node.text[0]));
    if (is_name(*before) && !bracket) return 0.2;
    if (is_name(node) && !opens(*before)) return 0.2;
    if (!before->raised.empty() && node.kind == Part::Variable) return 0.12;
    const bool letters = before->kind == Part::Variable && node.kind == Part::Variable;
    return letters ? 0.08 : 0;
}

bool breaks_before(const FormulaNode& node, Part kind) { return node.kind == kind; }

// Nodes first..last-1 packed into lines at places of the given kind.
std::vector<Formula> split(const Formula& formula, Part kind) {
    std::vector<Formula> pieces(1);
    int depth = 0;
    for (auto& node : formula) {
        if (node.text == "(" || node.text == "[") ++depth;
        if (node.text == ")" || node.text == "]") --depth;
        if (depth == 0 && breaks_before(node, kind) && !pieces.back().empty()) pieces.emplace_back();
        pieces.back().push_back(node);
    }
    return pieces;
}

}  // namespace

MathBox typeset(const Ink& ink, const Formula& formula, MathSize size) {
    MathBox line;
    const FormulaNode *before = nullptr, *before_that = nullptr;
    for (auto& node : formula) {
        const bool tight = size == MathSize::Script;
        const double space = between(before, node, before_that) * (tight ? 0.4 : 1) * em(size);
        append(line, with_scripts(ink, node, size), line.width + space, 0);
        before_that = before;
        before = &node;
    }
    return line;
}

std::vector<MathBox> typeset_lines(const Ink& ink, const Formula& formula, MathSize size, double width) {
    MathBox whole = typeset(ink, formula, size);
    if (whole.width <= width) return {whole};
    for (const Part kind : {Part::Relation, Part::Operator}) {
        const auto pieces = split(formula, kind);
        if (pieces.size() < 2) continue;
        std::vector<MathBox> lines;
        Formula line;
        for (auto& piece : pieces) {
            Formula longer = line;
            longer.insert(longer.end(), piece.begin(), piece.end());
            if (!line.empty() && typeset(ink, longer, size).width > width) {
                for (auto& box : typeset_lines(ink, line, size, width)) lines.push_back(box);
                longer = piece;
            }
            line = longer;
        }
        if (lines.empty()) continue;
        for (auto& box : typeset_lines(ink, line, size, width)) lines.push_back(box);
        return lines;
    }
    return {whole};
}

void draw(const Ink& ink, double x, double y, const MathBox& box, Colour colour, double alpha) {
    for (auto& run : box.runs)
        ink.text(x + run.x, y + run.baseline - ink.ascent(run.type), run.type, colour, run.text, alpha);
    for (auto& rule : box.rules)
        ink.stroke({x + rule.x, y + rule.y}, {x + rule.x + rule.width, y + rule.y}, colour, 1, alpha);
}

}  // namespace orthoscope
