// The method `sliced-wasserstein-flow`: unpaired clouds are turned onto each other by gradient descent of the
// sliced Wasserstein distance on the orthogonal group.
//
//   minimise over R  SW(R) = mean_t W_2^2(X R t, Y t);  R <- retract(R, -step A),  A = skew(R' dSW/dR)
#pragma once

#include "core/linalg/procrustes.h"
#include "core/method/method.h"

namespace orthoscope {

struct FlowOptions {
    enum class Mode { Auto, Orthogonal, Rotation } mode = Mode::Auto;
    enum class Center { Auto, On, Off } center = Center::Auto;
    std::int64_t directions = 64;
    enum class Draw { Once, EachStep } draw = Draw::Once;
    enum class Retraction { Polar, Cayley } retraction = Retraction::Polar;
    std::int64_t starts = 6, iterations = 150, subsample = 5000;
    double tolerance = 1e-12;

    template <class V>
    void describe(V& v) {
        v.choice(
            "mode", mode, {"auto", "orthogonal", "rotation"},
            "Whether a reflection is allowed (orthogonal) or not (rotation); auto is rotation for clouds and "
            "meshes and orthogonal for embeddings.");
        v.choice(
            "center", center, {"auto", "on", "off"},
            "Whether both means are moved to the origin first; auto is on for clouds and meshes and off for "
            "embeddings.");
        v.integer("directions", directions, 1, 10000, "Directions along which the sets are compared.");
        v.choice(
            "draw", draw, {"once", "each-step"},
            "Draw the directions once, or new ones for each gradient; the cost shown is always that of the "
            "first ones, and a step that would raise it is not taken.");
        v.choice("retraction", retraction, {"polar", "cayley"},
                 "How a step along the tangent returns to the group.");
        v.integer(
            "starts", starts, 1, 64,
            "Starts that run side by side: as loaded (or --start), then the best of matched principal axes "
            "and random turns.");
        v.integer("iterations", iterations, 1, 100000, "Most iterations of one start.");
        v.integer("subsample", subsample, 0, 10000000, "Rows of each set at most, drawn with the seed; 0 takes all.");
        v.number("tolerance", tolerance, 1e-15, 1, "radians",
                 "A start has converged when its step turns by less.");
    }
    bool rotation_only() const { return mode == Mode::Rotation; }
    bool centred() const { return center == Center::On; }
};

const Method& sliced_flow_method();

}  // namespace orthoscope
