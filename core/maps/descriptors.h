// Functions on both shapes that a near-isometry carries into one another.
//
//   wave kernel signature   W(x, e) = sum_i phi_i(x)^2 exp(-(e - log l_i)^2 / (2 s^2)) / sum_i exp(...)
//                           (Aubry, Schlickewei & Cremers 2011)
//   heat kernel signature   H(x, t) = sum_i phi_i(x)^2 exp(-t l_i) / sum_i exp(-t l_i) (Sun, Ovsjanikov &
//   Guibas 2009)
//
// Of a landmark p, phi_i(x)^2 becomes phi_i(p) phi_i(x). Energies and times are those of both shapes
// together, so that column j means the same on each.
#pragma once

#include "core/maps/shape_pair.h"

namespace orthoscope {

enum class Signature { Wave, Heat };

struct DescriptorOptions {
    Signature signature = Signature::Wave;
    Index count = 100;  // of the signature; each landmark adds landmark_count
    Index landmark_count = 40;
    Index vectors = 100;  // eigenvectors that take part; at most what both bases hold
};

struct Descriptors {
    Matrix source, target;  // n x p and m x p; each column has mean square 1 under the mass of its shape
    Index own = 0;          // the first `own` columns are the signature itself, the rest belong to landmarks
};

// Energies from log l_2 + 2 s to log l_k - 2 s with s = 7 steps; times from 4 ln 10 / l_k to 4 ln 10 / l_2,
// evenly in the logarithm. Independent of the eigenvectors' signs and of the shapes' sizes.
Descriptors descriptors(const ShapePair& pair, const DescriptorOptions& options);

}  // namespace orthoscope
