// Typesetting of formulas: from markup to glyph runs on a baseline.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/overlay/formula.h"
#include "views/overlay/ink.h"

namespace orthoscope {

enum class MathSize { Display, Inline, Script };  // 18, 13 and 10 px

struct MathBox {
    struct Run {
        Type type;
        std::string text;
        double x, baseline;  // of its left end; y falls
    };
    struct Rule {
        double x, y, width;
    };
    std::vector<Run> runs;
    std::vector<Rule> rules;  // of fractions, roots and bars
    double width = 0, ascent = 0, descent = 0;
    double height() const { return ascent + descent; }
};

MathBox typeset(const Ink& ink, const Formula& formula, MathSize size);
// Broken before relations, then before operators, where it is wider than `width`; a piece without such a place
// stays too wide.
std::vector<MathBox> typeset_lines(const Ink& ink, const Formula& formula, MathSize size, double width);

// The baseline lies at y.
void draw(const Ink& ink, double x, double y, const MathBox& box, Colour colour, double alpha = 1);

}  // namespace orthoscope
