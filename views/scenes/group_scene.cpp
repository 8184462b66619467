#include "views/scenes/group_scene.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "views/overlay/panels/panels.h"
#include "views/scenes/drawn_rows.h"
#include "views/scenes/point_glyphs.h"
#include "views/stage/picking.h"

namespace orthoscope {
namespace {

constexpr double most_numbers = 5e7;  // drawn rows times dimensions, kept for projecting again at each frame
constexpr std::size_t most_spokes = 500, most_listed = 5, frames_at_once = 16;

Matrix rows_at(const Matrix& rows, const std::vector<Index>& at) {
    Matrix found(static_cast<Index>(at.size()), rows.cols());
    for (std::size_t k = 0; k < at.size(); ++k) found.row(static_cast<Index>(k)) = rows.row(at[k]);
    return found;
}

Matrix moved(const Matrix& rows, const ProjectedPose& pose) {
    return (pose.scale * ((rows.rowwise() - pose.pivot) * pose.turn)).rowwise() + pose.place;
}

}  // namespace

std::unique_ptr<Scene> make_group_scene() {
    return std::make_unique<GroupScene>();
}

GroupScene::GroupScene() = default;
GroupScene::~GroupScene() = default;

bool GroupScene::accepts(const State* state) const {
    return state && std::holds_alternative<GroupState>(*state);
}

const GroupState& GroupScene::state(std::size_t frame) const {
    return std::get<GroupState>(*inputs_.exhibit->frames[frame]->state);
}

void GroupScene::clear() {
    if (renderer_ && mean_) renderer_->RemoveActor(mean_->actor());
    if (renderer_ && spokes_) renderer_->RemoveActor(spokes_->actor());
    sets_.clear(), mean_.reset(), spokes_.reset();
    built_for_ = nullptr;
    mean_from_ = mean_to_ = nullptr, mean_known_ = false;
    worst_of_ = nullptr;
    worst_.clear();
    bounds_.clear(), bounded_.clear();
}

void GroupScene::set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer*) {
    const bool same_theme = inputs_.exhibit && inputs_.look.theme == inputs.look.theme;
    inputs_ = inputs;
    if (inputs_.exhibit->pairs.get() != built_for_ || inputs_.budget != built_budget_ || !same_theme) {
        clear();
        build(scene);
    }
    gather_bounds();
}

void GroupScene::build(vtkRenderer* scene) {
    const Pairs& pairs = *inputs_.exhibit->pairs;
    const Palette& colours = palette(inputs_.look.theme);
    rows_ = {pairs.source.get(), pairs.target.get()};
    for (auto& other : pairs.others) rows_.push_back(other.get());
    space_ = principal_space(rows_, pairs.dimension());
    Index common = pairs.source->rows();
    for (auto rows : rows_) common = std::min(common, rows->rows());
    std::size_t budget = inputs_.budget / (rows_.size() + 1);
    if (!space_.identity)
        budget = std::min(budget, static_cast<std::size_t>(most_numbers / double(pairs.dimension()) /
                                                           double(rows_.size())));
    drawn_ = drawn_rows(common, std::max<std::size_t>(budget, 1));
    outer_.clear();
    for (std::size_t k = 0; k < rows_.size(); ++k) {
        const SetDrawing::Plan plan{rows_[k], drawn_, nullptr, Glyph::Disc, colour_of_set(colours, k), inputs_.exhibit->compute.get()};
        sets_.push_back(std::make_unique<SetDrawing>(plan, space_));
        sets_.back()->attach(scene);
        outer_.push_back(bounding_rows(*rows_[k]));
    }
    mean_ = std::make_unique<PointGlyphs>(Glyph::Ring);
    mean_->set_colour(colours.text);
    mean_->set_diameter(diameter_for(drawn_.size()));
    spokes_ = std::make_unique<Ribbons>();
    scene->AddActor(mean_->actor());
    scene->AddActor(spokes_->actor());
    renderer_ = scene;
    built_for_ = &pairs, built_budget_ = inputs_.budget;
}

