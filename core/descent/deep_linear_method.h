// The method `deep-linear`: how a deep linear network learns a matrix mode by mode: the closed form beside the integrated
// gradient flow, from an aligned orthogonal, a random orthogonal and a Gaussian start.
#pragma once

#include "core/descent/lane_run.h"

namespace orthoscope {

enum class NetworkStart { All, Aligned, Orthogonal, Gaussian };

struct DeepLinearOptions {
    NetworkStart initialization = NetworkStart::All;
    std::int64_t layers = 3, hidden = 0, frames = 120;
    double strength = 0.02, duration = 0;

    template <class V>
    void describe(V& v) {
        v.choice("initialization", initialization, {"all", "aligned", "orthogonal", "gaussian"},
                 "First weights: orthogonal and aligned with the target's singular vectors (the closed form holds exactly), "
                 "orthogonal in random directions, or Gaussian; all: each as a lane.");
        v.integer("layers", layers, 1, 10, "Weight matrices in a row; 1 is plain linear regression.");
        v.integer("hidden", hidden, 0, 512, "Width of the hidden layers; 0: as many as the target has singular values.");
        v.number("strength", strength, 1e-6, 1, "", "Strength of every mode at the start, as a share of the strongest of the target.");
        v.number("duration", duration, 0, 1e6, "units of 1 / learning rate",
                 "How long the flow is followed; 0: until the weakest mode above 5 % of the strongest is learned; with unaligned starts, which are slower, three times as long.");
        v.integer("frames", frames, 10, 1000, "Times at which it is shown.");
    }
};

// Indices of the phases.
enum class DeepLinearPhase { Start, Flow };

const MethodInfo& deep_linear_info();
const Method& deep_linear_method();

}  // namespace orthoscope
