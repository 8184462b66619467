#include "views/overlay/loop_view.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "core/rotations/loop_jumps.h"
#include "core/rotations/orientation.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

std::shared_ptr<const LoopState> loop_of(const Frame* frame) {
    const auto* loop = frame && frame->state ? std::get_if<LoopState>(frame->state.get()) : nullptr;
    return loop ? std::shared_ptr<const LoopState>(frame->state, loop) : nullptr;
}

Eigen::Matrix3d turned(const LoopState& s, double time) {
    const Index n = s.rotations->rows(), at = Index(std::floor(time));
    const Index lower = at % n, upper = s.closed ? (at + 1) % n : std::min(at + 1, n - 1);
    const Eigen::Quaterniond from(orientation_at(*s.rotations, lower)), to(orientation_at(*s.rotations, upper));
    return from.slerp(time - double(at), to).toRotationMatrix();
}

}  // namespace

LoopView loop_view(const Moment& moment) {
    LoopView view;
    const auto now = loop_of(moment.shown), next = moment.between ? loop_of(moment.into) : nullptr;
    if (!now) return view;
    view.state = next ? next : now;
    const LoopState& s = *view.state;
    if (!s.rotations || s.rotations->rows() == 0) return LoopView();
    // Every passage goes once round the loop; what it finds grows along.
    const double share = next ? moment.weight : 1;
    const auto come = [&](const SharedMatrix& before, const SharedMatrix& there) {
        return !there ? 0.0 : next && !before ? share : 1.0;
    };
    view.curves = come(now->coordinates, s.coordinates), view.jumps = come(now->jumps, s.jumps),
    view.errors = come(now->errors, s.errors);
    view.time = share * double(s.closed ? s.rotations->rows() : s.rotations->rows() - 1);
    view.body = turned(s, view.time);
    const double from = std::max(0.0, view.time - 0.3 * double(s.rotations->rows())),
                 step = std::max(0.5, (view.time - from) / 160);
    for (double t = from; t < view.time; t += step) view.trail.push_back(turned(s, t).col(0));
    view.trail.push_back(view.body.col(0));
    return view;
}

std::vector<Index> jumps_of(const LoopState& s, int system) {
    std::vector<Index> steps;
    for (Index t = 0; s.jumps && t < s.jumps->rows(); ++t)
        if (jumps_at(s, t, system)) steps.push_back(t);
    return steps;
}

std::string jumps_text(const LoopState& s, int system) {
    const auto steps = jumps_of(s, system);
    double largest = 0;
    for (Index t = 0; t < s.jumps->rows(); ++t) largest = std::max(largest, jump_ratio(s, t, system));
    if (steps.empty()) return "no jump; at most " + number(largest, 2) + " times the turn";
    return (steps.size() == 1 ? "1 jump" : grouped(Index(steps.size())) + " jumps") + ", up to " + number(largest, 2) +
           " times the turn";
}

std::string system_title(int system) { return std::string(title_of(static_cast<Coordinates>(system))); }

}  // namespace orthoscope