// Only the frames that have come since, at most a few of them.
void GroupScene::gather_bounds() {
    const auto& frames = inputs_.exhibit->frames;
    const bool grown =
        bounded_.size() <= frames.size() && std::equal(bounded_.begin(), bounded_.end(), frames.begin());
    if (!grown) bounds_.clear(), bounded_.clear();
    const std::size_t first = bounded_.size(), count = frames.size() - first;
    const std::size_t step = std::max<std::size_t>(1, count / frames_at_once);
    for (std::size_t i = first; i < frames.size();
         i += std::min(step, std::max<std::size_t>(1, frames.size() - 1 - i)))
        for (std::size_t k = 0; k < std::min(outer_.size(), state(i).sets.size()); ++k) {
            const AlignmentState& now = state(i).sets[k];
            bounds_.add(moved(outer_[k], pose_between(now, now, 0, space_.axes)));
            if (i == 0 || state(i - 1).sets.size() <= k) continue;
            bounds_.add(moved(outer_[k], pose_between(state(i - 1).sets[k], now, 0.5, space_.axes)));
        }
    bounded_ = frames;
}

void GroupScene::show(const Cursor& cursor) {
    const auto& frames = inputs_.exhibit->frames;
    const std::size_t last = frames.size() - 1;
    const std::size_t lower = std::min(cursor.lower, last), upper = std::min(cursor.upper, last);
    const double weight = lower == upper ? 0 : std::clamp(cursor.weight, 0.0, 1.0);
    const GroupState &from = state(lower), &to = state(upper);
    poses_.clear();
    rigid_ = true;
    for (std::size_t k = 0; k < std::min({sets_.size(), from.sets.size(), to.sets.size()}); ++k) {
        poses_.push_back(pose_between(from.sets[k], to.sets[k], weight, space_.axes));
        rigid_ = rigid_ && poses_.back().rigid;
        sets_[k]->move(poses_.back());
    }
    place_mean(from, to, weight);
    draw_spokes();
    const bool complete =
        last > 0 && inputs_.exhibit->running.empty() && (lower == last || (upper == last && weight == 1));
    if (complete)
        find_worst(weight == 1 ? to : from);
    else
        worst_.clear(), worst_of_ = nullptr;
}

// Drawn rows of a mean as they are shown; empty where there is none.
Matrix GroupScene::mean_rows(const SharedMatrix& mean) const {
    const bool fits = mean && mean->cols() == space_.axes.rows() && (drawn_.empty() || mean->rows() > drawn_.back());
    return fits ? Matrix(rows_at(*mean, drawn_) * space_.axes) : Matrix();
}

// From one frame's mean to the next: rows are looked at where the frames change, between them one number.
void GroupScene::place_mean(const GroupState& from, const GroupState& to, double weight) {
    if (mean_from_ != from.mean || mean_to_ != to.mean || !mean_known_) {
        mean_from_ = from.mean, mean_to_ = to.mean, mean_known_ = true;
        mean_start_ = mean_rows(from.mean), mean_end_ = mean_from_ == mean_to_ ? mean_start_ : mean_rows(to.mean);
        mean_comes_ = mean_start_.size() == 0, mean_goes_ = mean_end_.size() == 0;
        if (mean_comes_) mean_start_ = mean_end_;
        if (mean_goes_) mean_end_ = mean_start_;
        if (mean_start_.rows() > 0) upload_mean();
    }
    mean_->actor()->SetVisibility(mean_start_.rows() > 0);
    mean_weight_ = mean_comes_ || mean_goes_ ? 0 : weight;
    mean_->blend({mean_weight_});
    mean_->set_presence(mean_comes_ ? std::max(weight, 0.02) : mean_goes_ ? 1 - weight : 1);
}

void GroupScene::upload_mean() {
    const Index k = mean_start_.cols();
    Positions places = Positions::Zero(3, mean_start_.rows());
    places.topRows(k) = mean_start_.transpose().cast<float>();
    Ends ends = Ends::Zero(4, mean_end_.rows());
    ends.topRows(k) = mean_end_.transpose().cast<float>();
    ends.row(3).setOnes();
    mean_->set_positions(std::move(places));
    mean_->set_ends(std::move(ends));
}

