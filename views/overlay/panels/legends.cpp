// Legends at the bottom left: which set moves, what residual colours mean, how many lines are drawn.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/residuals.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

// Matrices of a spectrum neither move nor stay.
bool each_by_itself(const Moment& moment) {
    return moment.exhibit.method && moment.exhibit.method->family == MethodFamily::Spectrum;
}

void add_set_legend(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const std::size_t sets = moment.exhibit.sets.size();
    if (sets < 2 || moment.shape || each_by_itself(moment)) return;  // shapes are named where they stand
    const bool group = moment.group != nullptr;
    const std::string roles[] = {group ? "all move" : "moves", group ? "their mean" : "stays"};
    const std::size_t discs = group ? std::min<std::size_t>(sets, 8) : 1;
    double width = 11.0 * double(discs - 1);
    for (auto& role : roles) width += 16 + ink.width(Type::Body, role) + 20;
    Block block{.id = "sets", .corner = Corner::BottomLeft, .importance = 94};
    block.size = {width - 20, ink.line(Type::Body)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const double middle = box.y + box.height / 2 + 0.5;
        double x = box.x;
        for (std::size_t i = 0; i < discs; ++i) ink.disc({x + 5 + 11 * double(i), middle}, 4.5, colour_of_set(p, i));
        x += 11 * double(discs - 1);
        ink.text(x + 16, box.y, Type::Body, p.text, roles[0]);
        x += 16 + ink.width(Type::Body, roles[0]) + 20;
        ink.ring({x + 5, middle}, 4.25, group ? p.text : p.target_bright, 2);
        ink.text(x + 16, box.y, Type::Body, p.text, roles[1]);
    };
    blocks.push_back(std::move(block));
}

std::string lines_text(const SceneNotes& notes) {
    if (notes.lines == notes.lines_total) return "all " + grouped(std::int64_t(notes.lines)) + " pairs";
    return "pairs: " + grouped(std::int64_t(notes.lines)) + " of " + grouped(std::int64_t(notes.lines_total));
}

// On a small picture the legend is where the sets are named.
// Says whether it took the lines drawn into its row.
bool add_named_legend(Blocks& blocks, const Moment& moment, const Ink& ink) {
    const auto& sets = moment.exhibit.sets;
    const std::size_t shown = std::min<std::size_t>(sets.size(), 4);
    const double gap = 20, room = 0.66 * (ink.canvas().width - 2 * columns(ink.canvas()).margin);
    const double share = (room - gap * double(shown - 1)) / double(shown);
    struct Entry {
        std::string name, role;
        double name_width, width;
    };
    std::vector<Entry> entries;
    Block block{.id = "sets", .corner = Corner::BottomLeft, .importance = 94};
    block.size = {gap * double(shown - 1), ink.line(Type::Bold)};
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string roles[] = {moment.shape ? "source" : "moves", moment.shape ? "target" : "stays"};
        Entry entry{"", sets.size() < 2 || i > 1 || each_by_itself(moment) ? "" : roles[i], 0, 16};
        const double role = entry.role.empty() ? 0 : ink.width(Type::Body, entry.role);
        if (share - role - 22 >= 40 || entry.role.empty())
            entry.name = shortened(ink, Type::Bold, moment.exhibit.name(i), std::max(share - role - 22, 40.0));
        if (!entry.name.empty()) entry.name_width = ink.width(Type::Bold, entry.name) + (role > 0 ? 6 : 0);
        entry.width += entry.name_width + role;
        block.size.width += entry.width;
        entries.push_back(std::move(entry));
    }
    const bool some = moment.notes.lines > 0 && moment.notes.lines < moment.notes.lines_total;
    std::string lines = some ? lines_text(moment.notes) : "";
    if (auto right = moment.notes.lines_right; some && right)
        lines = "right: " + grouped(std::int64_t(*right)) + " of " + grouped(std::int64_t(moment.notes.lines));
    const double lines_width = gap + 22 + ink.width(Type::Caption, lines);
    if (block.size.width + lines_width > room) lines.clear();
    if (!lines.empty()) block.size.width += lines_width;
    block.draw = [=](const Ink& ink, const Box& box) {
        const double baseline = box.y + ink.ascent(Type::Bold);
        double x = box.x;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const Entry& entry = entries[i];
            draw_set_glyph(ink, {x + 5, box.y + box.height / 2 + 0.5}, i);
            ink.text(x + 16, box.y, Type::Bold, ink.colours().text, entry.name);
            ink.text(x + 16 + entry.name_width, baseline - ink.ascent(Type::Body), Type::Body,
                     entry.name.empty() ? ink.colours().text : ink.colours().secondary, entry.role);
            x += entry.width + gap;
        }
        if (lines.empty()) return;
        const double y = box.y + box.height / 2 + 0.5;
        ink.stroke({x, y + 3}, {x + 14, y - 3}, ink.colours().neutral, 1.25);
        ink.text(x + 22, baseline - ink.ascent(Type::Caption), Type::Caption, ink.colours().secondary, lines);
    };
    blocks.push_back(std::move(block));
    return !some || !lines.empty();
}

