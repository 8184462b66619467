#include "views/scenes/alignment_scene.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace orthoscope {
namespace {

constexpr Index most_triangles = 200000;
constexpr double most_numbers = 5e7;  // drawn rows times dimensions, kept for projecting again at each frame

const Triangles* surface_of(const Dataset& set, Index dimension) {
    const Triangles* triangles = set.triangles();
    return triangles && set.kind() == Kind::Mesh && dimension == 3 && triangles->rows() > 0 &&
                   triangles->rows() <= most_triangles
               ? triangles
               : nullptr;
}

Eigen::Vector3d placed(const RowVector& row, const ProjectedPose& pose) {
    return shown(pose.scale * ((row - pose.pivot) * pose.turn) + pose.place);
}

double rms_radius(const Matrix& rows, const Matrix& axes) {
    if (rows.rows() == 0) return 1;
    const Index step = std::max<Index>(1, rows.rows() / 2000);
    Matrix some(rows.rows() / step, rows.cols());
    for (Index i = 0; i < some.rows(); ++i) some.row(i) = rows.row(i * step);
    const RowVector mean = some.colwise().mean();
    some = (some.rowwise() - mean) * axes;
    const double radius = std::sqrt(some.squaredNorm() / std::max<Index>(1, some.rows()));
    return std::isfinite(radius) && radius > 0 ? radius : 1;
}

}  // namespace

std::unique_ptr<Scene> make_alignment_scene() {
    return std::make_unique<AlignmentScene>();
}

bool AlignmentScene::accepts(const State* state) const {
    return state && std::holds_alternative<AlignmentState>(*state);
}

const AlignmentState& AlignmentScene::state(std::size_t frame) const {
    return std::get<AlignmentState>(*inputs_.exhibit->frames[frame]->state);
}

void AlignmentScene::clear() {
    if (lines_) scene_renderer_->RemoveActor(lines_->actor());
    if (marks_) marks_renderer_->RemoveActor(marks_->actor());
    source_.reset(), target_.reset(), lines_.reset(), marks_.reset();
    built_for_ = nullptr;
    residuals_of_ = nullptr;
    listed_of_ = nullptr;
    settled_of_ = {};
    coloured_ = false;
    halos_.reset(), halos_of_ = nullptr;
    bounds_.clear(), bounded_.clear(), last_bounded_.clear();
}

// The first turn of the run, where the view asks for its planes.
const RotationPath* AlignmentScene::turning_path() const {
    if (inputs_.exhibit->pairs->dimension() <= 3 || inputs_.look.projection != Projection::TurningPlanes)
        return nullptr;
    for (std::size_t k = 0; k < inputs_.exhibit->frames.size(); ++k)
        if (auto path = state(k).path; path && !path->planes().empty()) return path.get();
    return nullptr;
}

void AlignmentScene::set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) {
    const bool same_theme = inputs_.exhibit && inputs_.look.theme == inputs.look.theme;
    inputs_ = inputs;
    const Pairs* pairs = inputs_.exhibit->pairs.get();
    // A turning plane may have been found since.
    const bool other_space =
        inputs_.look.projection != built_projection_ || (!built_path_ && turning_path() != nullptr) ||
        (touring() && inputs_.look.tour_seed != built_seed_);
    if (pairs != built_for_ || inputs_.budget != built_budget_ || other_space || !same_theme) {
        clear();
        build(scene, marks);
    }
    build_halos();
    find_centroids();
    gather_bounds();
    if (tour_) follow_tour();
    now_ = {};
}

