// Baselines: what an alignment of pairs has to beat before anybody should believe it.
#pragma once

#include <vector>

#include "core/alignment/pairs.h"
#include "core/alignment/retrieval.h"
#include "core/linalg/procrustes.h"

namespace orthoscope {

// Rows from `from` on against the partners one row on (shift 1) or back (-1): the mean drop of the squared residual over
// its standard error, the largest z over all tails of at least a tenth of the rows. Rows wrongly shifted: z far above 0;
// rightly paired ones: below.
struct ShiftTest {
    double z = 0;
    int shift = 0;
    Index from = 0, rows = 0;        // first pair of the tail, and how many
    double rmse = 0, shifted_rmse = 0;  // of the tail, as paired and shifted
};

struct Baselines {
    double identity_rmse = 0;
    double affine_rmse = 0;      // least squares X A + b; void where pairs <= dimensions + 1
    double free_scale_rmse = 0;  // the same rules with a common scale allowed
    double free_shift_rmse = 0;  // with both sets centred; the fit's own where they are already
    double mirrored_rmse = 0;    // with a reflection allowed; the fit's own where it is allowed already
    double shuffled_rmse = 0;    // mean over refits on shuffled pairs; void below two pairs
    double shuffled_best = 0;    // the lowest of them
    double reference_rmse = 0;   // the fit refitted on the rows that the shuffles used
    int shuffles = 0;
    double shifted_rmse = 0;     // the better of the refits with the target one row up or down; void where not tried
    int shift = 0;               // that shift
    ShiftTest tail;              // where rows that follow each other are alike, a shift shows in single rows before it shows in all
    double target_rms = 0;       // root mean square of the target about its mean (centred) or 0
    double heldout_rmse = 0;     // five folds, or the rows that --anchors left out; void below two folds
    double heldout_top1 = 0, heldout_recall_at_10 = 0;
    double top1 = 0, top1_csls = 0;
    double tied = 0;             // share of the rows asked whose partner has a rival just as near, so that it is not found
    double gram_rms_error = 0;   // delta = |X X' - Y Y'|_F / n
    Index rows_used = 0;         // by retrieval and shuffles; fewer than the pairs above 20,000
};

struct BaselineInput {
    const Pairs& pairs;
    ProcrustesRules rules;
    const ProcrustesFit& fit;
    Likeness likeness;
    std::uint64_t seed;
    bool chosen = false;  // the fit chose the pairs itself: shuffles, shifts and retrieval would only flatter it
};

Result<Baselines> baselines(const BaselineInput& input, const Context& context);

// The pairs that fit (anchors), as row lists and weights; and those held out.
struct FitRows {
    std::vector<Index> source, target;
    std::vector<double> weight;  // empty: all 1
    RowPairs rows(const Pairs& pairs) const {
        return {*pairs.source, *pairs.target, source, target, weight};
    }
};
FitRows fit_rows(const Pairs& pairs);      // empty lists where all rows fit in order
FitRows heldout_rows(const Pairs& pairs);

// Retrieval of the true partners by the aligned source; where there are many, `most` rows drawn with the seed.
Result<RetrievalScores> truth_retrieval(const BaselineInput& input, Index most, const Context& context);

// sqrt of the weighted mean over pairs of |aligned - target|^2, blockwise in double.
double rmse(const RowPairs& rows, const ProcrustesFit& fit);

}  // namespace orthoscope
