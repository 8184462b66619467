// The method `rotation-planes`: the planes in which one step of the frames is a plain rotation.
//
// The lagged second moment M = sum y(t)' y(t+1) of frames under y(t+1) = y(t) R is C R with C the second moment, so its
// polar factor is R for any C of full rank; real Schur takes R apart. With two maps (a grid of frames) both polar factors
// share one Schur basis.
#pragma once

#include "core/rotations/plane_run.h"

namespace orthoscope {

struct PlanesOptions {
    FrameOptions frames;
    CutRules cut;

    template <class V>
    void describe(V& v) {
        frames.describe(v);
        v.choice("span", cut.choice, {"auto", "energy", "count"},
                 "Which directions of the frames take part: the most in which all planes turn as one, a share of the energy, "
                 "or a number.");
        v.number("energy", cut.energy, 0.01, 1, "", "Share of the mean-removed energy that --span energy keeps.");
        v.integer("directions", cut.directions, 1, 100000, "Number of directions that --span count keeps.");
    }
};

const MethodInfo& planes_info();
const Method& planes_method();

}  // namespace orthoscope
