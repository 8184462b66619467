// Assess of `icp`: what its best lane is worth.
#pragma once

#include "core/alignment/icp/icp_problem.h"
#include "core/alignment/icp/rigid_pose.h"

namespace orthoscope {

// Metrics and verdict of assess.h for the best lane's pose, and icp's own (see icp_info()). The search is repeated
// against bent targets (what any smooth shape of that size would cost) and the mirrored one.
Result<Report> assess_icp(const Pairs& pairs, const IcpOptions& options, const Recording& recording,
                          const RunSettings& settings, bool fit_only, const Context& context);

// The target under a smooth random bend of about a quarter of its radius: the same kind of surface, another shape.
Matrix bent(const Matrix& target, std::uint64_t seed);
// The target seen in a mirror through its mean.
Matrix mirrored(const Matrix& target);

// Cost of the best pose that a search from principal axes and half as many rotations finds for the problem's source on its target, at this share, on
// the working sample. Errors: Cancelled.
Result<double> searched_cost(const IcpProblem& problem, const IcpOptions& options, double share, int threads,
                             const Context& context);

}  // namespace orthoscope
