// Pager: which plots of a board are seen where there is no room for all, and the marks that lead to the others.
#pragma once

#include "views/overlay/layout.h"

namespace orthoscope {

struct Pager {
    std::size_t first = 0;       // that is seen
    std::string text;            // "2 of 6", "1 to 3 of 6"; empty: all are seen
    std::string previous, next;  // ids of what the marks bring to the front
    Box box{};                   // of a board, with its marks at the right end
    bool any() const { return !text.empty(); }
};

constexpr double pager_height = 20;

// `count` of `ids` are seen, from `chosen` on as far as there are so many (not among them: from the first). After the last
// comes the first.
Pager pager_of(const std::vector<std::string>& ids, const std::string& chosen, std::size_t count, const Box& box);

// The marks can be clicked: parts named PREFIX ID, the previous one first.
void add_pager_parts(Block& block, const Pager& pager, const std::string& prefix = "tab-");
void draw_pager(const Ink& ink, const Pager& pager, const Box& board);

}  // namespace orthoscope
