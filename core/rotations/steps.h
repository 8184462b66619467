// What the rotation methods take from their inputs: frames, and which frame is one step after which.
#pragma once

#include <string>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/base/context.h"

namespace orthoscope {

enum class Closing { Auto, Yes, No };

// T frames of D numbers; m maps.
struct FrameSteps {
    std::shared_ptr<const Matrix> frames;  // T x D, not null
    RowVector mean;                        // D; zeros where the mean is kept
    bool centred = true;                   // the mean is taken off; open steps then have means of their own
    bool ordered = true;                   // false: frames before and after one step, without an order in time
    Index maps = 1;
    Indices next;     // m T: entry j T + i is the frame one step of map j after frame i, -1 none
    Indices closing;  // m T: the same for the steps from a last frame to its first, which are used where `closed`
    bool closed = false;
    double closure = 0;  // misfit of the closing steps over that of the others; 0: there are none
    std::vector<std::string> notes;

    Index count() const { return frames->rows(); }
    Index dimension() const { return frames->cols(); }
    double energy() const;  // of the frames, mean removed: sum of squares
    // Frames before and after each step of map j in use, mean removed, as coordinates y = (x - mean) directions', where
    // directions (k x D) are orthonormal rows. `shifted`: each side's own mean is taken off (zero on a closed orbit).
    struct Sides {
        Matrix before, after;           // n x k
        RowVector mean_before, mean_after;  // k, what was taken off
    };
    Sides sides(const Matrix& coordinates, Index map) const;
};

// One sequence: its leading axes are time (a letter t; others are sequences of their own), or, two without a t, a grid of
// two maps. Rows of an embedding, matrix or cloud are frames in time. Two inputs: frames BEFORE and AFTER, row for row.
// Closed is not decided here. Errors (Input): fewer frames than `centred` needs, a mesh, unequal inputs, values that do not
// vary, more than two maps.
Result<FrameSteps> make_steps(const Pairs& inputs, bool centred);

// Decides `closed`: with Auto, whether the closing steps fit as well as the others (at most three times their misfit) under the
// orthogonal map of the strongest directions, fitted to the others. `coordinates` are the frames in the directions of
// falling singular value `values`. Adds the closing steps to `next` where closed.
Status close_orbit(FrameSteps& steps, Closing closing, const Matrix& coordinates, const Vector& values);

}  // namespace orthoscope
