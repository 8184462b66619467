#include "views/stage/picking.h"

#include <algorithm>
#include <array>
#include <cmath>

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

std::optional<Hit> pick(const std::vector<Pickable>& sets, const std::vector<PickBuffer::Seen>& seen,
                        const Projector& project, double x, double y, double reach) {
    const PickBuffer::Seen* best = nullptr;
    std::array<double, 3> best_order{};
    for (auto& point : seen) {
        if (point.shape >= sets.size()) continue;  // no set's
        const SetDrawing& drawing = *sets[point.shape].drawing;
        if (point.point >= drawing.size()) continue;
        const Eigen::Vector3d place = project(drawing.at(point.point));
        const double away = std::min(point.away, std::hypot(place.x() - x, place.y() - y));
        if (!(away <= reach) || place.z() <= 0) continue;
        const std::array order{point.away == 0 ? 0.0 : 1.0, away, place.z()};
        if (best && !(order < best_order)) continue;
        best = &point, best_order = order;
    }
    if (!best) return std::nullopt;
    return Hit{best->shape, best->point, sets[best->shape].drawing->rows()[best->point]};
}

std::string caption(const Dataset& set, Index row, const std::string& name) {
    const auto at = static_cast<std::size_t>(row);
    const std::string what =
        at < set.labels.size() && !set.labels[at].empty() ? set.labels[at] : "row " + std::to_string(row);
    return name.empty() ? what : what + ", " + name;
}

}  // namespace orthoscope
