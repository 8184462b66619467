// What stands in the ball or on the curve: axes in degrees, paths, the level points, the present rotation, the guess.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/scenes/landscape_scene.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double half_curve = 1.9;  // half the height that the costs take in the plane

Colour cool_of(Theme theme) {
    return theme == Theme::Dark ? palette(theme).target_bright : palette(theme).target;
}

}  // namespace

Eigen::Vector3d LandscapeScene::extent() const {
    if (dimension() == 2) return {pi + 0.25, half_curve + 0.75, 0};
    return Eigen::Vector3d::Constant(pi + 0.3);
}

LandscapeScene::Place LandscapeScene::place(const Vector& v) const {
    if (v.size() == 3) return v;
    const double low = critical_.front().cost, range = critical_.back().cost - low;
    const double share = range > 0 ? (landscape_->cost(v, mirrored_) - low) / range : 0;
    return {v[0], half_curve * (2 * share - 1), 0};
}

std::optional<LandscapeScene::Place> LandscapeScene::place_of(const std::optional<Matrix>& rotation) const {
    if (!rotation || is_mirrored(*rotation) != mirrored_) return std::nullopt;
    return place(chart(*rotation));
}

void LandscapeScene::disc(const Place& at, double radius, const Colour& colour) {
    lines_->circle(at, radius + 1, {palette(theme_).ground_bottom, 0.9, 2.4});
    // Strokes wider than this leave gaps round so small a circle.
    for (double r = 0.8; r < radius; r += 1.4) lines_->circle(at, r, {colour, 1, 2.2});
    lines_->circle(at, radius - 0.8, {colour, 1, 2});
}

void LandscapeScene::ring(const Place& at, double radius, const Colour& colour) {
    for (double r : {radius - 1.6, radius + 1.6}) lines_->circle(at, r, {palette(theme_).ground_bottom, 0.85, 2});
    lines_->circle(at, radius, {colour, 1, 2.2});
}

// The boundary as three great circles, the axes of turns with their ticks at right angles.
void LandscapeScene::draw_frame() {
    const Colour colour = palette(theme_).secondary;
    for (int axis = 0; axis < 3; ++axis) {
        const Place x = Place::Unit(axis), y = Place::Unit((axis + 1) % 3);
        constexpr int parts = 72;
        const auto at = [&](int k) {
            const double angle = 2 * pi * k / parts;
            return Place(pi * (std::cos(angle) * x + std::sin(angle) * y));
        };
        for (int k = 0; k < parts; ++k) lines_->line(at(k), at(k + 1), {colour, 0.30, 1});
        lines_->line(-pi * x, pi * x, {colour, 0.45, 1});
        for (double tick : {-pi, -pi / 2, pi / 2, pi}) lines_->cross(tick * x, 3, {colour, 0.8, 1.2});
    }
}

void LandscapeScene::draw_curve() {
    const Palette& colours = palette(theme_);
    const double floor = -half_curve - 0.18;
    lines_->line({-pi, floor, 0}, {pi, floor, 0}, {colours.secondary, 0.7, 1});
    for (int k = -4; k <= 4; ++k) {
        const double x = k * pi / 4, tick = k % 2 == 0 ? 0.09 : 0.05;
        lines_->line({x, floor, 0}, {x, floor - tick, 0}, {colours.secondary, 0.7, 1});
    }
    constexpr int parts = 180;
    const auto at = [&](int k) { return place(Vector::Constant(1, -pi + 2 * pi * k / parts)); };
    for (int k = 0; k < parts; ++k) {
        const Place from = at(k), to = at(k + 1);
        const double share = (0.5 * (from.y() + to.y()) / half_curve + 1) / 2;
        lines_->line(from, to, {mix(landscape_colour(theme_, share), colours.text, 0.25), 1, 3.2});
    }
}

void LandscapeScene::draw_path(const LanePath& path, const Pen& pen) {
    for (std::size_t k = 0; k < path.lines.size(); ++k) {
        const auto& line = path.lines[k];
        if (line.mirrored != mirrored_) continue;
        for (std::size_t i = 1; i < line.points.size(); ++i)
            lines_->line(place(line.points[i - 1]), place(line.points[i]), pen);
        if (!line.enters) continue;
        // The two ends of a way past the half turn are one rotation.
        lines_->circle(place(line.points.front()), 3.5, {pen.colour, pen.alpha, 1.4});
        lines_->circle(place(path.lines[k - 1].points.back()), 3.5, {pen.colour, pen.alpha, 1.4});
    }
}

