// How far the source rows are from their partners, at the end.
#include <algorithm>
#include <array>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/residuals.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 56;

}  // namespace

void add_histogram(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.notes.residuals || moment.notes.residuals->total == 0) return;
    constexpr std::size_t bins = Residuals::bins;
    const Residuals& h = *moment.notes.residuals;
    const std::string title = "distance to partner, " + grouped(std::int64_t(h.total)) + " rows";
    const double line = ink.line(Type::Caption);
    const double low = moment.notes.residual_low, high = moment.notes.residual_high;
    const bool coloured = moment.notes.residual_colours && high > low;
    Block block{.id = "residuals", .corner = Corner::TopRight, .importance = 54, .gap = 16};
    block.size = {width, 2 * line + 15 + plot_height};
    block.draw = [=](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        const Box plot{box.x, box.y + line + 8, box.width, plot_height};
        const double step = plot.width / double(bins);
        for (std::size_t i = 0; i < bins; ++i) {
            if (h.counts[i] == 0) continue;
            const double height = std::max(plot.height * double(h.counts[i]) / double(h.most), 1.0);
            ink.fill({plot.x + double(i) * step, plot.bottom() - height, step - 1, height}, p.neutral);
        }
        if (coloured) {
            // The colours of the rows, along the axis on which they are counted.
            ink.ramp({plot.x, plot.bottom() + 1, plot.width, 4}, p.errors, -low / (high - low),
                     (h.top - low) / (high - low));
        } else {
            ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.hairline, ink.hair());
        }
        const double y = plot.bottom() + 6;
        ink.text(plot.x, y, Type::Caption, p.secondary, "0");
        ink.text_right(plot.right(), y, Type::Caption, p.secondary, number(h.top, 3));
        // The median, marked on the axis and named where it does not touch the ends.
        const double x = plot.x + (h.top > 0 ? h.median / h.top : 0) * plot.width;
        ink.stroke({x, plot.y}, {x, plot.bottom() + 3}, p.text, 1);
        const std::string text = "median " + number(h.median, 3);
        const double half = ink.width(Type::Caption, text) / 2;
        const double right_end = plot.right() - ink.width(Type::Caption, number(h.top, 3)) - 8;
        const double middle = std::clamp(x, plot.x + 16 + half, std::max(plot.x + 16 + half, right_end - half));
        ink.text(middle - half, y, Type::Caption, p.text, text);
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
