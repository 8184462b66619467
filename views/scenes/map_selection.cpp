// MapScene: the selected vertex, its partners, where they were at the frames before, and its descriptors.
#include <vtkActor.h>

#include <algorithm>
#include <cmath>

#include "views/overlay/number.h"
#include "views/scenes/map_scene.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_partners = 8, most_trail = 60;

}  // namespace

std::vector<Pickable> MapScene::pickable() const {
    std::vector<Pickable> found;
    for (std::size_t k = 0; k < sides_.size(); ++k) found.push_back({sides_[k].drawing.get(), pairs().sets[k]});
    return found;
}

std::vector<DrawnShape> MapScene::hiding() const {
    if (!home_) return {};
    return {home_->shape()};
}

// Of a target row its image, of a source row the first row that has it as image; -1: none.
Index MapScene::other_of(const ShapeState& s, const Selected& row) const {
    if (row.set == 1) return MapPainter::image(s, row.row, sides_[0].shape.rows.rows());
    if (!s.map) return -1;
    const auto found = std::find(s.map->begin(), s.map->end(), row.row);
    return found == s.map->end() ? -1 : Index(found - s.map->begin());
}

std::vector<Marked> MapScene::marked() const {
    const auto& selected = inputs_.look.selected;
    if (!selected || selected->set >= sides_.size()) return {};
    if (selected->row < 0 || selected->row >= sides_[selected->set].shape.rows.rows()) return {};
    std::vector<Marked> found{{sides_[selected->set].at(selected->row), *selected}};
    if (single()) return found;
    const ShapeState& s = state(now());
    if (selected->set == 1) {
        if (const Index at = other_of(s, *selected); at >= 0) found.push_back({sides_[0].at(at), {0, at}});
        return found;
    }
    for (Index j = 0; s.map && j < s.map->size() && found.size() <= most_partners; ++j)
        if ((*s.map)(j) == selected->row && j < sides_[1].shape.rows.rows()) found.push_back({sides_[1].at(j), {1, j}});
    return found;
}

void MapScene::follow_selection() {
    const auto& frames = inputs_.exhibit->frames;
    if (trail_of_ == inputs_.look.selected && trail_to_ == frames.back().get() && trail_rows_.size() == frames.size())
        return;
    trail_of_ = inputs_.look.selected, trail_to_ = frames.back().get();
    trail_rows_.clear();
    if (single() || !trail_of_ || trail_of_->set > 1) return;
    const ShapeState* before = nullptr;
    for (std::size_t k = 0; k < frames.size(); ++k) {
        const ShapeState& s = own_state(k);
        const bool same = before && before->map == s.map;
        trail_rows_.push_back(same ? trail_rows_.back() : other_of(s, *trail_of_));
        before = &s;
    }
}

// The latest places stand out, the first ones fade away.
void MapScene::draw_trail() {
    trail_->clear();
    if (trail_rows_.empty() || !trail_of_) return;
    const Side& other = sides_[trail_of_->set == 0 ? 1 : 0];
    std::vector<Index> rows;
    for (std::size_t k = 0; k <= std::min(now(), trail_rows_.size() - 1); ++k)
        if (trail_rows_[k] >= 0 && (rows.empty() || rows.back() != trail_rows_[k])) rows.push_back(trail_rows_[k]);
    if (rows.size() > most_trail) rows.erase(rows.begin(), rows.end() - most_trail);
    const Palette& colours = palette(inputs_.look.theme);
    for (std::size_t k = 0; k + 1 < rows.size(); ++k) {
        const double age = double(k + 1) / double(rows.size() - 1);
        const Eigen::Vector3d from = other.at(rows[k]), to = other.at(rows[k + 1]);
        trail_->line(from, to, {colours.ground_top, 0.55 * age, 4});
        trail_->line(from, to, {colours.selection, 0.15 + 0.75 * age, 1.8});
        trail_->circle(from, 2.5 + 1.5 * age, {colours.selection, 0.25 + 0.65 * age, 1.6});
    }
}

MapNotes::Curves MapScene::curves() const {
    MapNotes::Curves found;
    const auto& selected = inputs_.look.selected;
    const ShapeState& s = state(now());
    if (single() || !selected || selected->set > 1 || !s.source_descriptors || !s.target_descriptors) return found;
    const auto curve = [](const Matrix& descriptors, Index row) {
        std::vector<double> values;
        for (Index j = 0; row >= 0 && row < descriptors.rows() && j < descriptors.cols(); ++j)
            values.push_back(descriptors(row, j));
        return values;
    };
    const Index other = other_of(s, *selected);
    const Index source = selected->set == 0 ? selected->row : other, target = selected->set == 1 ? selected->row : other;
    found.source = curve(*s.source_descriptors, source), found.target = curve(*s.target_descriptors, target);
    const auto name = [&](Index row) { return row < 0 ? std::string() : "vertex " + grouped(row); };
    found.source_name = name(source), found.target_name = name(target);
    return found;
}

}  // namespace orthoscope
