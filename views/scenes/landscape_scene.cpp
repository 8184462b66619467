#include "views/scenes/landscape_scene.h"

#include <vtkActor.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/recording/lanes.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi;

const AlignmentState* alignment(const FramePtr& frame) {
    return frame && frame->state ? std::get_if<AlignmentState>(frame->state.get()) : nullptr;
}

bool moves_apart_from_turning(const std::vector<FramePtr>& frames) {
    return std::any_of(frames.begin(), frames.end(), [](auto& frame) {
        const auto* state = alignment(frame);
        return state && (state->centred || !state->pivot.isZero(0) || !state->place.isZero(0));
    });
}

}  // namespace

std::unique_ptr<Scene> make_landscape_scene() {
    return std::make_unique<LandscapeScene>();
}

bool LandscapeScene::accepts(const State* state) const {
    const auto* alignment = state ? std::get_if<AlignmentState>(state) : nullptr;
    return alignment && (alignment->rotation->rows() == 2 || alignment->rotation->rows() == 3);
}

const AlignmentState* LandscapeScene::state(std::size_t frame) const {
    return alignment(inputs_.exhibit->frames[frame]);
}

void LandscapeScene::clear() {
    cloud_.clear();
    if (renderer_ && ball_) renderer_->RemoveActor(ball_->actor()), renderer_->RemoveActor(lines_->actor());
    ball_.reset(), lines_.reset();
    paths_.clear();
    paths_of_ = 0, paths_to_ = nullptr;
    landscape_.reset();
    landscape_of_ = nullptr;
    guess_.reset();
    guess_shown_ = false;
}

void LandscapeScene::set_inputs(const SceneInputs& inputs, vtkRenderer* scene, vtkRenderer* marks) {
    const bool other_pairs = !inputs_.exhibit || inputs_.exhibit->pairs != inputs.exhibit->pairs;
    const bool other_sets = !inputs_.exhibit || inputs_.exhibit->sets != inputs.exhibit->sets;
    inputs_ = inputs;
    cloud_.set_inputs(inputs, scene, marks);
    if (other_pairs) landscape_of_ = nullptr, landscape_.reset();
    if (other_sets) set_guess(std::nullopt);
    if (!ball_) {
        ball_ = std::make_unique<RotationBall>();
        lines_ = std::make_unique<Ribbons>();
        renderer_ = inputs.beside;
        renderer_->AddActor(ball_->actor());
        renderer_->AddActor(lines_->actor());
    }
    find_paths(other_pairs);
    if (!landscape_) find_landscape(inputs_.exhibit->frames.size() - 1);  // the bounds need one
}

void LandscapeScene::find_paths(bool anew) {
    const Exhibit& e = *inputs_.exhibit;
    const auto& all = e.all_frames.empty() ? e.frames : e.all_frames;
    const bool same = paths_of_ == all.size() && paths_to_ == all.back().get() && !paths_.empty();
    if (same && !anew && paths_.back().lane == e.lane) return;
    paths_of_ = all.size(), paths_to_ = all.back().get();
    paths_.clear();
    if (!e.all_frames.empty())
        for (int lane : lane_numbers(e.all_frames))
            if (lane != e.lane) paths_.push_back(lane_path(lane_frames(e.all_frames, lane), lane));
    paths_.push_back(lane_path(e.frames, e.lane));
    const bool centred = moves_apart_from_turning(all);
    if (centred != centred_) landscape_of_ = nullptr;
    centred_ = centred;
}

// The partners of this frame; before a method has any, those of the next frame that has.
void LandscapeScene::find_landscape(std::size_t frame) {
    const AlignmentState* wanted = state(frame);
    if (landscape_of_ == wanted) return;
    landscape_of_ = wanted;
    landscape_.reset();
    const Exhibit& exhibit = *inputs_.exhibit;
    const bool paired = goes_by_pairs(*exhibit.pairs, exhibit.method);
    const auto look_at = [&](std::size_t k) {
        const AlignmentState* s = state(k);
        if (s && (paired || s->matching || s->coupling)) landscape_ = landscape_of(*exhibit.pairs, *s, centred_);
    };
    for (std::size_t k = frame; k < exhibit.frames.size() && !landscape_; ++k) look_at(k);
    for (std::size_t k = frame; k-- > 0 && !landscape_;) look_at(k);
    const bool gathers = !wanted->matching && !wanted->coupling && wanted->cross_covariance && wanted->covered > 0;
    covered_ = gathers ? wanted->covered : 1;
}

