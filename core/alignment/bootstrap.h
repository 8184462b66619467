// Bootstrap: how certain each point's image is. The fit is made again on rows drawn with replacement, and on shuffled
// pairs for comparison; a tight cloud of images is certain, a double one is a symmetry.
#pragma once

#include <vector>

#include "core/alignment/pairs.h"
#include "core/linalg/procrustes.h"

namespace orthoscope {

struct Bootstrap {
    std::vector<ProcrustesFit> refits;    // on rows drawn with replacement (u, v and sigma are left out)
    std::vector<ProcrustesFit> shuffled;  // on shuffled pairs
    Index rows_used = 0, rows = 0;        // fewer than there are: every refit draws that many
};

struct BootstrapInput {
    const Pairs& pairs;
    ProcrustesRules rules;
    const Indices* matching = nullptr;  // null: the pairs of the run; else target row of each source row, -1 none
    int refits = 50, shuffles = 20;
    std::uint64_t seed = 1;
};

Result<Bootstrap> bootstrap(const BootstrapInput& input, const Context& context);

}  // namespace orthoscope
