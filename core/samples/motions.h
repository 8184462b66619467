// Things that move by rotations whose planes and angles are known: what the rotation methods are shown on.
#pragma once

#include "core/samples/sample.h"

namespace orthoscope {

struct ShiftingOptions {
    Index size = 16;
    bool colour = false;
    template <class V>
    void describe(V& v) {
        v.integer("size", size, 4, 256, "height and width in pixels, and the number of frames");
        v.flag("colour", colour, "three channels that shift together");
    }
};
struct TwoShiftsOptions {
    Index size = 12;
    template <class V>
    void describe(V& v) {
        v.integer("size", size, 4, 32, "height and width in pixels; there are size x size frames");
    }
};
struct PlantedOrbitOptions {
    Index planes = 6, frames = 360;
    double noise = 0;
    template <class V>
    void describe(V& v) {
        v.integer("planes", planes, 1, 80, "planes, each turning by a whole number of degrees a frame, no two alike");
        v.integer("frames", frames, 3, 100'000, "frames; 360 close the orbit");
        v.number("noise", noise, 0, 10, "", "standard deviation of each number; the strongest plane has radius 1");
    }
};
struct TurningPatchOptions {
    Index size = 20, frames = 72;
    double turns = 1, noise = 0;
    template <class V>
    void describe(V& v) {
        v.integer("size", size, 8, 256, "height and width of a frame in pixels");
        v.integer("frames", frames, 3, 10'000, "frames");
        v.number("turns", turns, 0.01, 10, "", "whole turns over the sequence; below 1 the orbit stays open");
        v.number("noise", noise, 0, 10, "", "standard deviation of each pixel; the patch has about 1");
    }
};
struct WavesOptions {
    Index points = 64, waves = 6;
    template <class V>
    void describe(V& v) {
        v.integer("points", points, 16, 1024, "points of the ring");
        v.integer("waves", waves, 1, 7, "waves, each running at its own speed");
    }
};
struct PatchesOptions {
    Index n = 2000, size = 10;
    template <class V>
    void describe(V& v) {
        v.integer("n", n, 10, 100'000, "patches");
        v.integer("size", size, 4, 32, "height and width of a patch in pixels");
    }
};
struct MatrixOptions {
    Index d = 9;
    bool mirror = true;
    template <class V>
    void describe(V& v) {
        v.integer("d", d, 2, 1024, "rows and columns");
        v.flag("mirror", mirror, "turn one direction over too");
    }
};
struct HiddenSymmetryOptions {
    Index points = 12, patterns = 5;
    template <class V>
    void describe(V& v) {
        v.integer("points", points, 4, 64, "points of the ring");
        v.integer("patterns", patterns, 1, 1000, "patterns, each shown at every place of the ring, in no order");
    }
};
struct LoopOptions {
    Index frames = 180;
    template <class V>
    void describe(V& v) {
        v.integer("frames", frames, 8, 10'000, "orientations along the loop");
    }
};

// A picture that shifts round by one column a frame: planes k = 1, 2, ... turn by 360 k / size degrees, exactly.
Result<Sample> shifting_picture(const ShiftingOptions& options, std::uint64_t seed, const Context& context);
// All shifts of a picture down and across, a grid of two steps (axes suyx): whole weights on a torus.
Result<Sample> two_shifts(const TwoShiftsOptions& options, std::uint64_t seed, const Context& context);
// A point that turns in several planes of an unknown basis; plane_angles.txt and step.npy hold the truth.
Result<Sample> planted_orbit(const PlantedOrbitOptions& options, std::uint64_t seed, const Context& context);
// A random texture with the spectrum of photographs, turned within a disc and sampled afresh for each frame.
Result<Sample> turning_patch(const TurningPatchOptions& options, std::uint64_t seed, const Context& context);
// Waves on a ring: wave k runs k (k + 1) / 2 wavelengths a round of frames, so that every plane has an angle of its own.
Result<Sample> running_waves(const WavesOptions& options, std::uint64_t seed, const Context& context);
// Many different patches before (source) and after (target) one shift: no orbit, on which the learning rules fail.
Result<Sample> shifted_patches(const PatchesOptions& options, std::uint64_t seed, const Context& context);
// A rotation with known angles, as a matrix.
Result<Sample> turning_matrix(const MatrixOptions& options, std::uint64_t seed, const Context& context);
// Rows whose covariance does not change when the ring is turned.
Result<Sample> hidden_symmetry(const HiddenSymmetryOptions& options, std::uint64_t seed, const Context& context);
// A tumbling body, once round: a closed loop of orientations (T x 9) that passes the poles of all the short coordinates.
Result<Sample> rotation_loop(const LoopOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
