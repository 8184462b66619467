// What a finished search has found, and what it has to be compared with. Internal to core/alignment/wasserstein.
#pragma once

#include <optional>

#include "core/alignment/assess.h"
#include "core/alignment/wasserstein/wasserstein_method.h"

namespace orthoscope {

struct WassersteinAnswer {
    ProcrustesFit fit;      // of the best lane's last frame
    FoundMatching found;    // null_costs still empty
    std::optional<ProcrustesFit> next;  // the pose of found.next_cost
};
// From a recording, finished or stopped.
WassersteinAnswer wasserstein_answer(const Pairs& pairs, const Recording& recording, const ProcrustesRules& rules);

// Costs of the same search (its main lane alone, at most five rounds of Ping-Pong) against the target with every
// principal coordinate shuffled among rows of like length: the same spread along the same axes, and no common content.
// `sampled`: their nearest_cost() instead.
Result<std::vector<double>> unrelated_costs(const Pairs& pairs, const WassersteinOptions& options, const RunSettings& settings,
                                            int count, bool sampled, const Context& context);

// A search that took a part of the rows has met few of their partners, so its costs say little. The mean squared distance of
// at most 2,000 rows of the smaller set, drawn with the seed, to the nearest of all rows of the other in this pose; of the share
// `keep` that lies nearest.
Result<double> nearest_cost(const Pairs& pairs, const ProcrustesFit& fit, double keep, const RunSettings& settings, const Context& context);

}  // namespace orthoscope
