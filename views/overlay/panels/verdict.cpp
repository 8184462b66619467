// What the report says, first of all.
#include <algorithm>
#include <cmath>

#include "views/overlay/lanes_now.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

std::string words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string title_of(Verdict verdict) {
    return verdict == Verdict::Supported ? "Supported" : verdict == Verdict::Doubtful ? "Doubtful" : "Unsupported";
}

// A disc with a tick, a triangle with a bar and a dot, a square with a cross: told apart without colour.
void draw_icon(const Ink& ink, Ink::Point c, Verdict verdict) {
    const auto& p = ink.colours();
    const Colour ground = p.ground_top;
    const auto [x, y] = c;
    if (verdict == Verdict::Supported) {
        ink.disc(c, 9, p.good);
        ink.path({{x - 4.5, y + 0.2}, {x - 1.4, y + 3.4}, {x + 4.6, y - 3.4}}, ground, 2.2);
    } else if (verdict == Verdict::Doubtful) {
        ink.triangle({x, y - 9.5}, {x + 10, y + 8}, {x - 10, y + 8}, p.caution);
        ink.fill({x - 1, y - 3.5, 2, 6}, ground);
        ink.fill({x - 1, y + 4, 2, 2}, ground);
    } else {
        ink.fill({x - 9, y - 9, 18, 18}, p.bad, 1, 2);
        ink.path({{x - 4.5, y - 4.5}, {x + 4.5, y + 4.5}}, ground, 2.2);
        ink.path({{x - 4.5, y + 4.5}, {x + 4.5, y - 4.5}}, ground, 2.2);
    }
}

void add_verdict_line(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const Report& report = *moment.exhibit.report;
    const std::string title = title_of(report.verdict);
    std::vector<std::string> reason;
    // Whole: what is cut off is no verdict. Only a sentence that would fill the picture by itself is.
    const auto most = std::max<std::size_t>(3, std::size_t(0.6 * ink.canvas().height / ink.line(Type::Body)));
    if (!report.reasons.empty()) reason = wrapped(ink, Type::Body, report.reasons.front(), width, most);
    const double head = ink.line(Type::TitleBold);
    Block block{.id = "verdict", .corner = Corner::TopLeft, .importance = 100};
    block.size = {std::max(30 + ink.width(Type::TitleBold, title), measure(ink, Type::Body, reason).width),
                  head + (reason.empty() ? 0 : 4 + measure(ink, Type::Body, reason).height)};
    block.draw = [=, &report](const Ink& ink, const Box& box) {
        draw_icon(ink, {box.x + 10, box.y + head / 2 + 0.5}, report.verdict);
        ink.text(box.x + 30, box.y, Type::TitleBold, ink.colours().text, title);
        draw(ink, box.x, box.y + head + 4, Type::Body, ink.colours().text, reason);
    };
    blocks.push_back(std::move(block));
}

// The verdict is of the start that won; another one that is shown must not wear it.
void add_other_lane(Blocks& blocks, const Moment& moment, const Ink& ink, double width, int winner) {
    const std::string title = lane_name(moment.exhibit, moment.exhibit.lane);
    const auto lines = wrapped(ink, Type::Body, "The verdict judges another " + lane_noun(moment.exhibit) + ": " +
                                                    lane_name(moment.exhibit, winner) + ".", width, 2);
    const double head = ink.line(Type::TitleBold);
    Block block{.id = "verdict", .corner = Corner::TopLeft, .importance = 100};
    block.size = {std::max(std::min(ink.width(Type::TitleBold, title), width), measure(ink, Type::Body, lines).width),
                  head + 4 + measure(ink, Type::Body, lines).height};
    block.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::TitleBold, ink.colours().text, wrapped(ink, Type::TitleBold, title, width, 1));
        draw(ink, box.x, box.y + head + 4, Type::Body, ink.colours().secondary, lines);
    };
    blocks.push_back(std::move(block));
}

void add_void_metrics(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    std::string names;
    int count = 0;
    for (auto& [name, value] : moment.exhibit.report->metrics)
        if (std::isnan(value)) names += (count++ ? ", " : "") + words(name);
    if (count == 0) return;
    const auto lines = wrapped(ink, Type::Caption, "void: " + names, width, 2);
    Block block{.id = "void", .corner = Corner::TopLeft, .importance = 42, .gap = 4};
    block.size = measure(ink, Type::Caption, lines);
    block.draw = [=](const Ink& ink, const Box& box) {
        draw(ink, box.x, box.y, Type::Caption, ink.colours().secondary, lines);
    };
    blocks.push_back(std::move(block));
}

void add_running(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    std::string said = moment.exhibit.running;
    if (said[0] >= 'a' && said[0] <= 'z') said[0] = static_cast<char>(said[0] - 'a' + 'A');
    const auto lines = wrapped(ink, Type::Body, said, width - 18, 1);
    Block block{.id = "running", .corner = Corner::TopLeft, .importance = 92};
    block.size = {18 + measure(ink, Type::Body, lines).width, ink.line(Type::Body)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const double y = box.y + box.height / 2 + 0.5;
        ink.triangle({box.x + 1, y - 5}, {box.x + 10, y}, {box.x + 1, y + 5}, ink.colours().accent);
        draw(ink, box.x + 18, box.y, Type::Body, ink.colours().text, lines);
    };
    blocks.push_back(std::move(block));
}

}  // namespace

void add_verdict(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.exhibit.running.empty()) add_running(blocks, moment, ink, width);
    if (!moment.exhibit.report) return;
    if (moment.winner) return add_other_lane(blocks, moment, ink, width, *moment.winner);
    add_verdict_line(blocks, moment, ink, width);
    if (!moment.look.readout_only && !compact(ink.canvas())) add_void_metrics(blocks, moment, ink, width);
}

}  // namespace orthoscope
