// Two ways to read planes out of consecutive frames without first finding the step itself.
//
// After Genkin, Lipshutz, Golkar, Tesileanu and Chklovskii, Biological Learning of Irreducible Representations of Commuting
// Transformations, NeurIPS 2022. With frames y(t+1) = y(t) R and a second moment C = sum s_k^2 P_k that commutes with R:
//   antisymmetric rule:  M - M' = sum_k 2 s_k^2 sin(theta_k) J_k    (M = sum y(t)' y(t+1), J_k the rotor of plane k)
//   difference rule:     sum d' d = sum_k 4 s_k^2 sin^2(theta_k / 2) P_k    (d = y(t+1) - y(t))
// Both need C to commute with R: data closed under the action. The first is blind at 0 and 180 degrees and cannot tell theta
// from 180 - theta by weight; the second favours fast planes and sees a direction that turns over once, not twice.
#pragma once

#include "core/rotations/measure.h"

namespace orthoscope {

enum class LearningRule { Antisymmetric, Difference };

// The matrix of the rule in k coordinates of the frames: antisymmetric, or symmetric and positive. One map.
Matrix rule_matrix(LearningRule rule, const FrameSteps& steps, const Matrix& coordinates);

struct RulePlanes {
    MeasuredPlanes planes;  // in the order of falling weight; angles fitted to the steps
    Vector values;          // singular values or eigenvalues of the matrix, descending
};

// At most `most` planes. A run of values nearer to each other than `gap` (relative) of which the steps mix any two planes is
// one Unresolved block. `moment` is M = sum before' after, `energy` that of all frames.
// The difference rule pairs eigenvectors by the action, u with the v that u turns to, not by their order; what has no
// partner goes to `flipped`.
Result<RulePlanes> rule_planes(LearningRule rule, const Matrix& matrix, const Matrix& moment, const FrameSteps& steps,
                               const Matrix& coordinates, double energy, Index most, double gap);

// The angle that fits the steps best in each plane (columns of basis in twos): turned so that it is positive.
void fit_angles(Matrix& basis, const FrameSteps& steps, const Matrix& coordinates, Matrix& angles);

// Share of a plane (two rows) of `reference` that lies in each plane of `planes`: q x p.
Matrix plane_overlap(const Matrix& reference, const Matrix& planes);

}  // namespace orthoscope
