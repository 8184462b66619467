// The report of `evaluate`: the metrics of every alignment, and what is wrong with the answer itself.
#pragma once

#include "core/evaluate/evaluate_method.h"

namespace orthoscope {

struct EvaluatedRun {
    const Pairs& pairs;
    EvaluateOptions options;
    const Recording& recording;
    std::uint64_t seed;
    bool fit_only;
};
Result<Report> evaluate_report(const EvaluatedRun& run, const Context& context);

}  // namespace orthoscope
