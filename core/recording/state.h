// State: what one frame of a run shows. A variant of a few small structs; large matrices are shared, not copied.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/types.h"
#include "core/linalg/rotation_path.h"

namespace orthoscope {

using SharedMatrix = std::shared_ptr<const Matrix>;    // null: not computed yet
using SharedIndices = std::shared_ptr<const Indices>;
inline SharedMatrix share(Matrix m) { return std::make_shared<const Matrix>(std::move(m)); }
inline SharedIndices share(Indices m) { return std::make_shared<const Indices>(std::move(m)); }

// Alignment: aligned = scale (X - pivot) R + place, on the prepared rows (core/alignment/pairs.h).
// In-between of two frames: R turns along `path`, then mirrors along its flip; place and scale move straight.
struct AlignmentState {
    SharedMatrix rotation;   // R, d x d; never null
    RowVector pivot, place;  // d
    double scale = 1;

    // What the phases computed, as far as they have come.
    bool centred = false;             // pivot is the source mean and place the target mean
    RowVector target_mean;            // d; empty where the run does not centre
    SharedMatrix cross_covariance;    // M = (X - mean)' W (Y - mean), d x d
    double covered = 0;               // share of the rows that M holds so far
    SharedMatrix u, v;                // M = U diag(sigma) V', d x d
    Vector sigma;                     // d, descending
    std::shared_ptr<const RotationPath> path;  // from the frame before to this one; null: no turn
    bool mirrors = false;             // this frame's beat is the path's mirror, not its turn

    // What a method that searches for partners believes at this frame; null: the pairs of the run.
    SharedIndices matching;           // n: target row of each source row, -1 none
    SharedMatrix confidence;          // n x 1 in 0..1: how much each source row counts; null: all 1
    // A soft plan, one entry a line: source row, target row, mass (k x 3); the largest entries, at most 200,000.
    SharedMatrix coupling;
};

// Several sets that meet in a common mean: the pose of each, all with rotations of the same size.
struct GroupState {
    std::vector<AlignmentState> sets;  // in the order of the run's inputs; at least two
    SharedMatrix mean;                 // n x d, the consensus; null before the first
};

// Shape matching: what a functional map and the pointwise map are built of, as far as they have come; null: not yet.
// A basis belongs to the whole run: every frame shares it. A single shape fills the source side alone.
struct ShapeState {
    SharedMatrix source_values, target_values;            // k x 1, eigenvalues, ascending
    SharedMatrix source_vectors, target_vectors;          // n x k and m x k, orthonormal under the mass
    SharedMatrix source_descriptors, target_descriptors;  // n x p and m x p
    SharedMatrix functional_map;  // C, k2 x k1: coefficients of the source to those of the target
    SharedIndices map;            // m: source vertex of each target vertex, -1 uncovered
    SharedMatrix direction;       // k2 x 1, the direction along which a sliced step has just looked
};

using State = std::variant<AlignmentState, GroupState, ShapeState>;
using StatePtr = std::shared_ptr<const State>;

// The pose at `weight` in 0..1 between two frames; exact at 0 and 1. `rigid` is false inside a mirror beat.
struct Pose {
    Matrix rotation;
    RowVector pivot, place;
    double scale = 1;
    bool rigid = true;
    // scale (x - pivot) rotation + place, rows of x.
    Matrix apply(const Matrix& x) const;
};
Pose pose_between(const AlignmentState& lower, const AlignmentState& upper, double weight);
// The same pose seen through a projection: points are shown as scale (x - pivot) turn + place_shown, with
// turn = R P (d x k) and place_shown = place P, so per-point work is O(d k). P is d x k, k <= 3.
struct ProjectedPose {
    Matrix turn;
    RowVector pivot, place;
    double scale = 1;
    bool rigid = true;
};
ProjectedPose pose_between(const AlignmentState& lower, const AlignmentState& upper, double weight,
                           const Matrix& projection);

}  // namespace orthoscope
