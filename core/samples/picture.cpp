#include "core/samples/picture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/samples/make.h"

namespace orthoscope {
namespace {

// A blob at polar place (radius, angle): a bump of the radius times ((1 + cos) / 2)^M, which is smooth,
// positive and a trigonometric polynomial of degree M exactly.
struct Blob {
    double radius, width, angle, height;
    int degree;
};

double value(const std::vector<Blob>& blobs, double r, double phi) {
    double sum = 0;
    for (auto& b : blobs) {
        const double u = (r - b.radius) / b.width;
        sum += b.height * std::exp(-u * u / 2) * std::pow((1 + std::cos(phi - b.angle)) / 2, b.degree);
    }
    return sum;
}

// An uneven flower: no two of its petals are alike, so that it has no turn of its own.
std::vector<Blob> blobs(int harmonics, Random& random) {
    std::vector<Blob> made;
    for (int i = 0; i < 5; ++i)
        made.push_back({0.42 + 0.2 * random.uniform(), 0.09 + 0.03 * random.uniform(),
                        2 * std::numbers::pi * (i + 0.35 * random.uniform()) / 5,
                        0.45 + 0.55 * random.uniform(), harmonics});
    made.push_back({0.35, 0.12, 2 * std::numbers::pi * random.uniform(), 0.6, std::min(2, harmonics)});
    made.push_back({0, 0.16, 0, 0.5, 0});
    return made;
}

}  // namespace

Result<Sample> rotating_picture(const PictureOptions& options, std::uint64_t seed, const Context& context) {
    const Index size = options.size, frames = options.frames;
    if (auto status = context.fits(std::uint64_t(frames) * std::uint64_t(size * size) * 8, "sample"); !status)
        return status.error();
    Random random(seed);
    const auto flower = blobs(int(options.harmonics), random);
    FrameSequence sequence{Matrix::Zero(frames, size * size), {size, size}, "tyx", {frames}, {}};
    sequence.triangles.resize(0, 3);
    const double step = 2 * std::numbers::pi * options.turns / double(frames);
    std::string angles, planes;
    for (Index t = 0; t < frames; ++t) {
        if (context.stopped()) return cancelled_error();
        for (Index y = 0; y < size; ++y)
            for (Index x = 0; x < size; ++x) {
                const double u = (2 * double(x) + 1) / double(size) - 1,
                             v = 1 - (2 * double(y) + 1) / double(size);
                const double r = std::hypot(u, v);
                // The picture has died away before the rim of the disc.
                if (r < 1)
                    sequence.frames(t, y * size + x) = value(flower, r, std::atan2(v, u) - step * double(t));
            }
        angles += short_number(step * double(t) * 180 / std::numbers::pi, 17) + '\n';
    }
    sequence.frames /= std::max(sequence.frames.maxCoeff(), 1e-300);
    for (Index m = 1; m <= options.harmonics; ++m) {
        const double turn = std::fmod(360 * options.turns / double(frames) * double(m), 360);
        planes += short_number(turn > 180 ? 360 - turn : turn, 17) + '\n';
    }
    if (options.noise > 0) sequence.frames += options.noise * random.normal(frames, size * size);
    Sample sample;
    sample.method = "rotation-planes";
    sample.note =
        "A picture turning by " + short_number(360 * options.turns / double(frames), 4) +
        " degrees a frame, evaluated from a formula at each angle; plane_angles.txt holds the angle of "
        "each of its rotation planes.";
    sample.extra = {text_file("angles.txt", angles), text_file("plane_angles.txt", planes)};
    sample.sets = {make_dataset("turning picture", std::move(sequence))};
    return sample;
}

}  // namespace orthoscope
