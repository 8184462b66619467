// Metrics, verdict and arrays of the shape matching family (cli.md) from a recording of MatchingSolver.
#pragma once

#include "core/maps/matching_problem.h"

namespace orthoscope {

// Never fails for want of a map: a run that was stopped early is reported as such. Error: Cancelled is not one either;
// what was not computed is void.
Result<Report> assess_matching(const Pairs& pairs, const MatchingPlan& plan, const Recording& recording,
                               const RunSettings& settings, bool fit_only, const Context& context);

}  // namespace orthoscope
