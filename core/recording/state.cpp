#include "core/recording/state.h"

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// A matrix that is not orthogonal (core/evaluate) is a mirror without a path: no turn leads there, so it is reached
// straight, and is not rigid itself.
bool stretched(const AlignmentState& s) { return s.mirrors && !s.path; }

// R(weight) S, exact at the ends.
Matrix turned(const AlignmentState& lower, const AlignmentState& upper, double w, const Matrix& s) {
    if (w <= 0 || lower.rotation == upper.rotation) return product(*lower.rotation, s);
    if (w < 1 && (stretched(lower) || stretched(upper)))
        return (1 - w) * product(*lower.rotation, s) + w * product(*upper.rotation, s);
    if (w >= 1 || !upper.path) return product(*upper.rotation, s);
    if (upper.mirrors) return product(*lower.rotation, product(upper.path->mirror(w), s));
    return product(*lower.rotation, upper.path->at_times(w, s));
}

RowVector between(const RowVector& a, const RowVector& b, double w) {
    return w <= 0 ? a : w >= 1 ? b : RowVector((1 - w) * a + w * b);
}

}  // namespace

Matrix Pose::apply(const Matrix& x) const {
    Matrix out = product(x.rowwise() - pivot, rotation);
    if (scale != 1) out *= scale;
    return out.rowwise() + place;
}

ProjectedPose pose_between(const AlignmentState& lower, const AlignmentState& upper, double w, const Matrix& p) {
    ProjectedPose pose;
    // A pivot that changes between frames keeps the shown position: place follows the pivot of the upper frame.
    const bool same = lower.pivot == upper.pivot;
    pose.turn = turned(lower, upper, w, p);
    pose.pivot = w <= 0 ? lower.pivot : upper.pivot;
    const RowVector start =
        same ? lower.place
             : RowVector(lower.place + lower.scale * ((upper.pivot - lower.pivot) * *lower.rotation));
    pose.place = (w <= 0 ? lower.place : between(start, upper.place, w)) * p;
    pose.scale = w <= 0 ? lower.scale : w >= 1 ? upper.scale : (1 - w) * lower.scale + w * upper.scale;
    pose.rigid = !(upper.mirrors && w > 0 && w < 1) && !(w < 1 && stretched(lower)) && !(w > 0 && stretched(upper));
    return pose;
}

Pose pose_between(const AlignmentState& lower, const AlignmentState& upper, double w) {
    const Index d = upper.rotation->rows();
    auto seen = pose_between(lower, upper, w, Matrix::Identity(d, d));
    return {std::move(seen.turn), std::move(seen.pivot), std::move(seen.place), seen.scale, seen.rigid};
}

}  // namespace orthoscope
