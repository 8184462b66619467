#include "core/samples/surfaces.h"

#include <cmath>
#include <cstdio>
#include <numeric>

#include "core/samples/make.h"
#include "core/samples/shapes.h"

namespace orthoscope {
namespace {

Sample surface(std::string name, Mesh mesh, std::string note) {
    Sample sample;
    sample.method = "laplacian-eigenbasis";
    sample.note = std::move(note);
    sample.sets = {make_dataset(std::move(name), std::move(mesh))};
    return sample;
}

Status fits(Index vertices, const Context& context) {
    return context.fits(std::uint64_t(vertices) * 200, "sample");
}

std::string sphere_eigenvalues(double radius, int count) {
    std::string text;
    for (int l = 0; count > 0; ++l)
        for (int m = -l; m <= l && count > 0; ++m, --count) {
            char line[40];
            std::snprintf(line, sizeof line, "%.17g\n", l * (l + 1) / (radius * radius));
            text += line;
        }
    return text;
}

// Dark blue over green to yellow, by a fraction in 0..1.
Point3 ramp(double t) {
    return {0.25 + 0.7 * t * t, 0.15 + 0.7 * t, 0.45 + 0.35 * std::sin(3.14159 * t) - 0.3 * t};
}

}  // namespace

Result<Sample> sphere_sample(const SphereOptions& options, std::uint64_t, const Context& context) {
    if (auto status = fits((Index{10} << (2 * options.subdivisions)) + 2, context); !status)
        return status.error();
    Mesh mesh = sphere_mesh(int(options.subdivisions));
    mesh.vertices *= options.radius;
    Sample sample =
        surface("sphere", std::move(mesh),
                "Eigenvalues of the smooth sphere, l (l + 1) / radius^2 with 2 l + 1 each, are in "
                "eigenvalues.txt.");
    sample.extra.push_back(text_file("eigenvalues.txt", sphere_eigenvalues(options.radius, 100)));
    return sample;
}

Result<Sample> torus_sample(const TorusOptions& options, std::uint64_t, const Context& context) {
    if (auto status = fits(options.around * options.across, context); !status) return status.error();
    return surface(
        "torus", torus_mesh(int(options.around), int(options.across), 1, options.tube),
        "A torus turns into itself: most of its eigenvalues come in pairs, and a match of it is free "
        "up to that turn.");
}

Result<Sample> knot_sample(const KnotOptions& options, std::uint64_t, const Context& context) {
    if (std::gcd(options.p, options.q) != 1)
        return usage_error("--p", "found " + std::to_string(options.p) + " and q " +
                                      std::to_string(options.q) +
                                      "; a knot needs two numbers without a common divisor");
    if (auto status = fits(options.along * options.across, context); !status) return status.error();
    const TorusKnot knot{int(options.p), int(options.q)};
    return surface("knot",
                   knot_mesh(knot, int(options.along), int(options.across), options.radius, options.swell),
                   "A tube round the torus knot of p turns about the axis and q about the tube.");
}

Result<Sample> roll_sample(const RollOptions& options, std::uint64_t seed, const Context& context) {
    if (auto status = fits(options.n, context); !status) return status.error();
    Random random(seed);
    SwissRoll roll = swiss_roll(options.n, options.turns, random);
    if (options.noise > 0) roll.points += options.noise * random.normal(options.n, 3);
    Matrix color(options.n, 3);
    const double longest = std::max(roll.sheet.col(0).maxCoeff(), 1e-300);
    for (Index i = 0; i < options.n; ++i) color.row(i) = ramp(roll.sheet(i, 0) / longest).transpose();
    Sample sample;
    sample.method = "spectral-decay";
    sample.note =
        "A sheet rolled up: three coordinates, two dimensions; sheet.npy holds each point's place on the "
        "sheet.";
    sample.extra.push_back(array_file("sheet.npy", roll.sheet));
    sample.sets = {make_dataset("Swiss roll", PointCloud{std::move(roll.points)},
                                {{"color", Attribute::Domain::Row, std::move(color)}})};
    return sample;
}

}  // namespace orthoscope
