// The starts of a run as small multiples: each with its set as it stands now, its cost and its rank.
#include <algorithm>
#include <cmath>

#include "core/recording/lane_standings.h"
#include "views/overlay/lanes_now.h"
#include "views/overlay/number.h"
#include "views/overlay/pager.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double picture = 56, pad = 4, lane_width = 232;

const SceneNotes::LanePicture* picture_of(const SceneNotes& notes, int lane) {
    const auto at =
        std::find_if(notes.lanes.begin(), notes.lanes.end(), [&](auto& p) { return p.lane == lane; });
    return at == notes.lanes.end() ? nullptr : &*at;
}

void draw_points(const Ink& ink, const Box& box, const SceneNotes::LanePicture& lane) {
    const auto& p = ink.colours();
    const auto dots = [&](const std::vector<std::pair<float, float>>& points, Colour colour, double size,
                          double alpha) {
        for (auto [x, y] : points) {
            if (!(x > 0.02f && x < 0.98f && y > 0.02f && y < 0.98f)) continue;
            ink.fill({box.x + x * box.width - size / 2, box.y + y * box.height - size / 2, size, size},
                     colour, alpha);
        }
    };
    if (!lane.colours.empty()) {
        for (std::size_t k = 0; k < lane.target.size(); ++k) {
            const auto [r, g, b] = lane.colours[k];
            const auto [x, y] = lane.target[k];
            ink.fill({box.x + x * box.width - 1.1, box.y + y * box.height - 1.1, 2.2, 2.2}, {r, g, b});
        }
        return;
    }
    dots(lane.target, p.target_bright, 1.6, 0.75);
    dots(lane.source, p.source, 1.6, 0.95);
}

std::string cost_text(const LaneNow& lane) {
    if (!std::isfinite(lane.cost)) return "";
    const std::string now = "cost " + number(lane.cost, 3);
    return lane.cost == lane.last_cost ? now : now + ", ends " + number(lane.last_cost, 3);
}

void draw_rank(const Ink& ink, double x, double y, const LaneNow& lane, std::size_t lanes, double width) {
    const auto& p = ink.colours();
    const std::string of = " of " + grouped(std::int64_t(lanes));
    if (lane.rank > 1) return ink.text(x, y, Type::Caption, p.secondary, "rank " + grouped(lane.rank) + of);
    const double middle = y + ink.line(Type::Caption) / 2;
    ink.disc({x + 5, middle}, 5, p.good);
    ink.path({{x + 2.6, middle}, {x + 4.4, middle + 2}, {x + 7.6, middle - 2}}, p.ground_top, 1.4);
    ink.text(x + 14, y, Type::Caption, p.text, shortened(ink, Type::Caption, "lowest" + of, width - 14));
}

Block lane_block(const Moment& moment, const Ink& ink, const LaneNow& lane, std::size_t lanes, double width) {
    Block block{.id = "lane-" + std::to_string(lane.lane), .corner = Corner::TopLeft, .gap = 6};
    const bool keep = lane.shown || lane.rank == 1;
    block.importance = keep ? 68 : lane.rank <= 3 ? 58 - lane.rank : std::max(1, 39 - lane.rank);
    block.size = {width, picture + 2 * pad};
    const double x = picture + 2 * pad + 6, room = width - x - pad;
    const Type type = lane.shown ? Type::Bold : Type::Body;
    const std::string name = shortened(ink, type, lane.name, room),
                      cost = shortened(ink, Type::Caption, cost_text(lane), room);
    block.draw = [=, &notes = moment.notes](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.fill(box, p.panel, 0.72, 3);
        if (auto drawn = picture_of(notes, lane.lane))
            draw_points(ink, {box.x + pad, box.y + pad, picture, picture}, *drawn);
        ink.frame(box, lane.shown ? p.accent : p.hairline, 1, 3);
        if (lane.shown) ink.frame({box.x + 1, box.y + 1, box.width - 2, box.height - 2}, p.accent, 1, 3);
        double y = box.y + (box.height - ink.line(Type::Body) - 2 * ink.line(Type::Caption)) / 2;
        ink.text(box.x + x, y, type, p.text, name);
        y += ink.line(Type::Body);
        ink.text(box.x + x, y, Type::Caption, p.secondary, cost);
        draw_rank(ink, box.x + x, y + ink.line(Type::Caption), lane, lanes, room);
    };
    return block;
}

}  // namespace

void add_lanes(Blocks& blocks, const Moment& moment, const Ink& ink, double width, std::size_t most) {
    if (!moment.ran() || moment.exhibit.all_frames.empty()) return;
    const auto lanes = lanes_now(moment.exhibit, *moment.shown);
    if (lanes.size() < 2) return;
    width = std::min(width, lane_width);
    const std::size_t all = lanes.size(), count = std::min(all, most);
    const auto shown = std::size_t(std::find_if(lanes.begin(), lanes.end(), [](auto& l) { return l.shown; }) - lanes.begin());
    // The lowest ones; where the one shown is not among them, those about it, and the lowest of all.
    const std::size_t first = shown < count || shown == all ? 0 : std::min(shown - count / 2, all - count);
    const auto standings = lane_standings(moment.exhibit.all_frames, moment.exhibit.lanes);
    const auto offered = std::size_t(std::count_if(standings.begin(), standings.end(), [](auto& lane) { return lane.offered; }));
    const std::string some = offered < all ? grouped(std::int64_t(offered)) + " offered · " : "";
    const std::string noun = " " + lane_noun(moment.exhibit) + "s", number = grouped(std::int64_t(all));
    // Its marks lead to the lanes that are not seen: it stays as long as they are more than those of the first ranks.
    Block head{.id = "lanes", .corner = Corner::TopLeft, .importance = count == all ? 44 : 57};
    if (count == all) {
        const std::string title = some + number + noun + ", lowest cost first";
        head.size = {ink.width(Type::Caption, title), ink.line(Type::Caption)};
        head.draw = [=](const Ink& ink, const Box& box) { ink.text(box.x, box.y, Type::Caption, ink.colours().secondary, title); };
    } else {
        const auto part = [&](std::size_t at) { return "lane-" + std::to_string(lanes[at].lane); };
        const std::string title = (some.empty() ? "rank " : some) + grouped(std::int64_t(first + 1)) + " to " + grouped(std::int64_t(first + count)) + " of " + number + noun;
        const Pager pager{first, title, part(first > 0 ? first - 1 : all - 1), part(first + count < all ? first + count : 0), {0, 0, width, pager_height}};
        head.size = {width, pager_height};
        add_pager_parts(head, pager, "");
        head.draw = [=](const Ink& ink, const Box& box) { draw_pager(ink, pager, box); };
    }
    blocks.push_back(std::move(head));
    for (std::size_t k = 0; k < all; ++k)
        if (k == 0 || (k >= first + (first > 0 ? 1 : 0) && k < first + count)) blocks.push_back(lane_block(moment, ink, lanes[k], all, width));
}

}  // namespace orthoscope
