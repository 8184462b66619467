// Pose steps: the move that brings matched rows together, point to point in closed form (Besl and McKay 1992) or
// point to plane by one Gauss-Newton step (Chen and Medioni 1992).
#pragma once

#include "core/alignment/icp/matches.h"
#include "core/linalg/procrustes.h"

namespace orthoscope {

// What the closed form went through, for the overlay: of X about its kept mean, as AlignmentState has it.
struct PointStepDetail {
    Matrix cross_covariance, u, v;
    Vector sigma;
};

// Minimises sum w |aligned - y|^2 over rotations and places. Directions that the pairs leave free do not turn.
// The pose unchanged where no pair has weight.
RigidPose point_step(const IcpSource& source, const IcpTarget& target, const Matches& matches, const RigidPose& pose,
                     PointStepDetail* detail = nullptr);

// The normal equations of sum w (n . (aligned - y))^2 for a small turn about the pairs' mean and a shift; lengths in
// units of `radius`, so that turns and shifts compare. Unknowns: turn (3 numbers, in the plane 1), then shift (d).
struct PlaneSystem {
    Matrix hessian;   // divided by the sum of weights; trace at most 1 + (mean square distance from `centre`) / radius^2
    Vector gradient;  // likewise
    RowVector centre;
    double radius = 1;
    double cost = 0;  // weighted mean of (n . (aligned - y))^2
    double weight = 0;
};
PlaneSystem plane_system(const IcpTarget& target, const Matches& matches);

// One Gauss-Newton step of the same, shortened until that sum falls. Directions in which it does not change (relative
// eigenvalue below 1e-7) are left alone. Precondition: the target has normals.
RigidPose plane_step(const IcpTarget& target, const Matches& matches, const RigidPose& pose);

}  // namespace orthoscope
