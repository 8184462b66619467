// Assess: the metrics, verdict and arrays of cli.md's alignment family, from a fit of pairs.
#pragma once

#include "core/alignment/baselines.h"
#include "core/run/report.h"

namespace orthoscope {

struct AlignmentToAssess {
    const Pairs& pairs;
    ProcrustesRules rules;
    ProcrustesFit fit;
    std::uint64_t seed = 1;
    bool fit_only = false;  // no baselines, no retrieval, no verdict beyond what the fit itself yields
    Likeness likeness = Likeness::Distance;
};

Result<Report> assess_alignment(const AlignmentToAssess& what, const Context& context);

}  // namespace orthoscope
