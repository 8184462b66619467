// The method `newton-schulz`: published orthogonalising iterations, each a lane, step by step on the singular values of one
// matrix: as the matrix iteration and as the polynomial on the values alone.
#pragma once

#include "core/descent/lane_run.h"
#include "core/descent/schemes.h"

namespace orthoscope {

enum class SchemeChoice { All, Muon, PolarExpress, Cubic, QuinticTaylor, Root2048, Root3072, Root8192, Root16384 };

struct NewtonSchulzOptions {
    SchemeChoice scheme = SchemeChoice::All;
    std::int64_t steps = 12;

    template <class V>
    void describe(V& v) {
        v.choice("scheme", scheme,
                 {"all", "muon", "polar-express", "cubic", "quintic", "root-2048x2048", "root-2048x3072", "root-2048x8192",
                  "root-2048x16384"},
                 "Which iteration; all: each of them as a lane.");
        v.integer("steps", steps, 1, 100, "Steps; the papers take 5, more show whether an iteration is stable.");
    }
};

// Indices of the phases.
enum class NewtonSchulzPhase { Normalise, Step };

const MethodInfo& newton_schulz_info();
const Method& newton_schulz_method();

}  // namespace orthoscope
