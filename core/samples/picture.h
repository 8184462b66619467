// A picture that turns in its own plane: the sequence whose rotation subspaces are known exactly.
#pragma once

#include "core/samples/sample.h"

namespace orthoscope {

struct PictureOptions {
    Index frames = 36, size = 48, harmonics = 6;
    double turns = 1, noise = 0;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("frames", frames, 2, 100'000, "frames");
        v.integer("size", size, 8, 2048, "height and width of a frame in pixels");
        v.integer("harmonics", harmonics, 1, 40, "angular waves in the picture, one rotation plane each");
        v.number("turns", turns, 0.01, 100, "",
                 "whole turns over the sequence; the last frame stands one step short");
        v.number("noise", noise, 0, 10, "", "standard deviation of each pixel; the picture spans 0 to 1");
    }
};

// Every frame is evaluated from the formula at its own angle, so nothing is interpolated: pixel values are
// sum over m <= harmonics of a_m(r) cos(m (phi - angle) + phase_m(r)), exactly, and the m-th plane turns by m
// steps a frame. Extra files: angles.txt (angle of each frame in degrees, anticlockwise as seen, rows counted
// downward) and plane_angles.txt (degrees a frame of planes 1, 2, ..., folded into 0..180).
Result<Sample> rotating_picture(const PictureOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