void LandscapeScene::show(const Cursor& cursor) {
    if (cursor.lower != cursor_.lower || cursor.upper != cursor_.upper || cursor.weight != cursor_.weight)
        guess_shown_ = false;  // what plays is what is seen
    cursor_ = cursor;
    const std::size_t last = inputs_.exhibit->frames.size() - 1;
    const std::size_t lower = std::min(cursor.lower, last), upper = std::min(cursor.upper, last);
    const double weight = lower == upper ? 0 : std::clamp(cursor.weight, 0.0, 1.0);
    const std::size_t values = weight < 1 ? lower : upper;
    find_landscape(values);
    mirrored_ = is_mirrored(*state(weight < 0.5 ? lower : upper)->rotation);
    const Pose pose = pose_between(*state(lower), *state(upper), weight);
    present_ = pose.rigid ? std::optional(pose.rotation) : std::nullopt;
    ball_->set_visible(landscape_ && dimension() == 3);
    if (landscape_) {
        critical_ = landscape_->critical_points(mirrored_);
        if (dimension() == 3) ball_->set_landscape(*landscape_, mirrored_);
    }
    move_cloud();
}

void LandscapeScene::move_cloud() {
    cloud_.show(cursor_);
    if (!guess_shown_ || !guess_ || !landscape_) return;
    ProjectedPose pose;
    pose.turn = *guess_, pose.pivot = landscape_->pivot, pose.place = landscape_->place;
    pose.scale = landscape_->scale;
    cloud_.show_pose(pose);
}

std::vector<Eigen::Vector3d> LandscapeScene::bounds() const {
    auto places = cloud_.bounds();
    if (!landscape_ || places.empty()) return places;
    // A guess turns the source any way about its pivot.
    Eigen::Vector3d centre = Eigen::Vector3d::Zero();
    for (Index k = 0; k < dimension(); ++k) centre[k] = landscape_->place[k];
    double radius = 0;
    for (auto& place : places) radius = std::max(radius, (place - centre).norm());
    for (Index k = 0; k < dimension(); ++k)
        for (double side : {-radius, radius}) places.push_back(centre + side * Eigen::Vector3d::Unit(k));
    return places;
}

void LandscapeScene::set_guess(std::optional<Matrix> rotation) {
    guess_ = std::move(rotation);
    if (guess_ && inputs_.exhibit && (guess_->rows() != dimension() || guess_->cols() != dimension())) guess_.reset();
    guess_shown_ = guess_.has_value();
    if (landscape_) move_cloud();
}

void LandscapeScene::hold_guess(const Vector& v) {
    guess_ = from_chart(v, mirrored_);
    guess_shown_ = true;
    move_cloud();
}

Vector LandscapeScene::handle() const {
    if (guess_ && is_mirrored(*guess_) == mirrored_) return chart(*guess_);
    return Vector::Zero(dimension() == 3 ? 3 : 1);
}

bool LandscapeScene::take(const Projector& project, double x, double y, double reach) {
    if (!landscape_) return false;
    const Eigen::Vector3d at = project(place(handle()));
    if (std::hypot(at.x() - x, at.y() - y) > reach) return false;
    hold_guess(handle());
    return true;
}

void LandscapeScene::drag(const Projector& project, double x, double y) {
    if (!landscape_) return;
    const Eigen::Vector3d at = place(handle());
    const Eigen::Vector3d to = project.place(x, y, project(at).z());
    if (dimension() == 2) return hold_guess(Vector::Constant(1, std::clamp(to.x(), -pi, pi)));
    hold_guess(to.norm() > pi ? Eigen::Vector3d(to * (pi / to.norm())) : to);
}

void LandscapeScene::push(const Projector& project, double share) {
    if (!landscape_ || dimension() == 2) return;
    const Eigen::Vector3d at = project(place(handle()));
    const Eigen::Vector3d to = project.place(at.x(), at.y(), at.z() + share * pi);
    hold_guess(to.norm() > pi ? Eigen::Vector3d(to * (pi / to.norm())) : to);
}

void LandscapeScene::tell(SceneNotes& notes, const Projector& project) const {
    cloud_.tell(notes, project);
    notes.lanes.clear();  // their paths are beside
}

}  // namespace orthoscope
