// What is said of a map without the truth: supported, doubtful or unsupported, and why. Internal to core/maps.
#pragma once

#include "core/maps/matching_problem.h"

namespace orthoscope {

// One of the maps offered.
struct MatchingAnswer {
    std::string name;
    double score = void_metric;  // portfolio.h; lower is better
    const ShapeState* state = nullptr;
};

struct MatchingEvidence {
    const Pairs& pairs;
    const MatchingPlan& plan;
    const std::vector<MatchingAnswer>& answers;  // best first, not empty
    // Of the first (measures.h); not a number: not known.
    double coverage = 0, orientation = void_metric, commutativity = void_metric, dirichlet = void_metric;
};

// Length of the edges that belong to one triangle, over the root of the area: 0 of a closed mesh, and of a cloud.
double boundary_length(const Dataset& shape);

// Sets verdict and reasons.
void judge_matching(const MatchingEvidence& evidence, Report& report);

}  // namespace orthoscope
