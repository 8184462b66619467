// State: what one frame of a run shows. A variant of a few small structs; large matrices are shared, not copied.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/base/types.h"
#include "core/linalg/rotation_path.h"
#include "core/recording/spectrum_state.h"

namespace orthoscope {

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

// Rotation subspaces: the planes in which an action is a plain rotation, as far as they have come; null: not yet.
// T frames of D numbers are the rows of the input (of two inputs BEFORE AFTER those before, then those after). One map
// acts on them, or m of a grid; k directions of the frames are kept; p planes are found. Angles are radians a step.
// A map acts on the right, about a centre c: frame(next) - c = (frame - c) A. What each method puts where: core/rotations.
struct PlanesState {
    SharedMatrix mean;          // 1 x D, taken off every frame; zeros where the run keeps it
    SharedIndices next;         // m T: entry j T + i is the frame one step of map j after frame i, -1 none
    bool closed = false;        // the steps from a last frame to its first fit as well as the others, and are used too
    double closure = 0;         // misfit of those steps over that of the others; 0: there are none
    SharedMatrix values;        // r x 1, singular values of the mean-removed frames, descending
    double kept = 0;            // k: how many of them span the kept directions (the cut)
    SharedMatrix span;          // k x D, the kept directions, orthonormal rows; null: the space itself
    SharedMatrix moment;        // k x k m, what the planes are taken from, in the kept span: map beside map
    SharedMatrix moment_values; // its singular values or eigenvalues, one column
    SharedMatrix action;        // k x k m, the orthogonal maps A in the kept span
    SharedMatrix schur;         // k x k m, Z' A Z: rotation blocks of 2 x 2, then 1 and -1, along its diagonal
    SharedMatrix eigenvalues;   // k x 2 m, those of A: real and imaginary part, on the unit circle
    SharedMatrix generator;     // k x k, antisymmetric, of a method that looks for one

    // How far a plane can be told apart from others.
    enum Kind : std::int64_t {
        Single,      // alone in its block
        Multiple,    // others turn by the same angle: the block is determined, its planes are chosen by energy
        Unresolved,  // only the sum of its block's planes is determined; no angle inside
        Free,        // determined, but not how fast it turns: its angle is a speed of choice
    };
    SharedMatrix planes;        // 2 p x D, rows in twos, orthonormal, by falling energy: a turns towards b
    SharedMatrix angles;        // p x m, a step of each map: the first that is not 0 is positive; up to pi; 0 where Unresolved
    SharedMatrix energies;      // p x 1, shares of the mean-removed energy
    SharedMatrix residuals;     // p x 1, |z(next) - e^(i angle) z| / |z(next)| over all steps, about the centres
    SharedIndices blocks, kinds;  // p: number of the plane's block, from 0 in order; and its Kind
    SharedMatrix centres;       // 1 x 2 p, in the planes: what their phasors turn about (0 on a closed orbit)
    SharedMatrix phasors;       // T x 2 p, the mean-removed frames in the planes (a, b, a, b, ...): the true path
    SharedMatrix fixed;         // a x D, directions that stay, orthonormal rows
    SharedMatrix flipped;       // b x D, directions that turn over (180 degrees without a partner)
    SharedMatrix rest;          // T x (a + b), the mean-removed frames along fixed, then flipped

    // Beside a method that learns: what the default finds in the same data, and the rows it has just been shown.
    SharedMatrix reference_planes;  // 2 q x D
    SharedMatrix reference_angles;  // q x 1
    SharedMatrix overlap;           // q x p in 0..1: share of a reference plane that lies in a plane; 1: they are one
    SharedIndices seen;             // 2: rows before and after
};

// One loop of T orientations in space, in five coordinate systems, in this order: Euler angles (3), unit quaternion (4:
// w x y z), axis-angle (3), 6-D (first two columns), 9-D (the matrix). Null: not yet.
struct LoopState {
    static constexpr int systems = 5;
    static constexpr int widths[systems] = {3, 4, 3, 6, 9};

    SharedMatrix rotations;    // T x 9, row-major, of column vectors: v -> R v
    bool closed = false;       // the step from the last orientation to the first is no longer than the others
    SharedMatrix steps;        // T x 1, radians from each orientation to the next; the last to the first where closed, else 0
    SharedMatrix coordinates;  // T x 25, the systems side by side; radians where angles
    SharedMatrix jumps;        // T x 5, how far the coordinates move over that step, in each system's own norm
    SharedMatrix noise;        // l x 1, standard deviations of the noise put on unit-length coordinates
    SharedMatrix errors;       // l x 5, root mean square angle to the true orientation, radians
};

using State = std::variant<AlignmentState, GroupState, ShapeState, PlanesState, LoopState, SpectrumState, DescentState>;
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