void LandscapeScene::draw_marks() {
    const Palette& colours = palette(theme_);
    for (std::size_t k = 1; k < critical_.size(); ++k) {
        const Place at = place(chart(critical_[k].rotation));
        if (k + 1 == critical_.size()) {
            lines_->diamond(at, 4.5, {colours.neutral, 1, 1.6});
        } else {
            lines_->cross(at, 4.5, {colours.neutral, 1, 1.6});
        }
    }
    const LanePath& shown = paths_.back();
    if (auto at = place_of(shown.start)) ring(*at, 4.5, colours.source);
    if (auto at = place_of(shown.end)) {
        ring(*at, 4.5, colours.source);
        disc(*at, 2, colours.source);
    }
    if (auto at = place_of(present_)) disc(*at, 6, colours.source);
    ring(place(chart(critical_.front().rotation)), 10, cool_of(theme_));
    const Place at = place(handle());
    const double alpha = guess_ ? 1 : 0.7;
    lines_->diamond(at, guess_ ? 11 : 9, {colours.ground_bottom, 0.9 * alpha, 5});
    lines_->diamond(at, guess_ ? 11 : 9, {colours.selection, alpha, guess_ ? 2.6 : 1.6});
}

void LandscapeScene::prepare_beside(const ViewStyle& style) {
    theme_ = style.theme;
    lines_->clear();
    if (landscape_) {
        dimension() == 3 ? draw_frame() : draw_curve();
        const Palette& colours = palette(theme_);
        // A dark edge keeps them apart from the colours that they run through.
        for (auto& path : paths_) draw_path(path, {colours.ground_bottom, 0.6, &path == &paths_.back() ? 4.6 : 3.2});
        for (std::size_t k = 0; k + 1 < paths_.size(); ++k) {
            draw_path(paths_[k], {colours.text, 0.85, 1.4});
            if (auto at = place_of(paths_[k].end)) lines_->circle(*at, 3.5, {colours.text, 0.85, 1.4});
        }
        draw_path(paths_.back(), {colours.source, 1, 2.4});
        draw_marks();
    }
    ball_->prepare(style);
    lines_->prepare(style);
}

void LandscapeScene::tell_beside(SceneNotes& notes, const Projector& project) const {
    if (!landscape_) return;
    SceneNotes::Landscape told;
    const double unit = inputs_.look.scale * inputs_.look.device_ratio;
    const auto label = [&](const Place& at, double up, const std::string& text) {
        const Eigen::Vector3d p = project(at);
        if (p.z() > 0) notes.labels.push_back({p.x(), p.y() + up * unit, text});
    };
    const auto mark = [&](const std::optional<Place>& at, double up, const std::string& name, const std::string& text) {
        if (!at) return;
        const Eigen::Vector3d p = project(*at);
        told.marks.push_back({p.x(), p.y(), name});
        label(*at, up, text);
    };
    mark(place_of(critical_.front().rotation), 20, "optimum", "optimum");
    mark(place_of(present_), -17, "now", "now");
    mark(place_of(paths_.back().start), 16, "start", "start");
    mark(place_of(paths_.back().end), 16, "end", "end");
    mark(place_of(critical_.back().rotation), 15, "worst", "worst");
    for (std::size_t k = 1; k + 1 < critical_.size(); ++k)
        mark(place_of(critical_[k].rotation), 15, "saddle", "saddle");
    // Beside its marker: where nobody has dragged it, it stands where runs start.
    const Eigen::Vector3d grip = project(place(handle()));
    told.marks.push_back({grip.x(), grip.y(), "guess"});
    notes.labels.push_back({grip.x() + (guess_ ? 38 : 60) * unit, grip.y(), guess_ ? "guess" : "drag a guess"});
    if (dimension() == 3) {
        const char* names[] = {"180° about x", "180° about y", "180° about z"};
        for (int axis = 0; axis < 3; ++axis) {
            label(1.06 * pi * Place::Unit(axis), -8, names[axis]);
            label(0.5 * pi * Place::Unit(axis), 11, "90°");
        }
    } else {
        for (int k = -2; k <= 2; ++k)
            label({k * pi / 2, -half_curve - 0.27, 0}, 10, (k < 0 ? "−" : "") + std::to_string(std::abs(90 * k)) + "°");
    }
    told.low = critical_.front().cost, told.high = critical_.back().cost;
    for (std::size_t k = 1; k + 1 < critical_.size(); ++k) told.saddles.push_back(critical_[k].cost);
    const auto& at = guess_shown_ ? guess_ : present_;
    told.guessed = guess_shown_ && guess_;
    told.centred = centred_, told.mirrored = mirrored_;
    told.covered = covered_;
    if (at) {
        told.cost = landscape_->cost(*at);
        if (is_mirrored(*at) == mirrored_) told.angle = angle_between(*at, critical_.front().rotation);
    }
    told.flattest = critical_.front().curvature.minCoeff() / std::max(critical_.front().curvature.maxCoeff(), 1e-300);
    notes.landscape = told;
}

}  // namespace orthoscope
