#include "views/stage/picking.h"

#include <cmath>
#include <limits>

#include "views/scenes/set_drawing.h"

namespace orthoscope {

Eigen::Vector3d Projector::operator()(const Eigen::Vector3d& at) const {
    const Eigen::Vector3d from = at - frame_.eye;
    const double depth = -from.dot(frame_.back);
    const double shrink = frame_.orthographic ? 1 : frame_.distance / depth;
    const double pixels = shrink * screen_.height / (2 * frame_.half_height);
    const Eigen::Vector2d centre = screen_.centre();
    return {screen_.x + (1 + centre.x()) * screen_.width / 2 + from.dot(frame_.right) * pixels,
            (1 - centre.y()) * screen_.height / 2 - from.dot(frame_.up) * pixels, depth};
}

Eigen::Vector3d Projector::place(double x, double y, double depth) const {
    const double shrink = frame_.orthographic ? 1 : frame_.distance / depth;
    const double pixels = shrink * screen_.height / (2 * frame_.half_height);
    const Eigen::Vector2d centre = screen_.centre();
    const double right = (x - screen_.x - (1 + centre.x()) * screen_.width / 2) / pixels,
                 up = ((1 - centre.y()) * screen_.height / 2 - y) / pixels;
    return frame_.eye + right * frame_.right + up * frame_.up - depth * frame_.back;
}

std::optional<Hit> pick(const std::vector<Pickable>& sets, const Projector& project, double x, double y,
                        double reach) {
    std::optional<Hit> best;
    double best_cost = std::numeric_limits<double>::infinity();
    for (std::size_t s = 0; s < sets.size(); ++s) {
        const SetDrawing& drawing = *sets[s].drawing;
        for (std::size_t i = 0; i < drawing.size(); ++i) {
            const Eigen::Vector3d place = project(drawing.at(i));
            const double away = std::hypot(place.x() - x, place.y() - y);
            if (!(away <= reach) || place.z() <= 0) continue;
            // A quarter of the reach is worth a hundredth of the depth: what lies in front is what is meant.
            const double cost = away / reach + 25 * std::log(place.z());
            if (cost >= best_cost) continue;
            best_cost = cost;
            best = Hit{s, i, drawing.rows()[i]};
        }
    }
    return best;
}

std::string caption(const Dataset& set, Index row) {
    const auto at = static_cast<std::size_t>(row);
    const std::string what =
        at < set.labels.size() && !set.labels[at].empty() ? set.labels[at] : "row " + std::to_string(row);
    return set.name.empty() ? what : what + ", " + set.name;
}

}  // namespace orthoscope
