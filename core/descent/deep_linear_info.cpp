// How deep-linear explains itself: overlay, help, command line and lessons read this.
#include "core/descent/deep_linear_method.h"

namespace orthoscope {

const MethodInfo& deep_linear_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "deep-linear", m.title = "Deep linear networks";
        m.summary = "A network of linear layers learns the modes of a matrix one after the other, the strongest first, each along a curve "
                    "known in closed form. Look at the plateaus between the switches, and at how much later a Gaussian start comes "
                    "than an orthogonal one as layers are added.";
        m.citation = "A. Saxe, J. McClelland and S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural "
                     "networks, arXiv 1312.6120 (2013)";
        m.inputs = {"target matrix"};
        m.produces = {"values", "times", "exact", "paths", "network"};
        m.family = MethodFamily::Spectrum;
        m.most_inputs = 1;
        m.phases = {
            {"start", "Start", "M = U \\Sigma V^T , \\quad W_l = u_0^{1/L} R_l R_{l-1}^T",
             {{"M", "the target: what the output should be for each input; inputs are whitened"}, {"L", "number of weight matrices"},
              {"u_0", "strength of every mode at the start"}, {"R_l", "orthonormal columns, from V below to U above; of the other lanes random orthogonal or Gaussian weights of the same strength"}},
             "Aligned with the target's singular vectors, the modes never mix, and each has a closed form.", 2.0},
            {"flow", "Gradient flow", "\\frac{du}{dt} = L \\, u^{2 - 2/L} ( s - u )",
             {{"u", "strength of a mode in the network's map, the product of its layers"}, {"s", "its strength in the target"},
              {"L", "number of weight matrices"}, {"t", "time, in units of 1 / learning rate"}},
             "A mode grows slowly while it is weak and then switches on: hence plateaus and steps in the loss.", 0.12},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
