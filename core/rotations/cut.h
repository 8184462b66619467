// How many of the frames' directions take part: too many bring noise whose planes mix into the strong ones.
#pragma once

#include "core/rotations/measure.h"
#include "core/rotations/span.h"

namespace orthoscope {

enum class CutChoice { Auto, Energy, Count };

struct CutRules {
    CutChoice choice = CutChoice::Auto;
    double energy = 0.95;       // the share that Energy keeps, and Auto where nothing passes
    std::int64_t directions = 20;  // what Count keeps
    static constexpr double turns_as_one = 0.15;  // largest rotor residual that Auto lets pass
};

// The action in the first k directions, and what it is made of.
struct CutAction {
    Index k = 0;
    Matrix coordinates;    // T x k
    Matrix moments;        // k x k m: sum of before' after
    Vector moment_values;  // singular values of the first map's
    Matrix actions;        // k x k m, orthogonal
    Split split;
    MeasuredPlanes planes;
    Index undetermined = 0;  // directions asked for that the steps say nothing about
    bool passed = true;      // all planes turn as one; Auto looks for that
};

// sum over steps of before' after in the first k directions, map beside map: k x k m.
Matrix lagged_moments(const FrameSteps& steps, const Matrix& coordinates);

// The action in exactly k directions (fewer where the steps leave some undetermined: then it is said). O(k^3 + n k^2).
Result<CutAction> action_in(const FrameSteps& steps, const FrameSpan& span, Index k, std::uint64_t seed);

// Auto: the largest span, cut between unequal singular values, in which every plane turns as one. Errors: Cancelled.
Result<CutAction> cut_action(const FrameSteps& steps, const FrameSpan& span, const CutRules& rules, std::uint64_t seed,
                             const Context& context);

}  // namespace orthoscope
