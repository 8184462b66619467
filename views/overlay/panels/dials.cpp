// The planes in which a rotation turns, each as a dial; they follow the passage.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double radius = 19, step = 49;

// Counter-clockwise from the right, as angles are drawn in mathematics; y falls on the picture.
void draw_dial(const Ink& ink, Ink::Point c, double angle, double now) {
    const auto& p = ink.colours();
    const auto at = [&](double a, double r) { return Ink::Point{c.first + r * std::cos(a), c.second - r * std::sin(a)}; };
    ink.disc(c, radius, p.ground_top, 0.6);
    ink.ring(c, radius, p.secondary, 1, 0.55);
    ink.pie(c, radius, -now, 0, p.source, 0.28);
    ink.stroke(c, at(0, radius), p.secondary, 1, 0.8);
    ink.stroke(at(angle, radius - 4), at(angle, radius + 3), p.secondary, 1);
    const auto tip = at(now, radius);
    ink.stroke(c, tip, p.source, 2);
    ink.disc(tip, 3, p.source);
}

std::string title_of(const Turn& turn, std::size_t shown) {
    const std::size_t planes = turn.path->planes().size();
    std::string text;
    if (planes == 0) {
        text = "no turn";
    } else if (planes > shown) {
        text = "turns in " + grouped(std::int64_t(planes)) + " planes, the widest " + std::to_string(shown);
    } else {
        text = planes == 1 ? "turns in one plane" : "turns in " + std::to_string(planes) + " planes";
    }
    if (turn.path->flip()) text += "; one axis is mirrored";
    return text;
}

}  // namespace

void add_dials(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    const Turn turn = turn_of(moment);
    if (!turn.path) return;
    const std::size_t a_row = std::max<std::size_t>(1, std::size_t((width + step - 2 * radius - 8) / step));
    const std::size_t shown = std::min({turn.path->planes().size(), std::size_t(6), a_row});
    const auto title = wrapped(ink, Type::Caption, title_of(turn, shown), width, 2);
    const double head = measure(ink, Type::Caption, title).height + 8;
    // At the end the rows that fit worst matter more than the way there.
    const int importance = moment.notes.worst.empty() ? 64 : 53;
    Block block{.id = "planes", .corner = Corner::TopRight, .importance = importance, .gap = 16};
    block.size = {width, head + (shown ? 2 * radius + 6 + ink.line(Type::Caption) : 0)};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        draw(ink, box.x, box.y, Type::Caption, p.secondary, title);
        for (std::size_t i = 0; i < shown; ++i) {
            const double angle = turn.path->planes()[i].angle, now = angle * turn.progress;
            const Ink::Point centre{box.x + radius + 4 + double(i) * step, box.y + head + radius};
            draw_dial(ink, centre, angle, now);
            const std::string text = degrees(now);
            ink.text(centre.first - ink.width(Type::Caption, text) / 2, centre.second + radius + 5, Type::Caption, p.text,
                     text);
        }
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
