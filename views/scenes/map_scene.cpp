#include "views/scenes/map_scene.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "views/scenes/drawn_rows.h"
#include "views/scenes/map_sliced.h"

namespace orthoscope {
namespace {

constexpr double gap = 0.18;         // between the shapes, the larger one of radius 1
constexpr double name_below = 0.13;  // from the lowest point of a shape to the middle of its name

ShownSpace as_it_is() {
    return {Matrix::Identity(3, 3), "", true};
}

double smooth(double t) {
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

}  // namespace

std::unique_ptr<Scene> make_map_scene() {
    return std::make_unique<MapScene>();
}

bool MapScene::accepts(const State* state) const {
    return state && std::holds_alternative<ShapeState>(*state);
}

const ShapeState& MapScene::own_state(std::size_t frame) const {
    return std::get<ShapeState>(*inputs_.exhibit->frames[frame]->state);
}

double MapScene::travel(double weight) {
    return smooth((weight - 0.1) / 0.35) - smooth((weight - 0.55) / 0.35);
}

void MapScene::clear() {
    if (lines_) scene_renderer_->RemoveActor(lines_->actor());
    if (trail_) marks_renderer_->RemoveActor(trail_->actor());
    lines_.reset(), trail_.reset(), home_.reset();
    sides_.clear();
    painter_ = {};
    built_for_ = nullptr;
    sliced_of_ = nullptr, trail_to_ = nullptr, trail_of_.reset();
    trail_rows_.clear();
    travelling_ = false;
    journey_of_ = nullptr;
    cut_ = nullptr, cut_state_ = cut_from_ = nullptr;
}

void MapScene::set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) {
    inputs_ = inputs;
    if (&pairs() != built_for_ || inputs.budget != built_budget_ || inputs.look.theme != built_theme_) {
        clear();
        scene_renderer_ = scene, marks_renderer_ = marks;
        build(scene);
    }
    painter_.set_report(inputs_.exhibit->report);
    const auto& frames = inputs_.exhibit->frames;
    for (std::size_t k = frames.size(); k-- > 0;)
        if (own_state(k).map) {
            painter_.set_error_scale(own_state(k));
            break;
        }
    lower_ = upper_ = std::min(lower_, frames.size() - 1);
    weight_ = travel_ = 0;
    follow_selection();
}

void MapScene::build(vtkRenderer* scene) {
    const auto& sets = pairs().sets;
    const bool two = sets.size() > 1;
    auto shapes = map_shapes(*sets[0], two ? sets[1].get() : nullptr);
    const Palette& colours = palette(inputs_.look.theme);
    const std::size_t budget = std::max<std::size_t>(1, inputs_.budget / shapes.size());
    const auto drawing_of = [&](const MapShape& shape, std::size_t side) {
        const SetDrawing::Plan plan{&shape.rows, drawn_rows(shape.rows.rows(), budget), shape.triangles, Glyph::Disc,
                                    side == 0 ? colours.source : colours.target_bright};
        auto drawing = std::make_unique<SetDrawing>(plan, as_it_is());
        drawing->attach(scene);
        return drawing;
    };
    for (auto& shape : shapes) {
        sides_.emplace_back().shape = std::move(shape);
        sides_.back().rows = sides_.back().shape.rows;
        sides_.back().drawing = drawing_of(sides_.back().shape, sides_.size() - 1);
    }
    const auto drawn = [&](std::size_t k) {
        if (k >= sides_.size()) return MapPainter::Drawn{};
        return MapPainter::Drawn{&sides_[k].shape, sides_[k].drawing->rows(), sides_[k].drawing->is_surface()};
    };
    sides_.shrink_to_fit();
    painter_ = MapPainter(pairs(), drawn(0), drawn(1), inputs_.look.theme);
    if (two) {
        home_ = drawing_of(sides_[1].shape, 1);
        home_->show(false);
        lanes_.build(sides_[1].shape);
        line_rows_ = farthest_rows(sides_[1].shape.rows, most_lines);
    }
    lines_ = std::make_unique<Ribbons>();
    trail_ = std::make_unique<Ribbons>();
    scene->AddActor(lines_->actor());
    marks_renderer_->AddActor(trail_->actor());
    built_for_ = &pairs(), built_budget_ = inputs_.budget, built_theme_ = inputs_.look.theme;
    place(view_frame(Camera{}));
}

// Half the way from one middle to the other.
double MapScene::apart(const Eigen::Vector3d& right) const {
    return single() ? 0 : 0.5 * (sides_[0].shape.reach(right) + sides_[1].shape.reach(right) + gap);
}

// Left and right in the view. In perspective each is turned by as much as it is seen askew, so that both show the same
// side.
void MapScene::place(const ViewFrame& frame) {
    const double half = apart(frame.right);
    for (std::size_t k = 0; k < sides_.size(); ++k) {
        sides_[k].place = (k == 0 ? -half : half) * frame.right;
        const Eigen::Vector3d eye = frame.orthographic ? frame.back : (frame.eye - sides_[k].place).normalized();
        const bool turned = !frame.orthographic && !single() && eye.dot(frame.back) > 0.5;
        sides_[k].turn = turned ? Eigen::Quaterniond::FromTwoVectors(frame.back, eye).toRotationMatrix()
                                : Eigen::Matrix3d(Eigen::Matrix3d::Identity());
        ProjectedPose pose;
        pose.turn = sides_[k].turn.transpose();
        pose.pivot = RowVector::Zero(3);
        pose.place = sides_[k].place.transpose();
        sides_[k].drawing->move(pose);
        if (k == 1) home_->move(pose);
    }
}

std::vector<Eigen::Vector3d> MapScene::bounds_of(const Side& side) const {
    std::vector<Eigen::Vector3d> found;
    for (Index i = 0; i < side.shape.outer.rows(); ++i)
        if (side.shape.outer.row(i).allFinite()) found.emplace_back(side.shape.outer.row(i).transpose());
    if (!single()) found.emplace_back(0, -side.shape.height - 2.7 * name_below, 0);
    return found;
}

std::vector<Eigen::Vector3d> MapScene::bounds() const {
    std::vector<Eigen::Vector3d> found;
    for (auto& side : sides_)
        for (auto& place : bounds_of(side)) found.push_back(place);
    return found;
}

std::vector<Eigen::Vector3d> MapScene::bounds_along(const Eigen::Vector3d& right) const {
    std::vector<Eigen::Vector3d> found;
    for (std::size_t k = 0; k < sides_.size(); ++k)
        for (auto& place : bounds_of(sides_[k])) found.push_back(place + (k == 0 ? -1 : 1) * apart(right) * right);
    return found;
}

void MapScene::show(const Cursor& cursor) {
    const auto& frames = inputs_.exhibit->frames;
    const std::size_t last = frames.size() - 1;
    lower_ = std::min(cursor.lower, last), upper_ = std::min(cursor.upper, last);
    weight_ = lower_ == upper_ ? 0 : std::clamp(cursor.weight, 0.0, 1.0);
    cut();
    const bool ended = upper_ == last && inputs_.exhibit->running.empty();
    travel_ = ended && !single() && state(lower_).map && state(upper_).map ? travel(weight_) : 0;
    const MapPaint& from = painter_.paint(shared_state(lower_), inputs_.look);
    const MapPaint& to = painter_.paint(shared_state(upper_), inputs_.look);
    sides_[0].drawing->set_colours(mix(from.source, to.source, weight_));
    const MapPaint& nearer = weight_ < 0.5 ? from : to;
    const double strength = weight_ == 0 || &from == &to ? 1 : std::abs(2 * weight_ - 1);
    const auto pattern = [&](SetDrawing& drawing, Pattern shown, bool steady) {
        shown.strength = steady ? 1 : strength;
        drawing.set_pattern(shown);
    };
    const bool same = from.notes.painted == to.notes.painted;
    pattern(*sides_[0].drawing, nearer.source_pattern, same);
    notes_ = nearer.notes;
    tell_cut(notes_);
    if (single()) return;
    sides_[1].drawing->set_colours(mix(from.target, to.target, weight_));
    pattern(*sides_[1].drawing, nearer.target_pattern, false);
    lanes_.show(*inputs_.exhibit, *frames[now()], painter_, sides_[0].shape.rows.rows());
    const ShapeState& present = state(now());
    if (sliced_of_ != present.direction.get() || !present.direction) {
        sliced_of_ = present.direction.get();
        sliced_ = sliced_view(present, sides_[0].shape.masses, sides_[1].shape.masses);
    }
    notes_.sliced = sliced_;
    notes_.travels = travel_ > 0;
    notes_.curves = curves();
}

// Where each drawn vertex of the target goes: to its image on the source. What is uncovered stays.
void MapScene::set_journey() {
    const StatePtr& to = shared_state(upper_);
    if (journey_of_ == to) return;
    journey_of_ = to;
    const Side &source = sides_[0], &target = sides_[1];
    const auto& rows = target.drawing->rows();
    const auto& map = std::get<ShapeState>(*to);
    Ends ends = Ends::Zero(4, Index(rows.size()));
    for (std::size_t k = 0; k < rows.size(); ++k)
        if (const Index image = MapPainter::image(map, rows[k], source.shape.rows.rows()); image >= 0)
            ends.col(Index(k)) << source.rows.row(image).transpose().cast<float>(), 1.f;
    target.drawing->set_ends(std::move(ends));
}

// Both shapes stand where the view has them: the way from one to the other follows it.
void MapScene::send_target() {
    if (single() || (travel_ == 0 && !travelling_)) return;
    if (travel_ > 0) set_journey();
    const Side &source = sides_[0], &target = sides_[1];
    target.drawing->blend({travel_, target.turn.transpose() * source.turn,
                           target.turn.transpose() * (source.place - target.place)});
    home_->show(travel_ > 0);
    home_->set_colours({});
    home_->stay(std::min(1.0, 4 * travel_));
    travelling_ = travel_ > 0;
}

void MapScene::draw_lines() {
    lines_->clear();
    lines_drawn_ = 0;
    if (single() || !inputs_.look.correspondences) return;
    const Palette& colours = palette(inputs_.look.theme);
    const ShapeState &from = state(lower_), &to = state(upper_);
    const Side &source = sides_[0], &target = sides_[1];
    const bool coloured = notes_.painted == MapNotes::Painted::Place || notes_.painted == MapNotes::Painted::Checker || notes_.painted == MapNotes::Painted::Stripes;
    for (Index row : line_rows_) {
        Index a = MapPainter::image(from, row, source.shape.rows.rows()), b = MapPainter::image(to, row, source.shape.rows.rows());
        const double alpha = a < 0 && b < 0 ? 0 : a < 0 ? weight_ : b < 0 ? 1 - weight_ : 1;
        if (alpha <= 0.01) continue;
        if (a < 0) a = b;
        if (b < 0) b = a;
        const Eigen::Vector3d end = (1 - weight_) * source.at(a) + weight_ * source.at(b);
        const Eigen::Vector3d start = target.at(row) + travel_ * (source.at(b) - target.at(row));
        Pen pen{coloured ? painter_.colour_of(weight_ < 0.5 ? a : b) : colours.secondary, 0.62 * alpha, 1.3};
        if (painter_.error(weight_ < 0.5 ? from : to, row) > wrong_from) pen = {colours.bad, 0.9 * alpha, 1.8};
        lines_->line(start, end, pen);
        ++lines_drawn_;
    }
}

void MapScene::prepare(const ViewStyle& style) {
    place(style.frame);
    send_target();
    draw_lines();
    draw_trail();
    for (auto& side : sides_) side.drawing->prepare(style);
    if (home_) home_->prepare(style);
    lines_->prepare(style);
    trail_->prepare(style);
}

void MapScene::tell(SceneNotes& notes, const Projector& project) const {
    notes.map = notes_;
    notes.map->lines = lines_drawn_;
    for (std::size_t k = 0; k < sides_.size(); ++k) {
        const Side& side = sides_[k];
        notes.drawn += side.drawing->size();
        notes.total += static_cast<std::size_t>(side.shape.rows.rows());
        if (single()) continue;
        double low = 0;
        for (Index i = 0; i < side.shape.outer.rows(); ++i)
            low = std::min(low, side.shape.outer.row(i).dot(project.frame().up.transpose()));
        const Eigen::Vector3d place = project(side.place + (low - name_below) * project.frame().up);
        if (place.z() > 0) notes.labels.push_back({place.x(), place.y(), k == 0 ? "source" : "target"});
    }
    if (single()) return;
    notes.projection = "side by side, turned together";
    lanes_.tell(notes, project.frame());
}

}  // namespace orthoscope