void AlignmentScene::build(vtkRenderer* scene, vtkRenderer* marks) {
    const Exhibit& exhibit = *inputs_.exhibit;
    const Pairs& pairs = *exhibit.pairs;
    const Palette& colours = palette(inputs_.look.theme);
    space_ = choose_space();
    const Triangles* source_mesh = surface_of(*pairs.sets[0], pairs.dimension());
    const Triangles* target_mesh = surface_of(*pairs.sets[1], pairs.dimension());
    std::size_t budget = inputs_.budget;
    if (!space_.identity)
        budget = std::min(budget, static_cast<std::size_t>(most_numbers / double(pairs.dimension())));
    drawn_ = drawn_rows(pairs, budget, source_mesh, target_mesh);
    const Colour cool = inputs_.look.theme == Theme::Dark ? colours.target_bright : colours.target;
    target_ = std::make_unique<SetDrawing>(
        SetDrawing::Plan{pairs.target.get(), drawn_.target, target_mesh, Glyph::Ring, cool, exhibit.compute.get()}, space_);
    source_ = std::make_unique<SetDrawing>(
        SetDrawing::Plan{pairs.source.get(), drawn_.source, source_mesh, Glyph::Disc, colours.source, exhibit.compute.get()},
        space_);
    target_->stay(1);
    lines_ = std::make_unique<Ribbons>();
    marks_ = std::make_unique<Ribbons>();
    target_->attach(scene);
    source_->attach(scene);
    scene->AddActor(lines_->actor());
    marks->AddActor(marks_->actor());
    scene_renderer_ = scene, marks_renderer_ = marks;
    built_for_ = &pairs, built_budget_ = inputs_.budget, built_projection_ = inputs_.look.projection;
    built_path_ = turning_path(), built_seed_ = inputs_.look.tour_seed;
    radius_ = rms_radius(*pairs.target, space_.axes);
    partners_ = Partners(pairs, exhibit.method);
    match_lines_.build(pairs, exhibit.method, drawn_, 2 * radius_);
    lane_pictures_.build(pairs, drawn_);
    outer_source_ = bounding_rows(*pairs.source);
    bounds_.add(Matrix(bounding_rows(*pairs.target) * space_.axes));
}

void AlignmentScene::build_halos() {
    const Bootstrap* fits = inputs_.look.halos && !tour_ ? inputs_.exhibit->bootstrap.get() : nullptr;
    if (fits == halos_of_) return;
    halos_.reset();
    halos_of_ = fits;
    if (!fits) return;
    halos_ = std::make_unique<Halos>(*fits, *inputs_.exhibit->pairs->source, drawn_.source, space_.axes,
                                     palette(inputs_.look.theme));
    halos_->attach(scene_renderer_);
}

void AlignmentScene::find_centroids() {
    source_mean_.reset(), target_mean_.reset();
    for (auto& frame : inputs_.exhibit->frames) {
        const auto& s = std::get<AlignmentState>(*frame->state);
        if (!s.centred || s.target_mean.size() == 0) continue;
        source_mean_ = s.pivot;
        target_mean_ = s.target_mean;
        return;
    }
}

void AlignmentScene::show(const Cursor& cursor) {
    const auto& frames = inputs_.exhibit->frames;
    const std::size_t last = frames.size() - 1;
    const std::size_t lower = std::min(cursor.lower, last), upper = std::min(cursor.upper, last);
    now_.lower = frames[lower].get(), now_.upper = frames[upper].get();
    now_.lower_index = lower, now_.upper_index = upper;
    now_.from = &state(lower), now_.to = &state(upper);
    now_.weight = lower == upper ? 0 : std::clamp(cursor.weight, 0.0, 1.0);
    now_.complete = last > 0 && inputs_.exhibit->running.empty() &&
                    (lower == last || (upper == last && now_.weight == 1));
    if (upper == last) settle();
    move_source();
    show_residuals();
    list_rows();
    if (halos_) halos_->show(now_.complete);
    lane_pictures_.show(*inputs_.exhibit, now_.weight == 1 ? *now_.upper : *now_.lower, space_.axes);
    lines_->clear();
    marks_->clear();
    labels_.clear();
    draw_lines();
    draw_centroids();
    draw_axes();
}

