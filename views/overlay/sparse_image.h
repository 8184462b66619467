// SparseImage: a matching or a soft plan, counted into at most 56 x 56 dots, with the truth laid on it.
#pragma once

#include <vector>

#include "core/alignment/pairs.h"
#include "core/recording/state.h"

namespace orthoscope {

struct SparseImage {
    struct Dot {
        Index row, column;  // of the image
        double mass;        // 0..1 of the heaviest dot; 0: only a true partner that is not taken
        double right;       // share of its mass that the truth confirms
    };
    Index source_rows = 0, target_rows = 0;
    Index block = 1;  // a dot stands for block x block rows
    Index rows = 0, columns = 0;
    bool soft = false;             // a plan, not a matching
    bool truth = false;            // known
    std::vector<Dot> dots;         // by row, then column
    Index matched = 0, right = 0;  // rows with a partner (entries of a plan), and those confirmed
    Index missed = 0;              // rows with a true partner that is not theirs; 0 for a plan
    double right_share = 0;        // of the mass
};

// Of the state's matching (rows of confidence 0 have no partner), else of its plan.
SparseImage sparse_image(const AlignmentState& state, const Pairs& pairs);

}  // namespace orthoscope
