// The sliced distance: along one direction of the spectral embedding both shapes are distributions on a line, and the
// best coupling of two distributions on a line joins equal quantiles.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double hill = 26, strip = 30;  // heights of a distribution and of the coupling between both

void draw_hill(const Ink& ink, const Box& box, const std::vector<double>& shares, double most, Colour colour, bool upwards) {
    const double step = box.width / double(shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double height = most > 0 ? shares[i] / most * box.height : 0;
        if (height > 0)
            ink.fill({box.x + double(i) * step, upwards ? box.bottom() - height : box.y, step - 0.5, height}, colour, 0.9);
    }
}

}  // namespace

void add_sliced(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.map || !moment.notes.map->sliced.any()) return;
    const MapNotes::Sliced& view = moment.notes.map->sliced;
    const std::string title = "along one of " + grouped(view.dimension) + " directions: " + number(view.distance, 3) + " apart";
    const double line = ink.line(Type::Caption);
    Block block{.id = "sliced", .corner = Corner::TopRight, .importance = 68, .gap = 14};
    block.size = {width, line + 4 + 2 * hill + strip + 4};
    block.draw = [=, &view](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        const double most = std::max(*std::max_element(view.source.begin(), view.source.end()),
                                     *std::max_element(view.target.begin(), view.target.end()));
        const Box upper{box.x, box.y + line + 4, box.width, hill};
        const Box lower{box.x, upper.bottom() + strip, box.width, hill};
        draw_hill(ink, upper, view.source, most, p.source, true);
        draw_hill(ink, lower, view.target, most, p.target_bright, false);
        const double size = view.high > view.low ? view.high - view.low : 1;
        const auto x = [&](double place) { return box.x + (place - view.low) / size * box.width; };
        for (auto& [from, to] : view.quantiles)
            ink.stroke({x(from), upper.bottom() + 1}, {x(to), lower.y - 1}, p.text, 1, 0.6);
        for (double y : {upper.bottom(), lower.y}) ink.stroke({box.x, y}, {box.right(), y}, p.hairline, ink.hair());
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
