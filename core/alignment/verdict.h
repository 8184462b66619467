// The verdict of an alignment of pairs: supported, doubtful or unsupported, and why, in sentences.
#pragma once

#include "core/alignment/assess.h"
#include "core/alignment/baselines.h"
#include "core/run/report.h"

namespace orthoscope {

// What the judgement rests on, beside the baselines.
struct Evidence {
    double rmse = 0;
    Index pairs = 0, dimensions = 0;
    bool rotation_only = false, scale = false;
    bool reflected = false;       // det R < 0
    double smallest_gap = 1;      // sigma_d (or sigma_{d-1} +- sigma_d where a reflection is forbidden) / sigma_1
    bool path_ambiguous = false;  // an angle at pi: the turn could go either way
    const FoundMatching* found = nullptr;  // null: the pairs were given
    Index asked = 0;              // source rows that could have been matched
};

// Fills verdict and reasons, the weightiest first.
//   unsupported: no better than refits on shuffled pairs; held-out rows no nearer than the target's own spread and
//     not retrieved, with no other map that explains them; a shift by one row fits more than twice as well.
//   doubtful: fewer pairs than dimensions; optimum not unique; held-out error above 70 % of the spread; a scale,
//     a shift, a reflection or an affine map fits more than twice as well; nothing could be held out.
//   supported: everything else.
void judge(const Evidence& evidence, const Baselines& baselines, Report& report);

// The same where the method chose the pairs itself (evidence.found), so that their own fit proves nothing.
//   unsupported: no pairs; a cost no better than 0.95 of the best search on an unrelated target.
//   doubtful: nothing to compare with; a cost above 0.8 of the mean of those searches; a distinct answer costs less
//     than a tenth of the way to them more; held-out rows that do not find their partners
//     again (first; among ten where the cost is under a quarter of the unrelated ones); fewer pairs than dimensions; optimum not unique.
void judge_found(const Evidence& evidence, const Baselines& baselines, Report& report);

}  // namespace orthoscope
