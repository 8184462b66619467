#include "views/scenes/map_lanes.h"

#include <algorithm>
#include <numeric>

#include "views/overlay/lanes_now.h"
#include "views/scenes/drawn_rows.h"

namespace orthoscope {

void MapLanes::build(const MapShape& target) {
    rows_ = drawn_rows(target.rows.rows(), most_points);
    std::erase_if(rows_, [&](Index row) { return !target.rows.row(row).allFinite(); });
    places_.resize(3, Index(rows_.size()));
    for (std::size_t k = 0; k < rows_.size(); ++k) places_.col(Index(k)) = target.rows.row(rows_[k]).transpose();
    lanes_.clear();
}

void MapLanes::show(const Exhibit& exhibit, const Frame& shown, const MapPainter& painter, Index sources) {
    std::map<int, Picture> now;
    for (auto& lane : lanes_now(exhibit, shown)) {
        if (now.size() == most_lanes && !lane.shown) continue;
        const auto* state = lane.frame ? std::get_if<ShapeState>(lane.frame->state.get()) : nullptr;
        if (!state) continue;
        Picture& picture = now[lane.lane];
        const auto before = lanes_.find(lane.lane);
        if (before != lanes_.end() && before->second.of == lane.frame) {
            picture = std::move(before->second);
            continue;
        }
        picture.of = lane.frame;
        for (Index row : rows_) {
            const Index at = MapPainter::image(*state, row, sources);
            const Colour c = at < 0 ? painter.uncovered() : painter.colour_of(at);
            picture.colours.push_back({float(c.r), float(c.g), float(c.b)});
        }
    }
    lanes_ = std::move(now);
}

// Seen as the large picture is, the nearest points last.
void MapLanes::tell(SceneNotes& notes, const ViewFrame& view) const {
    if (lanes_.empty() || places_.cols() == 0) return;
    Eigen::Vector2d low = Eigen::Vector2d::Constant(1e300), high = -low;
    std::vector<Eigen::Vector2d> flat;
    for (Index k = 0; k < places_.cols(); ++k) {
        flat.emplace_back(places_.col(k).dot(view.right), -places_.col(k).dot(view.up));
        low = low.cwiseMin(flat.back()), high = high.cwiseMax(flat.back());
    }
    const double size = 1.1 * std::max((high - low).maxCoeff(), 1e-12);
    const Eigen::Vector2d middle = 0.5 * (low + high);
    std::vector<std::size_t> order(flat.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return places_.col(Index(a)).dot(view.back) < places_.col(Index(b)).dot(view.back);
    });
    for (auto& [lane, picture] : lanes_) {
        SceneNotes::LanePicture told;
        told.lane = lane;
        for (std::size_t k : order) {
            const Eigen::Vector2d at = (flat[k] - middle) / size;
            told.target.emplace_back(float(0.5 + at.x()), float(0.5 + at.y()));
            told.colours.push_back(picture.colours[k]);
        }
        notes.lanes.push_back(std::move(told));
    }
}

}  // namespace orthoscope
