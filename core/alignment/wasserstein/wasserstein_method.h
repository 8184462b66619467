// The method `procrustes-wasserstein`: unknown rotation and unknown relabelling of two sets of rows, in any dimension.
//
//   minimise  sum_i |(x_i - p) R + q - y_match(i)|^2  over orthogonal R and one-to-one matchings
//
// G. Even, G. Ganassali, J. Maier, L. Massoulie, Aligning embeddings and geometric random graphs: informational
// results and computational approaches for the Procrustes-Wasserstein problem, arXiv 2405.14532 (2024); E. Grave,
// A. Joulin, Q. Berthet, Unsupervised alignment of embeddings with Wasserstein Procrustes, AISTATS 2019.
// A portfolio of starts, each a lane; the lowest cost wins.
#pragma once

#include "core/linalg/procrustes.h"
#include "core/method/method.h"

namespace orthoscope {

struct WassersteinOptions {
    enum class Mode { Auto, Orthogonal, Rotation } mode = Mode::Auto;
    enum class Center { Auto, On, Off } center = Center::Auto;
    enum class Starts { Auto, Signatures, Axes, Turns, FrankWolfe, Stochastic } starts = Starts::Auto;
    double keep = 1;
    std::int64_t iterations = 100, subsample = 3000;

    template <class V>
    void describe(V& v) {
        v.choice("mode", mode, {"auto", "orthogonal", "rotation"},
                 "Whether a reflection is allowed (orthogonal) or not (rotation); auto is rotation for clouds and "
                 "meshes and orthogonal for embeddings.");
        v.choice("center", center, {"auto", "on", "off"},
                 "Whether the means meet before the search; auto is on for clouds and meshes and off for embeddings.");
        v.choice("starts", starts, {"auto", "signatures", "axes", "turns", "frank-wolfe", "stochastic"},
                 "Where the search begins; auto tries them in this order until one answer is clearly right.");
        v.number("keep", keep, 0.01, 1, "", "Share of the smaller set's rows that get a partner; below 1 the rows that fit worst stay without.");
        v.integer("iterations", iterations, 1, 10000, "Most rounds of matching and turning after the soft search.");
        v.integer("subsample", subsample, 50, 15000,
                  "Rows of each set that are matched in one plan; of larger sets rows are drawn with the seed, and the "
                  "others matched afterwards.");
    }
    ProcrustesRules rules() const { return {mode == Mode::Rotation, center == Center::On, false}; }
};

const MethodInfo& wasserstein_info();
const Method& wasserstein_method();

}  // namespace orthoscope
