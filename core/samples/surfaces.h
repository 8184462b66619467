// Samples of one set: closed surfaces with a known spectrum, and the Swiss roll.
#pragma once

#include "core/samples/sample.h"

namespace orthoscope {

struct SphereOptions {
    Index subdivisions = 4;
    double radius = 1;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("subdivisions", subdivisions, 0, 8,
                  "each makes four triangles of one; 4 gives 2,562 vertices");
        v.number("radius", radius, 1e-3, 1e3, "", "radius");
    }
};
// Extra: eigenvalues.txt, the first 100 of the Laplacian, ascending: l (l + 1) / radius^2, 2 l + 1 times
// each.
Result<Sample> sphere_sample(const SphereOptions& options, std::uint64_t seed, const Context& context);

struct TorusOptions {
    Index around = 96, across = 36;
    double tube = 0.4;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("around", around, 3, 4000, "vertices along the large circle");
        v.integer("across", across, 3, 4000, "vertices along the small circle");
        v.number("tube", tube, 0.01, 0.99, "", "radius of the small circle; the large one has 1");
    }
};
Result<Sample> torus_sample(const TorusOptions& options, std::uint64_t seed, const Context& context);

struct KnotOptions {
    Index p = 2, q = 3, along = 240, across = 14;
    double radius = 0.12, swell = 0;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("p", p, 1, 12, "turns about the axis; without a common divisor with q");
        v.integer("q", q, 1, 12, "turns about the tube of the torus");
        v.integer("along", along, 12, 20000, "vertices along the knot");
        v.integer("across", across, 3, 400, "vertices round the tube");
        v.number("radius", radius, 0.005, 0.25, "", "radius of the tube; the knot has about radius 1");
        v.number("swell", swell, 0, 0.9, "", "by how much the tube swells and thins once round");
    }
};
Result<Sample> knot_sample(const KnotOptions& options, std::uint64_t seed, const Context& context);

struct RollOptions {
    Index n = 3000;
    double turns = 1.5, noise = 0;

    template <class Visitor>
    void describe(Visitor& v) {
        v.integer("n", n, 1, 2'000'000, "points");
        v.number("turns", turns, 0.1, 20, "", "turns of the roll");
        v.number("noise", noise, 0, 10, "",
                 "standard deviation of each coordinate; the roll has about radius 1");
    }
};
// Extra: sheet.npy, n x 2: length along the spiral and width of each point, its true coordinates.
Result<Sample> roll_sample(const RollOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
