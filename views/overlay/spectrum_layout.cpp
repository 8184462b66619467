#include "views/overlay/spectrum_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "views/charts/spectrum_charts.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr double gap = 20, least_plot = 190, least_decay = 200, layer_width = 108, layer_height = 74;

// Plots beside the decay, the ones first that the phase is about.
std::vector<Chart> beside(const SpectrumShown& shown, const std::string& phase) {
    static const std::map<std::string, std::vector<std::string>> first{
        {"noise", {"density"}}, {"rows", {"cosines", "neighbours", "entries", "dimension"}}, {"bases", {"errors"}}, {"cut", {"errors"}}};
    auto charts = spectrum_charts(shown, false);
    std::erase_if(charts, [](const Chart& c) { return c.id == "decay" || c.id == "direction"; });
    const auto wanted = first.find(phase);
    if (wanted == first.end()) return charts;
    const auto rank = [&](const Chart& c) { return std::find(wanted->second.begin(), wanted->second.end(), c.id) - wanted->second.begin(); };
    std::stable_sort(charts.begin(), charts.end(), [&](const Chart& a, const Chart& b) { return rank(a) < rank(b); });
    return charts;
}

// As many of the matrices as fit, about the one in front.
void put_layers(SpectrumBoard& board, const SpectrumShown& shown, const Box& box, double line) {
    const Index columns = std::max<Index>(1, Index((box.width + 12) / (layer_width + 12)));
    const Index rows = std::max<Index>(1, Index((box.height - line - 4 + 8) / (layer_height + 8)));
    const Index count = std::min(shown.layers, columns * rows);
    const Index first = std::clamp<Index>(shown.layer - count / 2, 0, shown.layers - count);
    const double width = (box.width - 12 * double(columns - 1)) / double(columns);
    for (Index k = 0; k < count; ++k)
        board.layers.push_back({first + k + 1, layer_chart(shown, first + k),
                                {box.x + double(k % columns) * (width + 12), box.y + line + 4 + double(k / columns) * (layer_height + 8), width, layer_height}});
    board.layers_title = count == shown.layers ? "all " + grouped(count) + " matrices"
                                               : "matrices " + grouped(first + 1) + " to " + grouped(first + count) + " of " + grouped(shown.layers);
}

void put_row(SpectrumBoard& board, std::vector<Chart> charts, const Box& box) {
    const std::size_t count = std::min(charts.size(), std::size_t((box.width + gap) / (least_plot + gap)));
    if (count == 0) return;
    const double width = std::min(360.0, (box.width - gap * double(count - 1)) / double(count));
    for (std::size_t i = 0; i < count; ++i)
        board.plots.push_back({std::move(charts[i]), {box.x + double(i) * (width + gap), box.y, width, box.height}});
}

void put_pictures(SpectrumBoard& board, SpectrumPictures& pictures, const Box& box) {
    const double width = (box.width - 2 * gap) / 3;
    double x = box.x;
    for (auto [field, id] : {std::pair{&pictures.original, "original"}, {&pictures.rebuilt, "rebuilt"}, {&pictures.difference, "difference"}}) {
        board.pictures.push_back({std::move(*field), {x, box.y, width, box.height}, id});
        x += width + gap;
    }
}

// The chosen direction: its picture, its entries, or both above each other.
void put_direction(SpectrumBoard& board, const SpectrumShown& shown, ShownField field, const Box& box) {
    Chart entries = direction_chart(shown);
    const bool picture = field.kind != ShownField::Kind::None;
    if (!picture && entries.series.empty()) return;
    const bool both = picture && !entries.series.empty() && field.kind != ShownField::Kind::Image && !shown.all->ascending && box.height > 300;
    const double split = both ? box.height * 0.56 : box.height;
    if (picture) board.pictures.push_back({std::move(field), {box.x, box.y, box.width, both ? split - gap / 2 : split}, "direction"});
    if (!picture || both) board.plots.push_back({std::move(entries), {box.x, box.y + (both ? split : 0), box.width, both ? box.height - split : split}});
}

}  // namespace

SpectrumBoard spectrum_board(const SpectrumShown& shown, Extent size, const std::string& phase, double line) {
    SpectrumBoard board;
    const double w = size.width;
    double h = size.height;
    const bool any = shown.all->lengths && shown.all->lengths->size() > 0 && shown.all->lengths->maxCoeff() > 0;
    if (shown.layers > 1 && (any || shown.length > 0) && h >= least_decay + layer_height + gap + line) {
        const double high = line + 4 + layer_height + (h > 520 && shown.layers * (layer_width + 12) > w ? layer_height + 8 : 0);
        put_layers(board, shown, {0, h - high, w, high}, line);
        h -= high + gap;
    }
    if (shown.length == 0) {
        if (shown.set) board.pictures.push_back({loaded_field(shown.set), {0, 0, w, std::min(h, 420.0)}, "loaded"});
        return board;
    }
    auto charts = beside(shown, phase);
    auto pictures = spectrum_pictures(shown);
    const bool cut = pictures.rebuilt.kind != ShownField::Kind::None;
    // Rows from the bottom up: plots, then what the cut leaves; the decay has the rest.
    const double row = cut && !charts.empty() ? std::clamp(0.26 * h, 116.0, 190.0) : std::clamp(0.32 * h, 120.0, 210.0);
    Box plots{0, 0, w, 0}, cuts{0, 0, w, 0};
    double left = h;
    if (cut && left - row - gap >= least_decay - 40) cuts.height = row, left -= row + gap;
    if (!charts.empty() && left - row - gap >= least_decay && w >= least_plot) plots.height = row, left -= row + gap;
    cuts.y = left + gap, plots.y = left + gap + (cuts.height > 0 ? row + gap : 0);
    const bool side = w >= 620 && shown.directions() > 0;
    const double decay = side ? std::max(0.62 * w, w - 340) : w;
    board.plots.push_back({decay_chart(shown), {0, 0, decay, left}});
    if (side) put_direction(board, shown, std::move(pictures.direction), {decay + gap + 4, 0, w - decay - gap - 4, left});
    if (cuts.height > 0) put_pictures(board, pictures, cuts);
    if (plots.height > 0) put_row(board, std::move(charts), plots);
    return board;
}

}  // namespace orthoscope
