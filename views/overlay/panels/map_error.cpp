// How far the images lie from the truth, as a cumulative curve: the share of vertices within each distance.
#include <algorithm>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 60, reach = 0.25;

}  // namespace

void add_map_errors(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.map || moment.notes.map->errors.empty()) return;
    const std::vector<double>& errors = moment.notes.map->errors;
    const std::string title = shortened(ink, Type::Caption, "share of vertices within a distance of the truth", width);
    const std::string mean = "mean " + number(moment.notes.map->error_mean, 3) + ", median " +
                             number(errors[errors.size() / 2], 3) + (moment.notes.map->geodesic ? ", geodesic" : ", straight");
    const double line = ink.line(Type::Caption);
    // Where errors are the colours, their curve is what the picture is about.
    const int importance = moment.notes.map->painted == MapNotes::Painted::Error ? 69 : 56;
    Block block{.id = "map errors", .corner = Corner::TopRight, .importance = importance, .gap = 14};
    block.size = {width, 3 * line + 10 + plot_height};
    block.draw = [=, &errors](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        ink.text(box.x, box.y + line, Type::Caption, p.text, mean);
        const Box plot{box.x, box.y + 2 * line + 6, box.width, plot_height};
        for (double share : {0.0, 0.5, 1.0}) {
            const double y = plot.bottom() - share * plot.height;
            ink.stroke({plot.x, y}, {plot.right(), y}, p.hairline, ink.hair());
        }
        std::vector<Ink::Point> curve;
        const double steps = plot.width;
        for (double k = 0; k <= steps; k += 2) {
            const double within = double(std::upper_bound(errors.begin(), errors.end(), k / steps * reach) - errors.begin());
            curve.push_back({plot.x + k, plot.bottom() - within / double(errors.size()) * plot.height});
        }
        ink.path(curve, p.accent, 2);
        const double y = plot.bottom() + 2;
        ink.text(plot.x, y, Type::Caption, p.secondary, "0");
        ink.text_right(plot.right(), y, Type::Caption, p.secondary, number(reach) + " √area");
        ink.text(plot.x + 3, plot.y + 1, Type::Caption, p.secondary, "100 %");
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
