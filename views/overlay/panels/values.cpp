// The symbols of the formula with what they mean and what they are worth now, and the metrics of the frame.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"
#include "views/overlay/typeset.h"

namespace orthoscope {
namespace {

struct Row {
    MathBox symbol;
    std::vector<std::string> meaning;
    std::string value;
    bool value_below = false;
    double height = 0;
};

constexpr double column_gap = 10;

Row row_of(const Ink& ink, const std::string& symbol, const std::string& meaning, const Moment& moment,
           double symbols, double width) {
    Row row;
    row.symbol = typeset(ink, parse_formula(symbol), MathSize::Inline);
    row.value = value_of(symbol, moment);
    const double room = width - symbols - column_gap, value = ink.width(Type::Body, row.value);
    row.value_below = value > 0.5 * room;
    const double beside = row.value.empty() || row.value_below ? room : room - value - column_gap;
    row.meaning = wrapped(ink, Type::Caption, prose(meaning), beside, 2);
    row.height = std::max(ink.line(Type::Body), 2 + ink.line(Type::Caption) * double(row.meaning.size())) +
                 (row.value_below ? ink.line(Type::Body) - 2 : 0);
    return row;
}

void draw_row(const Ink& ink, const Row& row, const Box& box, double symbols) {
    const auto& p = ink.colours();
    const double baseline = box.y + ink.ascent(Type::Body);
    draw(ink, box.x, baseline, row.symbol, p.text);
    const double caption_top = baseline - ink.ascent(Type::Caption);
    draw(ink, box.x + symbols + column_gap, caption_top, Type::Caption, p.secondary, row.meaning);
    const double value_top = row.value_below ? box.y + row.height - ink.line(Type::Body) : box.y;
    ink.text_right(box.right(), value_top, Type::Body, p.text, row.value);
}

struct Reading {
    std::string name, value;
};

std::vector<Reading> readings(const Moment& moment) {
    std::vector<Reading> found;
    if (moment.between) {  // what a step found says little on the way to the next; the fit does
        for (std::size_t i = moment.shown_index + 1; i-- > 0 && found.empty();)
            for (auto& [name, value] : moment.exhibit.frames[i]->metrics)
                if (name == "rmse") found.push_back({name, number(value)});
        return found;
    }
    for (auto& [name, value] : moment.shown->metrics) {
        if (name == "of" && !found.empty()) {  // a count and its whole read as one
            found.back().value += " of " + number(value);
            continue;
        }
        if (found.size() == 4) break;
        std::string words = name;
        std::replace(words.begin(), words.end(), '_', ' ');
        found.push_back({words, number(value)});
    }
    return found;
}

// One number in the corner that captions leave free.
void add_first_reading(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto found = readings(moment);
    if (found.empty()) return;
    const std::string value = found.front().value;
    const double room = std::max(width - 8 - ink.width(Type::Bold, value), 24.0);
    const std::string name = shortened(ink, Type::Body, found.front().name, room);
    Block block{.id = "metrics", .corner = Corner::BottomRight, .importance = 66};
    block.size = {ink.width(Type::Body, name) + 8 + ink.width(Type::Bold, value), ink.line(Type::Bold)};
    block.draw = [=](const Ink& ink, const Box& box) {
        ink.text(box.x, box.y + ink.ascent(Type::Bold) - ink.ascent(Type::Body), Type::Body, ink.colours().secondary,
                 name);
        ink.text_right(box.right(), box.y, Type::Bold, ink.colours().text, value);
    };
    blocks.push_back(std::move(block));
}

void add_readings(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto found = readings(moment);
    if (found.empty()) return;
    const double line = ink.line(Type::Body);
    Block block{.id = "metrics", .corner = Corner::TopRight, .importance = 66};
    block.size = {width, line * double(found.size()) + 8};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.stroke({box.x, box.y}, {box.right(), box.y}, p.hairline, ink.hair());
        double y = box.y + 8;
        for (auto& reading : found) {
            ink.text(box.x, y, Type::Body, p.secondary, reading.name);
            ink.text_right(box.right(), y, Type::Body, p.text, reading.value);
            y += line;
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace

void add_values(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.phase || !moment.shown) return;
    if (compact(ink.canvas())) return add_first_reading(blocks, moment, ink, width);
    const auto& list = moment.phase->symbols;
    if (!list.empty()) {
        double symbols = 0;
        for (auto& [symbol, meaning] : list)
            symbols = std::max(symbols, typeset(ink, parse_formula(symbol), MathSize::Inline).width);
        symbols = std::min(symbols, 0.4 * width);
        std::vector<Row> rows;
        Block block{.id = "values", .corner = Corner::TopRight, .importance = 60};
        block.size.width = width;
        for (auto& [symbol, meaning] : list) {
            rows.push_back(row_of(ink, symbol, meaning, moment, symbols, width));
            block.size.height += rows.back().height + (rows.size() > 1 ? 2 : 0);
        }
        block.draw = [=](const Ink& ink, const Box& box) {
            double y = box.y;
            for (auto& row : rows) {
                draw_row(ink, row, {box.x, y, box.width, row.height}, symbols);
                y += row.height + 2;
            }
        };
        blocks.push_back(std::move(block));
    }
    add_readings(blocks, moment, ink, width);
}

}  // namespace orthoscope
