// What a finished search has found, and what it has to be compared with. Internal to core/alignment/wasserstein.
#pragma once

#include "core/alignment/assess.h"
#include "core/alignment/wasserstein/wasserstein_method.h"

namespace orthoscope {

struct WassersteinAnswer {
    ProcrustesFit fit;      // of the best lane's last frame
    FoundMatching found;    // null_costs still empty
};
// From a recording, finished or stopped.
WassersteinAnswer wasserstein_answer(const Pairs& pairs, const Recording& recording, const ProcrustesRules& rules);

// Costs of the same search (its main lane alone, at most five rounds of Ping-Pong) against the target with every
// principal coordinate shuffled among rows of like length: the same spread along the same axes, and no common content.
Result<std::vector<double>> unrelated_costs(const Pairs& pairs, const WassersteinOptions& options, std::uint64_t seed,
                                            int count, const Context& context);

}  // namespace orthoscope
