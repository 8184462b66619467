// The eigenvalues of both shapes, with a mark at the eigenfunction that is shown: near-isometric shapes share them.
#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/overlay/panels/panels.h"
#include "views/overlay/text.h"

namespace orthoscope {
namespace {

constexpr double plot_height = 64;

}  // namespace

void add_eigenvalues(Blocks& blocks, const Moment& moment, const Ink& ink, double width) {
    if (!moment.shape || !moment.notes.map) return;
    const MapNotes& notes = *moment.notes.map;
    const bool painted = notes.painted == MapNotes::Painted::Eigenfunction;
    if ((!painted && notes.cut_off == 0) || !moment.shape->source_values) return;
    const SharedMatrix source = moment.shape->source_values, target = moment.shape->target_values;
    const Index most = std::max(source->size(), target ? target->size() : Index(0));
    double high = source->size() > 0 ? source->maxCoeff() : 0;
    if (target && target->size() > 0) high = std::max(high, target->maxCoeff());
    if (most < 2 || !(high > 0) || !std::isfinite(high)) return;
    const double line = ink.line(Type::Caption);
    const std::string title = "the first " + grouped(most) + " eigenvalues";
    Block block{.id = "eigenvalues", .corner = Corner::TopRight, .importance = 59, .gap = 14};
    block.size = {width, 2 * line + 10 + plot_height};
    block.draw = [=, at = painted ? Index(notes.eigenfunction) : Index(0), cut = notes.cut_off](const Ink& ink, const Box& box) {
        const auto& p = ink.colours();
        ink.text(box.x, box.y, Type::Caption, p.secondary, title);
        ink.text_right(box.right(), box.y, Type::Caption, p.secondary, "up to " + number(high, 3));
        const Box plot{box.x, box.y + line + 6, box.width, plot_height};
        const auto x = [&](double i) { return plot.x + i / double(most - 1) * plot.width; };
        const auto curve = [&](const SharedMatrix& values, Colour colour) {
            std::vector<Ink::Point> points;
            for (Index i = 0; values && i < values->size(); ++i)
                points.push_back({x(double(i)), plot.bottom() - std::clamp((*values)(i) / high, 0.0, 1.0) * plot.height});
            ink.path(points, colour, 1.8);
            if (values && at > 0 && at <= values->size()) ink.disc(points[std::size_t(at - 1)], 3.5, colour);
        };
        ink.stroke({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, p.hairline, ink.hair());
        if (at > 0) ink.stroke({x(double(at) - 1), plot.y}, {x(double(at) - 1), plot.bottom()}, p.secondary, ink.hair());
        if (cut > 0) {
            const double edge = std::min(x(double(cut) - 0.5), plot.right());
            ink.fill({edge, plot.y, plot.right() - edge, plot.height}, p.secondary, 0.18);
            ink.stroke({edge, plot.y}, {edge, plot.bottom()}, p.selection, 1.4);
            const std::string text = "cut off after " + grouped(cut);
            const double wide = ink.width(Type::Caption, text);
            ink.text(std::clamp(edge + 4, plot.x, std::max(plot.x, plot.right() - wide)), plot.y, Type::Caption, p.text, text);
        }
        curve(target, p.target_bright);
        curve(source, p.source);
        ink.text(plot.x, plot.bottom() + 2, Type::Caption, p.secondary, "1");
        ink.text_right(plot.right(), plot.bottom() + 2, Type::Caption, p.secondary, grouped(most));
    };
    blocks.push_back(std::move(block));
}

}  // namespace orthoscope
