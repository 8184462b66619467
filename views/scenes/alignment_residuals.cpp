// The end of a run: how far each pair still is apart, as colours; and what the view must hold on the way
// there.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/linalg/lapack.h"
#include "views/overlay/residuals.h"
#include "views/scenes/alignment_scene.h"

namespace orthoscope {
namespace {

constexpr std::size_t frames_at_once = 16;  // that bounds look at when more arrive
constexpr std::size_t most_listed = 5;

std::string row_name(const Dataset& set, Index row) {
    const auto at = static_cast<std::size_t>(row);
    return at < set.labels.size() && !set.labels[at].empty() ? set.labels[at] : "row " + std::to_string(row);
}

// |scale (x - pivot) R + place - y| of every drawn row that has a partner.
std::vector<double> distances(const Pairs& pairs, const AlignmentState& end, const std::vector<Index>& rows,
                              const Partners& partners) {
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
            const Index y = partners.of(rows[first + i]);
            if (y >= 0) result[first + i] = (moved.row(static_cast<Index>(i)) - pairs.target->row(y)).norm();
        }
    }
    return result;
}

// The same where the report holds the aligned rows: one pass, while applying a map of many dimensions takes long.
std::vector<double> distances(const Pairs& pairs, const Matrix& aligned, const std::vector<Index>& rows,
                              const Partners& partners) {
    std::vector<double> squared(rows.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (partners.of(rows[i]) < 0) squared[i] = std::numeric_limits<double>::quiet_NaN();
    for (Index c = 0; c < aligned.cols(); ++c)
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Index y = std::max<Index>(partners.of(rows[i]), 0);
            const double d = aligned(rows[i], c) - (*pairs.target)(y, c);
            squared[i] += d * d;
        }
    for (double& d : squared) d = std::sqrt(d);
    return squared;
}

