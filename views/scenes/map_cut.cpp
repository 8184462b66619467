// MapScene: both shapes and the map between them as the first functions of their bases give them.
#include <algorithm>

#include "views/scenes/map_scene.h"

namespace orthoscope {

const StatePtr& MapScene::shared_state(std::size_t frame) const {
    const StatePtr& own = inputs_.exhibit->frames[frame]->state;
    return cut_state_ && std::get<ShapeState>(*own).functional_map ? cut_state_ : own;
}

// Follows what the exhibit holds, at frames that have a basis; any others show the shapes as they are.
void MapScene::cut() {
    auto wanted = inputs_.look.cut_off > 0 && own_state(now()).source_vectors ? inputs_.exhibit->cut_off : nullptr;
    const auto fits = [&](const SharedMatrix& rows, std::size_t side) {
        return side >= sides_.size() || (rows && rows->rows() == sides_[side].shape.rows.rows());
    };
    if (wanted && !(fits(wanted->source_rows, 0) && fits(wanted->target_rows, 1))) wanted = nullptr;
    const StatePtr& from = inputs_.exhibit->frames[now()]->state;
    const bool same = wanted == cut_;
    if (!same || from != cut_from_) {
        cut_from_ = from, cut_state_ = nullptr;
        ShapeState state = own_state(now());
        if (wanted && wanted->map && state.functional_map) {
            state.map = wanted->map;
            cut_state_ = std::make_shared<const State>(std::move(state));
        }
    }
    if (same) return;
    cut_ = wanted;
    for (std::size_t k = 0; k < sides_.size(); ++k) {
        Side& side = sides_[k];
        side.rows = cut_ ? side.shape.placed(k == 0 ? *cut_->source_rows : *cut_->target_rows) : side.shape.rows;
    }
    move_home();
    journey_of_ = nullptr;
}

void MapScene::move_home() {
    for (std::size_t k = 0; k < sides_.size(); ++k) {
        const auto& rows = sides_[k].drawing->rows();
        Positions places(3, Index(rows.size()));
        for (std::size_t i = 0; i < rows.size(); ++i) places.col(Index(i)) = sides_[k].rows.row(rows[i]).transpose().cast<float>();
        sides_[k].drawing->bend(places);
        if (k == 1) home_->bend(places);
    }
}

void MapScene::tell_cut(MapNotes& notes) const {
    if (inputs_.look.cut_off <= 0) return;
    const ShapeState& state = own_state(now());
    if (cut_) {
        notes.cut_off = cut_->functions;
        notes.cut_of = state.source_vectors->cols();
        if (state.target_vectors) notes.cut_of = std::min(notes.cut_of, state.target_vectors->cols());
    }
    const Index block = cut_block(state, inputs_.look.cut_off);
    if (cut_state_ && state.functional_map) notes.cut_block = cut_->block;
    notes.cut_waits = state.source_vectors && (!cut_ || (block > 0 && (notes.cut_block != block || cut_->functional_map != state.functional_map)));
}

}  // namespace orthoscope