void AlignmentScene::show_pose(const ProjectedPose& pose) {
    now_.pose = pose;
    now_.complete = false;
    source_->move(pose);
    show_residuals();
    lines_->clear();
    marks_->clear();
    labels_.clear();
    draw_lines();
}

// What the frame has found that the one before had not says what it is about, whatever its method calls it.
AlignmentScene::Beat AlignmentScene::beat(std::size_t frame) const {
    const AlignmentState& now = state(frame);
    const AlignmentState* before = frame > 0 ? &state(frame - 1) : nullptr;
    if (now.u && now.sigma.size() > 0 && (now.path || !before || before->u != now.u)) return Beat::Axes;
    if (now.u || now.matching || now.coupling || now.path) return Beat::Rest;
    if (now.centred || now.cross_covariance) return Beat::Centre;
    return before ? Beat::Rest : Beat::Start;
}

double AlignmentScene::strength(double start, double centre, double axes, double rest) const {
    const auto of = [&](std::size_t frame) {
        switch (beat(frame)) {
            case Beat::Start:
                return start;
            case Beat::Centre:
                return centre;
            case Beat::Axes:
                return axes;
            case Beat::Rest:
                break;
        }
        return rest;
    };
    return (1 - now_.weight) * of(now_.lower_index) + now_.weight * of(now_.upper_index);
}

// The axes take the eye where there are any.
void AlignmentScene::draw_lines() {
    if (!inputs_.look.correspondences) return;
    match_lines_.draw(*lines_, {*now_.from, *now_.to, now_.weight, now_.pose, space_.axes},
                      palette(inputs_.look.theme), 1 - 0.6 * strength(0, 0, 1, 0));
}

void AlignmentScene::draw_centroids() {
    if (!source_mean_) return;
    const Palette& colours = palette(inputs_.look.theme);
    const double alpha = strength(0.8, 1, 0.55, 0.0);
    if (alpha <= 0.01) return;
    const Eigen::Vector3d from = placed(*source_mean_, now_.pose), to = shown(*target_mean_ * space_.axes);
    const Colour cool = inputs_.look.theme == Theme::Dark ? colours.target_bright : colours.target;
    if ((from - to).norm() > 1e-3 * radius_) marks_->line(from, to, {colours.text, 0.75 * alpha, 1.6});
    marks_->diamond(to, 9, {colours.text, alpha, 4.2});
    marks_->diamond(to, 9, {cool, alpha, 2.4});
    marks_->cross(from, 10, {colours.text, alpha, 4.2});
    marks_->cross(from, 9.2, {colours.source, alpha, 2.6});
}

double AlignmentScene::axis_length(const AlignmentState& state, Index i) const {
    return 1.9 * radius_ * state.sigma[i] / state.sigma[0];
}

void AlignmentScene::bound_axes(const AlignmentState& state, const ProjectedPose& pose) {
    if (!state.u || !state.v || state.sigma.size() == 0 || !(state.sigma[0] > 0)) return;
    const Eigen::Vector3d at = shown(pose.place);
    for (Index i = 0; i < std::min<Index>(3, state.sigma.size()); ++i) {
        const double length = 1.1 * axis_length(state, i);  // and the name at its tip
        bounds_.add(Eigen::Vector3d(at + length * shown(state.u->col(i).transpose() * pose.turn)));
        bounds_.add(Eigen::Vector3d(at + length * shown(state.v->col(i).transpose() * space_.axes)));
    }
}