// Whether `aligned` is where this frame puts the source; a report may speak of another lane.
bool tells_of(const Matrix& aligned, const Pairs& pairs, const AlignmentState& end) {
    const Matrix& source = *pairs.source;
    if (aligned.rows() != source.rows() || aligned.cols() != source.cols() || source.rows() == 0) return false;
    const Pose pose = pose_between(end, end, 0);
    for (Index row : {Index(0), source.rows() / 2, source.rows() - 1}) {
        const RowVector moved = pose.apply(source.row(row));
        if (!((moved - aligned.row(row)).norm() <= 1e-9 * (1 + moved.norm()))) return false;
    }
    return true;
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

// Where the last frame of a search says nothing of partners, those hold that the report found for its pose.
void AlignmentScene::settle() {
    const Exhibit& exhibit = *inputs_.exhibit;
    const State* last = exhibit.frames.back()->state.get();
    const AlignmentState& end = std::get<AlignmentState>(*last);
    if (exhibit.frames.size() < 2 || !exhibit.running.empty() || !exhibit.report || end.matching || end.coupling ||
        goes_by_pairs(*exhibit.pairs, exhibit.method))
        return;
    if (settled_of_ != std::pair{exhibit.report.get(), last}) {
        settled_of_ = {exhibit.report.get(), last};
        settled_.reset(), residuals_of_ = nullptr;
        const Indices* matching = exhibit.report->indices("matching");
        const Matrix* aligned = exhibit.report->matrix("aligned");
        if (matching && aligned && tells_of(*aligned, *exhibit.pairs, end)) {
            settled_ = end;
            settled_->matching = SharedIndices(exhibit.report, matching);
        }
    }
    if (!settled_) return;
    if (now_.from == &end) now_.from = &*settled_;
    now_.to = &*settled_;
}

void AlignmentScene::show_residuals() {
    partners_.follow(*now_.to);
    if (!now_.complete || !partners_.any()) {
        if (coloured_) source_->set_colours({}), target_->stay(1);
        coloured_ = false;
        return;
    }
    if (coloured_ && residuals_of_ == now_.to) return;
    const Pairs& pairs = *inputs_.exhibit->pairs;
    const Matrix* aligned = inputs_.exhibit->report ? inputs_.exhibit->report->matrix("aligned") : nullptr;
    const bool told = aligned && tells_of(*aligned, pairs, *now_.to);
    residuals_ = told ? distances(pairs, *aligned, source_->rows(), partners_)
                      : distances(pairs, *now_.to, source_->rows(), partners_);
    residuals_of_ = now_.to;
    spread_ = std::make_shared<Residuals>(residuals_);
    // Rounding is no error: a perfect match is all at the lower end.
    residual_high_ = std::max(range_end(residuals_), 1e-9 * radius_);
    const Palette& colours = palette(inputs_.look.theme);
    std::vector<std::uint8_t> rgb;
    rgb.reserve(3 * residuals_.size());
    for (double r : residuals_) {
        const Colour c = std::isfinite(r) ? sample(colours.errors, r / residual_high_) : colours.neutral;
        for (double channel : {c.r, c.g, c.b})
            rgb.push_back(static_cast<std::uint8_t>(std::lround(255 * channel)));
    }
    source_->set_colours(rgb);
    target_->stay(target_->is_surface() ? 0.22 : 0.5);  // what is told now is told by the source
    coloured_ = true;
}

// The rows that end farthest from their partners, and the target rows that most rows chose: by the matching
// of the last frame, or by the nearest neighbours that the report found.
void AlignmentScene::list_rows() {
    if (!coloured_) {
        worst_.clear(), hubs_.clear();
        listed_of_ = nullptr;
        return;
    }
    const Report* report = inputs_.exhibit->report.get();
    if (!worst_.empty() && listed_of_ == report) return;
    listed_of_ = report;
    worst_.clear(), hubs_.clear();
    const Pairs& pairs = *inputs_.exhibit->pairs;
    for (std::size_t i = 0; i < residuals_.size(); ++i)
        if (std::isfinite(residuals_[i])) worst_.push_back({{0, source_->rows()[i]}, {}, residuals_[i]});
    const Indices* chosen = now_.to->matching.get();
    if (!chosen && report) chosen = report->indices("matching");
    if (chosen && chosen->size() == pairs.source->rows()) {
        std::vector<int> times(static_cast<std::size_t>(pairs.target->rows()), 0);
        for (Index i = 0; i < chosen->size(); ++i) {
            const Index row = (*chosen)(i);
            const bool counts = !now_.to->matching || partners_.weight(i) > 0;
            if (row >= 0 && row < pairs.target->rows() && counts) ++times[static_cast<std::size_t>(row)];
        }
        for (std::size_t row = 0; row < times.size(); ++row)
            if (times[row] > 1) hubs_.push_back({{1, static_cast<Index>(row)}, {}, double(times[row])});
    }
    for (auto* list : {&worst_, &hubs_}) {
        const std::size_t kept = std::min(list->size(), most_listed);
        std::partial_sort(list->begin(), list->begin() + std::ptrdiff_t(kept), list->end(),
                          [](auto& a, auto& b) {
                              return a.value > b.value || (a.value == b.value && a.row.row < b.row.row);
                          });
        list->resize(kept);
        for (auto& entry : *list) entry.label = row_name(*pairs.sets[entry.row.set], entry.row.row);
    }
}

// Of every lane, so that the view stays where it is from one to the other; only the frames that have come
// since.
void AlignmentScene::gather_bounds() {
    const Exhibit& exhibit = *inputs_.exhibit;
    const auto& frames = exhibit.all_frames.empty() ? exhibit.frames : exhibit.all_frames;
    const bool grown =
        bounded_.size() <= frames.size() && std::equal(bounded_.begin(), bounded_.end(), frames.begin());
    if (!grown) {
        bounds_.clear(), last_bounded_.clear(), bounded_.clear();
        bounds_.add(Matrix(bounding_rows(*exhibit.pairs->target) * space_.axes));
    }
    const std::size_t first = bounded_.size(),
                      step = std::max<std::size_t>(1, (frames.size() - first) / frames_at_once);
    const auto bound = [&](const AlignmentState& from, const AlignmentState& to, double weight) {
        const ProjectedPose pose = pose_between(from, to, weight, space_.axes);
        bounds_.add(Matrix((pose.scale * product(outer_source_.rowwise() - pose.pivot, pose.turn)).rowwise() +
                           pose.place));
        return pose;
    };
    for (std::size_t i = first; i < frames.size(); ++i) {
        const auto* now = std::get_if<AlignmentState>(frames[i]->state.get());
        FramePtr& before = last_bounded_[frames[i]->lane];
        if (now && ((i - first) % step == 0 || i + 1 == frames.size() || !before)) {
            bound_axes(*now, bound(*now, *now, 0));
            if (before) bound(std::get<AlignmentState>(*before->state), *now, 0.5);
        }
        if (now) before = frames[i];
    }
    bounded_ = frames;
}

}  // namespace orthoscope
