// The directions that the frames occupy, and where to cut them.
#pragma once

#include "core/base/context.h"
#include "core/rotations/steps.h"

namespace orthoscope {

struct FrameSpan {
    Vector values;       // r, singular values of the mean-removed frames, descending, those above rounding
    Matrix directions;   // r x D, orthonormal rows
    Matrix coordinates;  // T x r: mean-removed frames along them
    double energy = 0;   // sum of squares of the mean-removed frames
};

// By SVD where one side is below 600, else by the Gram matrix, which resolves values down to 1e-7 of the largest; smaller
// ones are left out either way (1e-10 by SVD). Errors: Memory, Cancelled.
Result<FrameSpan> frame_span(const FrameSteps& steps, const Context& context);

// How many leading values hold `share` of the sum of squares.
Index kept_by_energy(const Vector& values, double share);
// k, grown until it does not part two values that agree within 1 %: planes of an orbit bring equal pairs.
Index whole_pairs(const Vector& values, Index k);

}  // namespace orthoscope