// u_i stands on the source and turns with it; v_i stands on the target. They meet when the turn is done.
void AlignmentScene::draw_axes() {
    const AlignmentState* known = now_.to->u ? now_.to : now_.from->u ? now_.from : nullptr;
    // At the end the colours of the points have the word.
    const double alpha = strength(0, 0, 1, 0) * (now_.complete ? 0.5 : 1);
    if (!known || !known->v || known->sigma.size() == 0 || known->sigma[0] <= 0 || alpha <= 0.01) return;
    const Palette& colours = palette(inputs_.look.theme);
    const Colour cool = inputs_.look.theme == Theme::Dark ? colours.target_bright : colours.target;
    const bool growing = !now_.from->u && now_.weight < 1;
    const double grown = growing ? now_.weight : 1;
    const Eigen::Vector3d at = shown(now_.pose.place);
    const Eigen::Vector3d target_at = target_mean_ ? shown(*target_mean_ * space_.axes) : at;
    for (Index i = 0; i < std::min<Index>(3, known->sigma.size()); ++i) {
        const double length = grown * axis_length(*known, i);
        if (length < 0.02 * radius_) continue;
        const Eigen::Vector3d u = shown(known->u->col(i).transpose() * now_.pose.turn) * length;
        const Eigen::Vector3d v = shown(known->v->col(i).transpose() * space_.axes) * length;
        marks_->arrow(target_at, target_at + v, {cool, alpha, 3.4});
        marks_->arrow(at, at + u, {colours.source, alpha, 2.2});
        labels_.emplace_back(at + 1.06 * u, "u" + std::to_string(i + 1));
        labels_.emplace_back(target_at + 1.06 * v, "v" + std::to_string(i + 1));
    }
}

std::vector<Pickable> AlignmentScene::pickable() const {
    if (!source_) return {};
    return {{source_.get(), inputs_.exhibit->pairs->sets[0]},
            {target_.get(), inputs_.exhibit->pairs->sets[1]}};
}

// A row of the source and its partner, or a row of the target and all that chose it.
std::vector<Marked> AlignmentScene::marked() const {
    constexpr std::size_t most = 8;
    const auto& selected = inputs_.look.selected;
    if (!selected || !now_.from || selected->set > 1) return {};
    const Pairs& pairs = *inputs_.exhibit->pairs;
    const Matrix& rows = selected->set == 0 ? *pairs.source : *pairs.target;
    if (selected->row < 0 || selected->row >= rows.rows()) return {};
    Partners partners = partners_;
    partners.follow(now_.weight == 1 ? *now_.to : *now_.from);
    const auto moving = [&](Index row) {
        return Marked{placed(pairs.source->row(row), now_.pose), {0, row}};
    };
    const auto staying = [&](Index row) {
        return Marked{shown(pairs.target->row(row) * space_.axes), {1, row}};
    };
    if (selected->set == 0) {
        std::vector<Marked> found{moving(selected->row)};
        if (const Index partner = partners.of(selected->row); partner >= 0) found.push_back(staying(partner));
        return found;
    }
    std::vector<Marked> found{staying(selected->row)};
    for (Index row : partners.sources_of(selected->row, most)) found.push_back(moving(row));
    return found;
}

void AlignmentScene::prepare(const ViewStyle& style) {
    source_->prepare(style);
    target_->prepare(style);
    if (halos_) halos_->prepare(style);
    lines_->prepare(style);
    marks_->prepare(style);
}

void AlignmentScene::tell(SceneNotes& notes, const Projector& project) const {
    const Pairs& pairs = *inputs_.exhibit->pairs;
    notes.projection = space_.sentence;
    notes.drawn = source_->size() + target_->size();
    notes.total = static_cast<std::size_t>(pairs.source->rows() + pairs.target->rows());
    if (inputs_.look.correspondences) match_lines_.tell(notes);
    notes.halos = halos_ && now_.complete ? halos_->points() : 0;
    notes.worst = worst_, notes.hubs = hubs_;
    lane_pictures_.tell(notes, project.frame());
    notes.not_rigid = !now_.pose.rigid;
    notes.residual_colours = coloured_;
    if (coloured_) notes.residual_high = residual_high_, notes.residuals = spread_;
    for (auto& [at, text] : labels_) {
        const Eigen::Vector3d place = project(at);
        if (place.z() > 0) notes.labels.push_back({place.x(), place.y(), text});
    }
}

}  // namespace orthoscope
