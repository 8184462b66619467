// One mode of a deep linear network in closed form. Saxe, McClelland and Ganguli, Exact solutions to the nonlinear dynamics
// of learning in deep linear neural networks (2013): with whitened inputs and a balanced start aligned with the target, a
// mode of strength u aims at s by  du/dt = L u^(2 - 2/L) (s - u)  in a network of L weight matrices, time in units of the
// learning rate.
#pragma once

#include "core/base/types.h"

namespace orthoscope {

// u(t) from u(0) = u0 >= 0 (0 stays 0 with hidden layers) towards s >= 0, for L >= 1 weight matrices; t >= 0. With w = u^(1/L) the equation has the
// primitive  t = (1/s) [ (w0^(2-L) - w^(2-L)) / (L - 2) + s^(2/L - 1) (F(w/s^(1/L)) - F(w0/s^(1/L))) ],
// F(y) = -(1/L) sum over the L-th roots of unity r of r^2 log(1 - y / r); for L = 1, 2 and s = 0 it is elementary. It is
// turned round by bisection; error below 1e-12 of the larger of s and u0.
double mode_strength(double t, double s, double u0, int layers);

// When a mode that starts below `s` has come to `share` of it, 0 < share < 1; infinite where s or u0 is 0.
double mode_time(double share, double s, double u0, int layers);

}  // namespace orthoscope
