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

// Sets verdict and reasons.
void judge_matching(const MatchingEvidence& evidence, Report& report);

}  // namespace orthoscope
