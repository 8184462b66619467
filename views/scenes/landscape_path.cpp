#include "views/scenes/landscape_path.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {
namespace {

constexpr std::size_t most_frames = 1500;
constexpr double radians_a_step = 0.08, least_stroke = 0.025;

const AlignmentState* alignment(const FramePtr& frame) {
    return frame && frame->state ? std::get_if<AlignmentState>(frame->state.get()) : nullptr;
}

std::vector<const AlignmentState*> thinned(const std::vector<FramePtr>& frames) {
    std::vector<const AlignmentState*> all;
    for (auto& frame : frames)
        if (auto* state = alignment(frame)) all.push_back(state);
    const std::size_t step = (all.size() + most_frames - 1) / most_frames;
    if (step <= 1) return all;
    std::vector<const AlignmentState*> some;
    for (std::size_t i = 0; i < all.size(); i += step) some.push_back(all[i]);
    if (some.back() != all.back()) some.push_back(all.back());
    return some;
}

// A path of the upper state leads from the frame before it, and only from there.
bool follows(const AlignmentState& lower, const AlignmentState& upper) {
    if (!upper.path || upper.mirrors || upper.path->flip()) return false;
    return (*lower.rotation * upper.path->at(1) - *upper.rotation).norm() < 1e-6;
}

void append(LanePath& path, const AlignmentState& lower, const AlignmentState& upper) {
    const bool mirrored = is_mirrored(*upper.rotation);
    if (is_mirrored(*lower.rotation) != mirrored) {
        path.lines.push_back({mirrored, {chart(*upper.rotation)}, false});
        return;
    }
    if ((*lower.rotation - *upper.rotation).norm() < 1e-12) return;
    const Vector turn = chart(lower.rotation->transpose() * *upper.rotation);
    const bool own = follows(lower, upper);
    const auto at = [&](double t) -> Matrix {
        if (t <= 0) return *lower.rotation;
        if (t >= 1) return *upper.rotation;
        return *lower.rotation * (own ? upper.path->at(t) : exp_rotation(t * turn));
    };
    const int steps = std::clamp(static_cast<int>(std::ceil(turn.norm() / radians_a_step)), 1, 48);
    const auto lines = chart_path(at, steps);
    auto& first = path.lines.back().points;
    first.insert(first.end(), lines[0].begin() + 1, lines[0].end());
    for (std::size_t k = 1; k < lines.size(); ++k) path.lines.push_back({mirrored, lines[k], true});
}

// Places a hair apart would be strokes that nobody sees.
void thin(ChartLine& points) {
    ChartLine kept;
    for (auto& at : points)
        if (kept.empty() || (at - kept.back()).norm() > least_stroke) kept.push_back(at);
    if (points.size() > 1 && kept.back() != points.back()) kept.push_back(points.back());
    points = std::move(kept);
}

}  // namespace

LanePath lane_path(const std::vector<FramePtr>& frames, int lane) {
    LanePath path;
    path.lane = lane;
    const auto states = thinned(frames);
    if (states.empty()) return path;
    path.start = *states.front()->rotation, path.end = *states.back()->rotation;
    path.lines.push_back({is_mirrored(*path.start), {chart(*path.start)}, false});
    for (std::size_t k = 1; k < states.size(); ++k) append(path, *states[k - 1], *states[k]);
    for (auto& line : path.lines) thin(line.points);
    return path;
}

}  // namespace orthoscope