// From each set's row to the mean row: what is left of them is what is left to agree on.
void GroupScene::draw_spokes() {
    spokes_->clear();
    if (!inputs_.look.correspondences || mean_start_.rows() == 0 || sets_.empty()) return;
    const Palette& colours = palette(inputs_.look.theme);
    const std::size_t wanted = std::max<std::size_t>(1, most_spokes / sets_.size());
    const std::size_t step = std::max<std::size_t>(1, (drawn_.size() + wanted - 1) / wanted);
    for (std::size_t i = 0; i < drawn_.size(); i += step) {
        const auto row = static_cast<Index>(i);
        const Eigen::Vector3d end = shown((1 - mean_weight_) * mean_start_.row(row) + mean_weight_ * mean_end_.row(row));
        for (std::size_t k = 0; k < sets_.size(); ++k)
            spokes_->line(sets_[k]->at(i), end, {colour_of_set(colours, k), 0.35, 1});
    }
}

// The rows farthest from their mean, among those drawn.
void GroupScene::find_worst(const GroupState& end) {
    if (worst_of_ == &end) return;
    worst_of_ = &end;
    worst_.clear();
    if (!end.mean || mean_start_.rows() == 0) return;
    const Matrix mean = rows_at(*end.mean, drawn_);
    for (std::size_t k = 0; k < std::min(rows_.size(), end.sets.size()); ++k) {
        const Matrix placed = pose_between(end.sets[k], end.sets[k], 0).apply(rows_at(*rows_[k], drawn_));
        const Vector away = (placed - mean).rowwise().norm();
        for (Index i = 0; i < away.size(); ++i)
            worst_.push_back({{k, drawn_[static_cast<std::size_t>(i)]}, {}, away[i]});
    }
    const auto kept = std::min(worst_.size(), most_listed);
    std::partial_sort(worst_.begin(), worst_.begin() + std::ptrdiff_t(kept), worst_.end(),
                      [](auto& a, auto& b) { return a.value > b.value; });
    worst_.resize(kept);
    for (auto& row : worst_)
        row.label = caption(*inputs_.exhibit->pairs->sets[row.row.set], row.row.row, inputs_.exhibit->name(row.row.set));
}

std::vector<Pickable> GroupScene::pickable() const {
    std::vector<Pickable> found;
    const auto& sets = inputs_.exhibit->pairs->sets;
    for (std::size_t k = 0; k < std::min(sets_.size(), sets.size()); ++k)
        found.push_back({sets_[k].get(), sets[k]});
    return found;
}

std::vector<DrawnShape> GroupScene::hiding() const {
    if (!mean_) return {};
    return {mean_->shape()};
}

// The same row of every set, the one selected first.
std::vector<Marked> GroupScene::marked() const {
    std::vector<Marked> found;
    const auto& selected = inputs_.look.selected;
    if (!selected || selected->set >= poses_.size()) return found;
    for (std::size_t k = 0; k < poses_.size(); ++k) {
        if (selected->row < 0 || selected->row >= rows_[k]->rows()) return {};
        const Eigen::Vector3d at = shown(moved(rows_[k]->row(selected->row), poses_[k]).row(0));
        found.insert(k == selected->set ? found.begin() : found.end(), Marked{at, {k, selected->row}});
    }
    return found;
}

void GroupScene::prepare(const ViewStyle& style) {
    for (auto& set : sets_) set->prepare(style);
    if (mean_) mean_->prepare(style);
    if (spokes_) spokes_->prepare(style);
}

void GroupScene::tell(SceneNotes& notes, const Projector&) const {
    notes.projection = space_.sentence;
    for (std::size_t k = 0; k < sets_.size(); ++k) {
        notes.drawn += sets_[k]->size();
        notes.total += static_cast<std::size_t>(rows_[k]->rows());
    }
    notes.not_rigid = !rigid_;
    notes.worst = worst_;
}

}  // namespace orthoscope
