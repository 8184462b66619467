// The rows that fit worst, and the hubs: lists of rows that can be clicked.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_rows = 5;
constexpr double gutter = 16;

struct List {
    std::string prefix, title;
    std::vector<std::string> names, values;
    std::vector<bool> selected;
    double x = 0, width = 0;
};

List list_of(const Ink& ink, const std::vector<SceneNotes::Listed>& rows, const Moment& moment, double x,
             double width) {
    List list;
    list.x = x, list.width = width;
    for (std::size_t k = 0; k < std::min(rows.size(), most_rows); ++k) {
        list.values.push_back(number(rows[k].value, 3));
        const double room = width - ink.width(Type::Caption, list.values.back()) - 14;
        list.names.push_back(shortened(ink, Type::Caption, rows[k].label, std::max(room, 24.0)));
        list.selected.push_back(moment.look.selected && *moment.look.selected == rows[k].row);
    }
    return list;
}

void draw_list(const Ink& ink, const List& list, const Box& box) {
    const auto& p = ink.colours();
    const double line = ink.line(Type::Caption) + 2;
    ink.text(box.x + list.x, box.y, Type::Caption, p.secondary, list.title);
    double y = box.y + line + 1;
    for (std::size_t k = 0; k < list.names.size(); ++k) {
        const Box row{box.x + list.x - 3, y - 1, list.width + 6, line};
        ink.fill(row, p.panel, 0.5, 2);
        if (list.selected[k]) ink.frame(row, p.selection, 1, 2);
        ink.text(box.x + list.x, y, Type::Caption, p.text, list.names[k]);
        ink.text_right(box.x + list.x + list.width, y, Type::Caption, p.text, list.values[k]);
        y += line;
    }
}

}  // namespace

void add_row_lists(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto &worst = moment.notes.worst, &hubs = moment.notes.hubs;
    if (worst.empty() && hubs.empty()) return;
    const bool both = !worst.empty() && !hubs.empty();
    const double room = width - 6, first = both ? 0.58 * (room - gutter) : room;
    std::vector<List> lists;
    if (!worst.empty()) {
        lists.push_back(list_of(ink, worst, moment, 3, first));
        lists.back().prefix = "worst-";
        lists.back().title = shortened(ink, Type::Caption, "farthest rows, data units", first);
    }
    if (!hubs.empty()) {
        const double x = both ? first + gutter : 0;
        lists.push_back(list_of(ink, hubs, moment, 3 + x, room - x));
        lists.back().prefix = "hub-";
        lists.back().title = shortened(ink, Type::Caption, "hubs: chosen by", room - x);
    }
    const double line = ink.line(Type::Caption) + 2;
    Block block{.id = "rows", .corner = Corner::TopRight, .importance = 65, .gap = 14};
    std::size_t longest = 0;
    for (auto& list : lists) {
        longest = std::max(longest, list.names.size());
        for (std::size_t k = 0; k < list.names.size(); ++k)
            block.parts.push_back({list.prefix + std::to_string(k),
                                   {list.x - 3, line + double(k) * line, list.width + 6, line}});
    }
    block.size = {width, line * double(1 + longest) + 2};
    block.draw = [=](const Ink& ink, const Box& box) {
        for (auto& list : lists) draw_list(ink, list, box);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
