#include "views/scenes/lane_pictures.h"

#include <algorithm>

#include "views/overlay/lanes_now.h"

namespace orthoscope {
namespace {

Matrix some_rows(const Matrix& rows, const std::vector<Index>& drawn, std::size_t most) {
    const std::size_t step = std::max<std::size_t>(1, (drawn.size() + most - 1) / most);
    const std::size_t count = (drawn.size() + step - 1) / step;
    Matrix some(static_cast<Index>(count), rows.cols());
    for (std::size_t k = 0; k < count; ++k) some.row(static_cast<Index>(k)) = rows.row(drawn[k * step]);
    return some;
}

Eigen::Matrix3Xd places_of(const Matrix& rows) {
    Eigen::Matrix3Xd places = Eigen::Matrix3Xd::Zero(3, rows.rows());
    places.topRows(rows.cols()) = rows.transpose();
    return places;
}

}  // namespace

void LanePictures::build(const Pairs& pairs, const DrawnRows& drawn) {
    source_ = some_rows(*pairs.source, drawn.source, most_points);
    target_ = some_rows(*pairs.target, drawn.target, most_points);
    lanes_.clear();
    axes_.resize(0, 0);
}

void LanePictures::show(const Exhibit& exhibit, const Frame& shown, const Matrix& axes) {
    if (axes_.rows() != axes.rows() || axes_.cols() != axes.cols() || axes_ != axes) {
        lanes_.clear();
        axes_ = axes;
        target_places_ = places_of(target_ * axes);
    }
    std::map<int, Cloud> now;
    for (auto& lane : lanes_now(exhibit, shown)) {
        if (now.size() == most_lanes && !lane.shown) continue;
        const auto* state = lane.frame ? std::get_if<AlignmentState>(lane.frame->state.get()) : nullptr;
        if (!state) continue;
        Cloud& cloud = now[lane.lane];
        const auto before = lanes_.find(lane.lane);
        if (before != lanes_.end() && before->second.of == lane.frame) {
            cloud = std::move(before->second);
            continue;
        }
        const ProjectedPose pose = pose_between(*state, *state, 0, axes);
        cloud.of = lane.frame;
        cloud.places =
            places_of((pose.scale * ((source_.rowwise() - pose.pivot) * pose.turn)).rowwise() + pose.place);
    }
    lanes_ = std::move(now);
}

void LanePictures::tell(SceneNotes& notes, const ViewFrame& view) const {
    if (lanes_.empty() || target_places_.cols() == 0) return;
    const Eigen::Vector3d centre = target_places_.rowwise().mean();
    // Nine of ten points, with a margin: a few far ones would shrink the rest to a dot.
    Vector away = (target_places_.colwise() - centre).colwise().norm().transpose();
    std::sort(away.begin(), away.end());
    const double reach = std::min(2.3 * away[away.size() - 1], 3.0 * away[away.size() * 9 / 10]);
    const auto flat = [&](const Eigen::Matrix3Xd& places) {
        std::vector<std::pair<float, float>> found;
        for (Index k = 0; k < places.cols() && reach > 0; ++k) {
            const Eigen::Vector3d from = places.col(k) - centre;
            found.emplace_back(float(0.5 + from.dot(view.right) / reach),
                               float(0.5 - from.dot(view.up) / reach));
        }
        return found;
    };
    const auto target = flat(target_places_);
    for (auto& [lane, cloud] : lanes_) notes.lanes.push_back({lane, flat(cloud.places), target});
}

}  // namespace orthoscope
