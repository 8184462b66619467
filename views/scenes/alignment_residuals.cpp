// The end of a run: how far each pair still is apart, as colours; and what the view must hold on the way
// there.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "views/scenes/alignment_scene.h"

namespace orthoscope {
namespace {

constexpr std::size_t most_poses = 24;
constexpr Index most_samples = 600, most_outer = 300;

// A sample, and the rows farthest from the mean: wherever a turn takes them, the view must hold them.
Matrix some_rows(const Matrix& rows) {
    if (rows.rows() <= most_samples) return rows;
    std::vector<Index> chosen = Random(4).choose(rows.rows(), most_samples);
    const RowVector mean = rows.colwise().mean();  // evaluated once: Eigen would take it anew for every entry
    const Vector away = (rows.rowwise() - mean).rowwise().squaredNorm();
    std::vector<Index> order(static_cast<std::size_t>(rows.rows()));
    std::iota(order.begin(), order.end(), Index(0));
    std::nth_element(order.begin(), order.begin() + most_outer, order.end(),
                     [&](Index a, Index b) { return away[a] > away[b]; });
    chosen.insert(chosen.end(), order.begin(), order.begin() + most_outer);
    Matrix some(static_cast<Index>(chosen.size()), rows.cols());
    for (std::size_t i = 0; i < chosen.size(); ++i) some.row(static_cast<Index>(i)) = rows.row(chosen[i]);
    return some;
}

void append(std::vector<Eigen::Vector3d>& places, const Matrix& rows) {
    for (Index i = 0; i < rows.rows(); ++i) {
        const Eigen::Vector3d at = shown(rows.row(i));
        if (at.allFinite()) places.push_back(at);
    }
}

// |scale (x - pivot) R + place - y| of every drawn row that has a partner.
std::vector<double> distances(const Pairs& pairs, const AlignmentState& end, const std::vector<Index>& rows,
                              const std::vector<Index>& partner) {
    std::vector<double> result(rows.size(), std::numeric_limits<double>::quiet_NaN());
    constexpr std::size_t block = 4096;
    const Pose pose = pose_between(end, end, 0);
    for (std::size_t first = 0; first < rows.size(); first += block) {
        const std::size_t count = std::min(block, rows.size() - first);
        Matrix x(static_cast<Index>(count), pairs.dimension());
        for (std::size_t i = 0; i < count; ++i)
            x.row(static_cast<Index>(i)) = pairs.source->row(rows[first + i]);
        const Matrix moved = pose.apply(x);
        for (std::size_t i = 0; i < count; ++i) {
            const Index y = partner[static_cast<std::size_t>(rows[first + i])];
            if (y >= 0) result[first + i] = (moved.row(static_cast<Index>(i)) - pairs.target->row(y)).norm();
        }
    }
    return result;
}

// The 98th percentile where a few outliers would flatten the map, else the largest.
double range_end(std::vector<double> values) {
    std::erase_if(values, [](double r) { return !std::isfinite(r); });
    if (values.empty()) return 0;
    const std::size_t at = std::min(values.size() - 1, values.size() * 98 / 100);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
    const double robust = values[at], largest = *std::max_element(values.begin(), values.end());
    return largest > 1.5 * robust && robust > 0 ? robust : largest;
}

}  // namespace

void AlignmentScene::show_residuals() {
    const bool on = now_.complete && inputs_.exhibit->pairs->paired;
    if (!on) {
        if (coloured_) source_->set_colours({}), target_->stay(1);
        coloured_ = false;
        return;
    }
    if (coloured_ && residuals_of_ == now_.to) return;
    residuals_ = distances(*inputs_.exhibit->pairs, *now_.to, source_->rows(), partner_);
    residuals_of_ = now_.to;
    // Rounding is no error: a perfect match is all at the lower end.
    residual_high_ = std::max(range_end(residuals_), 1e-9 * radius_);
    const Colour none = palette(inputs_.look.theme).neutral;
    std::vector<std::uint8_t> rgb;
    rgb.reserve(3 * residuals_.size());
    for (double r : residuals_) {
        const Colour c = std::isfinite(r) ? sample(ColourMap::Cividis, r / residual_high_) : none;
        for (double channel : {c.r, c.g, c.b})
            rgb.push_back(static_cast<std::uint8_t>(std::lround(255 * channel)));
    }
    source_->set_colours(rgb);
    target_->stay(target_->is_surface() ? 0.22 : 0.5);  // what is told now is told by the source
    coloured_ = true;
}

std::vector<Eigen::Vector3d> AlignmentScene::bounds() const {
    std::vector<Eigen::Vector3d> places;
    if (!inputs_.exhibit) return places;
    const Pairs& pairs = *inputs_.exhibit->pairs;
    append(places, some_rows(*pairs.target) * space_.axes);
    const Matrix source = some_rows(*pairs.source);
    const std::size_t last = inputs_.exhibit->frames.size() - 1;
    const std::size_t step = std::max<std::size_t>(1, 2 * (last + 1) / most_poses);
    for (std::size_t k = 0;; k = std::min(k + step, last)) {
        for (double weight : {0.0, 0.5}) {
            if (weight > 0 && k == last) continue;
            const ProjectedPose pose =
                pose_between(state(k), state(std::min(k + 1, last)), weight, space_.axes);
            append(places,
                   (pose.scale * product(source.rowwise() - pose.pivot, pose.turn)).rowwise() + pose.place);
            append_axes(places, state(k), pose);
        }
        if (k == last) break;
    }
    return places;
}

}  // namespace orthoscope
