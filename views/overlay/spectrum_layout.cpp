#include "views/overlay/spectrum_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

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

// As many as fit, the direction before them where it has no place of its own; the marks that lead to others stand in the gap
// above.
void put_row(SpectrumBoard& board, const SpectrumShown& shown, std::vector<Chart> charts, ShownField* direction, const Box& box, const std::string& chosen) {
    const std::size_t places = std::size_t((box.width + gap) / (least_plot + gap)), before = direction ? 1 : 0;
    const std::size_t count = std::min(charts.size(), places - std::min(places, before));
    if (count + before == 0) return;
    const double most = count > 0 ? 360 : box.width, width = std::min(most, (box.width - gap * double(count + before - 1)) / double(count + before));
    const auto place = [&](std::size_t i) { return Box{box.x + double(i) * (width + gap), box.y, width, box.height}; };
    if (direction) put_direction(board, shown, std::move(*direction), place(0));
    std::vector<std::string> ids;
    for (auto& chart : charts) ids.push_back(chart.id);
    board.pager = pager_of(ids, chosen, count, {box.x, box.y - gap, box.width, pager_height});
    for (std::size_t i = 0; i < count; ++i) board.plots.push_back({std::move(charts[board.pager.first + i]), place(before + i)});
}

constexpr std::string_view decay_id = "decay", direction_id = "direction", cut_id = "cut", layers_id = "layers";

// Where each part lies while there is room; a part without height folds.
struct Plan {
    Box layers, decay, direction, cuts, plots;
};

Plan plan_of(const SpectrumShown& shown, Extent size, double line, bool cut, bool charts) {
    Plan plan;
    const double w = size.width;
    double h = size.height;
    if (shown.layers > 1 && h >= least_decay + layer_height + gap + line) {
        const double high = line + 4 + layer_height + (h > 520 && double(shown.layers) * (layer_width + 12) > w ? layer_height + 8 : 0);
        plan.layers = {0, h - high, w, high};
        h -= high + gap;
    }
    // Rows from the bottom up: plots, then what the cut leaves; the decay has the rest.
    const bool side = w >= 620 && shown.directions() > 0;
    // A direction that has a row to itself is a picture: it takes as much as the decay.
    const bool alone = !cut && !charts && !side && shown.directions() > 0;
    const double row = alone ? std::clamp(h - gap - least_decay, 120.0, std::max(120.0, 0.46 * h)) : cut && charts ? std::clamp(0.26 * h, 116.0, 190.0) : std::clamp(0.32 * h, 120.0, 210.0);
    double left = h;
    if (cut && left - row - gap >= least_decay - 40) plan.cuts = {0, 0, w, row}, left -= row + gap;
    if ((charts || (shown.directions() > 0 && !side)) && left - row - gap >= least_decay && w >= least_plot) plan.plots = {0, 0, w, row}, left -= row + gap;
    plan.cuts.y = left + gap, plan.plots.y = left + gap + (plan.cuts.height > 0 ? row + gap : 0);
    const double decay = side ? std::max(0.62 * w, w - 340) : w;
    plan.decay = {0, 0, decay, left};
    if (side) plan.direction = {decay + gap + 4, 0, w - decay - gap - 4, left};
    return plan;
}

}  // namespace

SpectrumBoard spectrum_board(const SpectrumShown& shown, Extent size, const std::string& phase, double line, const std::string& chosen) {
    SpectrumBoard board;
    const double w = size.width;
    if (shown.length == 0) {
        const bool any = shown.layers > 1 && shown.all->lengths && shown.all->lengths->size() > 0 && shown.all->lengths->maxCoeff() > 0;
        const Plan plan = plan_of(shown, size, line, false, false);
        if (any && plan.layers.height > 0) put_layers(board, shown, plan.layers, line);
        if (shown.set) board.pictures.push_back({loaded_field(shown.set), {0, 0, w, std::min(any ? plan.decay.height : size.height, 420.0)}, "loaded"});
        return board;
    }
    auto charts = beside(shown, phase);
    auto pictures = spectrum_pictures(shown);
    const bool cut = pictures.rebuilt.kind != ShownField::Kind::None, directions = shown.directions() > 0;
    const auto missing = [&](const Plan& p) {
        return (directions && p.direction.height + p.plots.height == 0) || (cut && p.cuts.height == 0) || (!charts.empty() && p.plots.height == 0) ||
               (shown.layers > 1 && p.layers.height == 0);
    };
    Plan plan = plan_of(shown, size, line, cut, !charts.empty());
    Box whole{0, 0, w, size.height};
    std::string front;
    if (missing(plan)) {
        std::vector<std::string> ids{std::string(decay_id)};
        if (directions) ids.emplace_back(direction_id);
        if (cut) ids.emplace_back(cut_id);
        for (auto& chart : charts) ids.push_back(chart.id);
        if (shown.layers > 1) ids.emplace_back(layers_id);
        board.pager = pager_of(ids, chosen, 1, {0, 0, w, pager_height});
        front = ids[board.pager.first];
        if (board.pager.any()) whole.y = pager_height + 4, whole.height -= whole.y;
    }
    if (front == direction_id) return put_direction(board, shown, std::move(pictures.direction), whole), board;
    if (front == cut_id) return put_pictures(board, pictures, whole), board;
    if (front == layers_id) return put_layers(board, shown, whole, line), board;
    if (!front.empty() && front != decay_id) {
        for (auto& chart : charts)
            if (chart.id == front) board.plots.push_back({std::move(chart), whole});
        return board;
    }
    if (!front.empty()) {
        plan = plan_of(shown, {w, whole.height}, line, cut, !charts.empty());
        for (Box* box : {&plan.layers, &plan.decay, &plan.direction, &plan.cuts, &plan.plots}) box->y += whole.y;
    }
    if (plan.layers.height > 0) put_layers(board, shown, plan.layers, line);
    board.plots.push_back({decay_chart(shown), plan.decay});
    if (plan.direction.height > 0) put_direction(board, shown, std::move(pictures.direction), plan.direction);
    if (plan.cuts.height > 0) put_pictures(board, pictures, plan.cuts);
    if (plan.plots.height > 0) {
        const Pager whole_board = std::exchange(board.pager, {});
        put_row(board, shown, std::move(charts), directions && plan.direction.height == 0 ? &pictures.direction : nullptr, plan.plots, chosen);
        if (whole_board.any()) board.pager = whole_board;
    }
    return board;
}

}  // namespace orthoscope
