#include "views/overlay/pager.h"

#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double mark = 24, text_room = 92;  // of a board's

Box next_mark(const Box& box) { return {box.right() - mark, box.y, mark, box.height}; }
Box previous_mark(const Box& box) { return {box.x, box.y, mark, box.height}; }

void draw_mark(const Ink& ink, const Box& box, double way) {
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;
    ink.path({{x - 2.5 * way, y - 5}, {x + 2.5 * way, y}, {x - 2.5 * way, y + 5}}, ink.colours().text, 1.6);
}

}  // namespace

Pager pager_of(const std::vector<std::string>& ids, const std::string& chosen, std::size_t count, const Box& box) {
    const std::size_t all = ids.size();
    if (count == 0 || count >= all) return {};
    const auto place = std::find(ids.begin(), ids.end(), chosen);
    const std::size_t first = place == ids.end() ? 0 : std::min(std::size_t(place - ids.begin()), all - count);
    const auto name = [](std::size_t at) { return grouped(std::int64_t(at + 1)); };
    const std::string seen = count == 1 ? name(first) : name(first) + " to " + name(first + count - 1);
    const double width = std::min(box.width, 2 * mark + text_room);
    return {first, seen + " of " + grouped(std::int64_t(all)), ids[first >= count ? first - count : first > 0 ? 0 : all - count],
            ids[first + count < all ? first + count : 0], {box.right() - width, box.y, width, box.height}};
}

void add_pager_parts(Block& block, const Pager& pager, const std::string& prefix) {
    if (!pager.any()) return;
    block.parts.emplace_back(prefix + pager.previous, previous_mark(pager.box));
    block.parts.emplace_back(prefix + pager.next, next_mark(pager.box));
}

void draw_pager(const Ink& ink, const Pager& pager, const Box& board) {
    if (!pager.any()) return;
    const Box box{board.x + pager.box.x, board.y + pager.box.y, pager.box.width, pager.box.height};
    draw_mark(ink, previous_mark(box), -1);
    draw_mark(ink, next_mark(box), 1);
    const double middle = (previous_mark(box).right() + next_mark(box).x) / 2, room = next_mark(box).x - previous_mark(box).right();
    const std::string text = shortened(ink, Type::Caption, pager.text, room);
    ink.text(middle - ink.width(Type::Caption, text) / 2, box.y + (box.height - ink.line(Type::Caption)) / 2, Type::Caption,
             ink.colours().secondary, text);
}

}  // namespace orthoscope
