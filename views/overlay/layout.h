// Layout: the one place that decides which panels show and where. Four stacks grow from the corners; what does not
// fit folds, the least important first.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "views/overlay/box.h"
#include "views/overlay/ink.h"

namespace orthoscope {

enum class Corner { TopLeft, TopRight, BottomLeft, BottomRight, Centre };

struct Block {
    std::string id;         // "verdict", "phase", "formula", ...
    Corner corner = Corner::TopLeft;
    int importance = 0;     // the lowest folds first
    Extent size{};
    std::function<void(const Ink&, const Box&)> draw{};
    double gap = 12;        // to the block before it in the same corner
    Box box{};                // where arrange() put it
    std::vector<std::pair<std::string, Box>> parts{};  // what can be clicked in it, relative to the box
};

struct Columns {
    double margin = 16, left = 0, right = 0;  // widths that blocks of the two sides may use
};
// A quarter to a third of the picture each, never more than reads well.
Columns columns(Extent canvas);

// Too little room for explanations beside the data: only names, verdict, phase, formula and one number show.
bool compact(Extent canvas);
// So little that even the formula would stand on the data.
bool tiny(Extent canvas);
// The part of the canvas that no box reaches into in which a scene half as wide again as tall is seen largest.
Box free_box(const std::vector<Box>& taken, Extent canvas);

// Keeps the blocks that fit, in their order, with their boxes; no two overlap and all lie inside the canvas. Blocks
// stack from their corner in the order given (at the bottom the first one lies lowest).
std::vector<Block> arrange(std::vector<Block> blocks, Extent canvas);

}  // namespace orthoscope
