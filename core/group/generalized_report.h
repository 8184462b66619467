// The report of `generalized-procrustes`: how well the sets agree, against shuffled rows and rows held out.
#pragma once

#include "core/group/generalized_method.h"

namespace orthoscope {

struct GroupRun {
    const Pairs& pairs;
    GeneralizedOptions options;
    const GroupState& state;  // the last of the recording
    std::uint64_t seed;
    bool fit_only;
};
Result<Report> generalized_report(const GroupRun& run, const Context& context);

}  // namespace orthoscope
