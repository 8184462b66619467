// Assess: the metrics, verdict and arrays of cli.md's alignment family, from a fit of pairs.
#pragma once

#include "core/alignment/baselines.h"
#include "core/run/report.h"

namespace orthoscope {

// What a method that searches for partners found, instead of the pairs of the run.
struct FoundMatching {
    Indices matching;      // n: target row of each source row, -1 none
    Vector confidence;     // n, in 0..1: how much each match counts in rmse and fit; empty: all 1
    double cost = 0;       // of the answer, in the method's own unit (mean squared distance a row where it has one)
    double next_cost = void_metric;  // of the best answer that differs from it; void: none was found
    std::string next;      // how that one differs: "a turn by 178 degrees away"
    // Costs of the same search against a target that has the shape but not the content of the real one.
    std::vector<double> null_costs;
    std::string unit = "mean squared distance";
};

struct AlignmentToAssess {
    const Pairs& pairs;
    ProcrustesRules rules;
    ProcrustesFit fit;
    std::uint64_t seed = 1;
    bool fit_only = false;  // no baselines, no retrieval, no verdict beyond what the fit itself yields
    Likeness likeness = Likeness::Distance;
    const FoundMatching* found = nullptr;  // null: the pairs of the run are given, and are judged as such
};

Result<Report> assess_alignment(const AlignmentToAssess& what, const Context& context);

}  // namespace orthoscope