// What the lines say: by the truth where it is known, else by how far apart their ends are.
void add_line_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto& notes = moment.notes;
    if (notes.lines == 0) return;
    const bool truth = notes.lines_right.has_value(), small = compact(ink.canvas());
    std::vector<std::string> lines{lines_text(notes) + (truth || small ? "" : ", red: far apart")};
    if (truth)
        lines.insert(lines.begin(), "right by the truth: " + grouped(std::int64_t(*notes.lines_right)) + " of " +
                                        grouped(std::int64_t(notes.lines)) + (small ? "" : ", red: wrong"));
    if (truth && small) lines.pop_back();
    for (auto& line : lines) line = shortened(ink, Type::Caption, line, width - 38);
    Block block{.id = "lines", .corner = Corner::BottomLeft, .importance = 45, .gap = 4};
    const Extent text = measure(ink, Type::Caption, lines);
    block.size = {38 + text.width, text.height};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const double y = box.y + ink.line(Type::Caption) / 2 + 0.5;
        ink.stroke({box.x, y + 3}, {box.x + 14, y - 3}, p.neutral, 1.5);
        ink.stroke({box.x + 16, y + 3}, {box.x + 30, y - 3}, p.bad, 1.5);
        draw(ink, box.x + 38, box.y, Type::Caption, p.secondary, lines);
    };
    blocks.push_back(std::move(block));
}

void add_certainty_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto& fits = moment.exhibit.bootstrap;
    if (moment.notes.halos == 0 || !fits) return;
    std::vector<std::string> lines{"certainty: " + grouped(std::int64_t(fits->refits.size())) + " refits of " +
                                   grouped(std::int64_t(moment.notes.halos)) + " points"};
    if (!fits->shuffled.empty()) lines.push_back("grey: " + grouped(std::int64_t(fits->shuffled.size())) + " fits to shuffled pairs");
    if (fits->rows_used < fits->rows)
        lines.push_back("each on " + grouped(fits->rows_used) + " of " + grouped(fits->rows) + " rows");
    for (auto& line : lines) line = shortened(ink, Type::Caption, line, width - 22);
    Block block{.id = "certainty", .corner = Corner::BottomLeft, .importance = 79};
    const Extent text = measure(ink, Type::Caption, lines);
    block.size = {22 + text.width, text.height};
    const bool shuffled = !fits->shuffled.empty();
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        const double line = ink.line(Type::Caption), y = box.y + line / 2;
        for (auto [dx, dy] : {std::pair{2.0, 1.0}, {6.0, -3.0}, {7.0, 3.0}, {11.0, 0.0}}) {
            ink.disc({box.x + dx, y + dy}, 1.5, p.source);
            if (shuffled) ink.disc({box.x + dx, y + line + dy}, 1.5, p.neutral);
        }
        draw(ink, box.x + 22, box.y, Type::Caption, p.secondary, lines);
    };
    blocks.push_back(std::move(block));
}

void add_residual_legend(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const auto& notes = moment.notes;
    if (!notes.residual_colours) return;
    const bool known = notes.residuals && notes.residuals->total > 0;
    const bool below = known && notes.residuals->least < notes.residual_low, above = known && notes.residuals->top > notes.residual_high;
    const std::string low = number(notes.residual_low, 3), high = number(notes.residual_high, 3);
    const double bar = std::min(176.0, width), line = ink.line(Type::Caption);
    Block block{.id = "residual colours", .corner = Corner::BottomLeft, .importance = 80};
    block.size = {bar, 2 * line + 14};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, "distance to partner, in data units");
        const double left = below ? 10 : 0, right = above ? 10 : 0;
        const Box ramp{box.x + left, box.y + line + 3, box.width - left - right, 8};
        ink.ramp(ramp, p.errors);
        ink.frame(ramp, p.hairline);
        const double y = ramp.y + ramp.height / 2;
        if (below) ink.triangle({ramp.x - 2, y - 4}, {ramp.x - 8, y}, {ramp.x - 2, y + 4}, p.secondary);
        if (above) ink.triangle({ramp.right() + 2, y - 4}, {ramp.right() + 8, y}, {ramp.right() + 2, y + 4}, p.secondary);
        ink.text(ramp.x, ramp.bottom() + 2, Type::Caption, p.secondary, low);
        ink.text_right(ramp.right(), ramp.bottom() + 2, Type::Caption, p.secondary, (above ? "≥ " : "") + high);
    };
    blocks.push_back(std::move(block));
}

}  // namespace

void add_legends(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!compact(ink.canvas())) {
        add_set_legend(blocks, moment, ink);
        add_line_legend(blocks, moment, ink, width);
    } else if (!add_named_legend(blocks, moment, ink)) {
        add_line_legend(blocks, moment, ink, width);
    }
    add_certainty_legend(blocks, moment, ink, width);
    add_residual_legend(blocks, moment, ink, width);
}

}  // namespace orthoscope
