#include "core/samples/motions.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/samples/make.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi;

FrameSequence pictures(Matrix frames, std::vector<Index> shape, std::string axes, std::vector<Index> leading) {
    return {std::move(frames), std::move(shape), std::move(axes), std::move(leading), Triangles(0, 3)};
}

// A random texture whose amplitude falls as 1 / frequency, as that of photographs does: a sum of plane waves.
struct Texture {
    struct Wave {
        double x, y, phase, height;
    };
    std::vector<Wave> waves;

    Texture(int count, double finest, Random& random) {
        for (int i = 0; i < count; ++i) {
            const double frequency = 0.5 * std::pow(2 * finest, random.uniform()), angle = 2 * pi * random.uniform();
            waves.push_back({frequency * std::cos(angle), frequency * std::sin(angle), 2 * pi * random.uniform(), 1 / std::sqrt(double(count) / 2)});
        }
    }
    double operator()(double x, double y) const {
        double sum = 0;
        for (auto& w : waves) sum += w.height * std::cos(2 * pi * (w.x * x + w.y * y) + w.phase);
        return sum;
    }
};

// A square picture of the texture, one unit wide.
Matrix sampled(const Texture& texture, Index size) {
    Matrix out(size, size);
    for (Index y = 0; y < size; ++y)
        for (Index x = 0; x < size; ++x) out(y, x) = texture(double(x) / double(size), double(y) / double(size));
    return out;
}

RowVector shifted(const Matrix& p, Index down, Index across) {
    RowVector out(p.size());
    for (Index y = 0; y < p.rows(); ++y)
        for (Index x = 0; x < p.cols(); ++x) out((y + down) % p.rows() * p.cols() + (x + across) % p.cols()) = p(y, x);
    return out;
}

Status fits(Index rows, Index columns, const Context& context) {
    return context.fits(std::uint64_t(rows) * std::uint64_t(columns) * 8 * 2, "sample");
}

// Turns by these angles in planes of a random basis, the rest kept; acts on rows from the right.
Matrix planted_step(Index d, const std::vector<double>& degrees, Random& random) {
    const Matrix basis = random_orthogonal(d, random, true);
    Matrix turn = Matrix::Identity(d, d);
    for (std::size_t k = 0; k < degrees.size(); ++k) {
        const double a = degrees[k] * pi / 180;
        turn.block(2 * Index(k), 2 * Index(k), 2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
    }
    return basis.transpose() * turn * basis;
}

// Whole degrees from 1 to 179, no two alike.
std::vector<double> distinct_degrees(Index count, Random& random) {
    std::vector<double> out;
    for (Index at : random.choose(179, count)) out.push_back(double(at + 1));
    return out;
}

std::string numbers(const std::vector<double>& values) {
    std::string text;
    for (double v : values) text += short_number(v, 17) + '\n';
    return text;
}

}  // namespace

Result<Sample> shifting_picture(const ShiftingOptions& o, std::uint64_t seed, const Context& context) {
    const Index n = o.size, channels = o.colour ? 3 : 1;
    if (auto status = fits(n, n * n * channels, context); !status) return status.error();
    Random random(seed);
    Matrix frames(n, n * n * channels);
    for (Index c = 0; c < channels; ++c) {
        const Matrix p = sampled(Texture(60, double(n) / 2, random), n);
        for (Index t = 0; t < n; ++t)
            frames(t, Eigen::seqN(c, n * n, channels)) = shifted(p, 0, t);
    }
    std::vector<double> angles;
    for (Index k = 1; 2 * k < n; ++k) angles.push_back(360 * double(k) / double(n));
    Sample sample;
    sample.method = "rotation-planes";
    sample.note = "A picture that shifts by one column a frame and comes in again on the other side: a closed orbit. Its planes turn "
                  "by whole multiples of " + short_number(360 / double(n), 4) + " degrees (plane_angles.txt).";
    sample.extra = {text_file("plane_angles.txt", numbers(angles))};
    sample.sets = {make_dataset("shifting picture", o.colour ? pictures(frames, {n, n, 3}, "tyxc", {n}) : pictures(frames, {n, n}, "tyx", {n}))};
    return sample;
}

Result<Sample> two_shifts(const TwoShiftsOptions& o, std::uint64_t seed, const Context& context) {
    const Index n = o.size;
    if (auto status = fits(n * n, n * n, context); !status) return status.error();
    Random random(seed);
    const Matrix p = sampled(Texture(80, double(n) / 2, random), n);
    Matrix frames(n * n, n * n);
    for (Index a = 0; a < n; ++a)
        for (Index b = 0; b < n; ++b) frames.row(a * n + b) = shifted(p, a, b);
    Sample sample;
    sample.method = "rotation-planes";
    sample.note = "A picture shifted down (first axis) and across (second axis) by every number of pixels: two steps that commute. Each plane "
                  "has two whole weights, its winding numbers on the torus. Open the file with --axes suyx.";
    sample.sets = {make_dataset("two shifts", pictures(std::move(frames), {n, n}, "suyx", {n, n}))};
    return sample;
}

Result<Sample> planted_orbit(const PlantedOrbitOptions& o, std::uint64_t seed, const Context& context) {
    const Index d = 2 * o.planes;
    if (auto status = fits(o.frames, d, context); !status) return status.error();
    Random random(seed);
    const auto angles = distinct_degrees(o.planes, random);
    const Matrix step = planted_step(d, angles, random);
    Matrix frames(o.frames, d);
    RowVector at = random.normal(1, d).row(0).normalized() * std::sqrt(double(o.planes));
    for (Index t = 0; t < o.frames; ++t, at = at * step) frames.row(t) = at;
    if (o.noise > 0) frames += o.noise * random.normal(o.frames, d);
    Sample sample;
    sample.method = "rotation-planes";
    sample.note = "A point that turns in " + std::to_string(o.planes) + " planes of a hidden basis: frame t + 1 = frame t times step.npy; "
                  "plane_angles.txt holds the angles in degrees.";
    sample.extra = {text_file("plane_angles.txt", numbers(angles)), array_file("step.npy", step)};
    sample.sets = {make_dataset("planted orbit", pictures(std::move(frames), {d}, "tc", {o.frames}))};
    return sample;
}

Result<Sample> turning_patch(const TurningPatchOptions& o, std::uint64_t seed, const Context& context) {
    const Index n = o.size;
    if (auto status = fits(o.frames, n * n, context); !status) return status.error();
    Random random(seed);
    // Nothing finer than the pixels hold, in units of half the width.
    const Texture texture(60, double(n) / 8, random);
    Matrix frames = Matrix::Zero(o.frames, n * n);
    std::string angles;
    for (Index t = 0; t < o.frames; ++t) {
        if (context.stopped()) return cancelled_error();
        const double a = 2 * pi * o.turns * double(t) / double(o.frames);
        for (Index y = 0; y < n; ++y)
            for (Index x = 0; x < n; ++x) {
                const double u = (2 * double(x) + 1) / double(n) - 1, v = 1 - (2 * double(y) + 1) / double(n), r = std::hypot(u, v);
                // A soft rim, so that no pixel comes and goes at once.
                const double window = r < 1 ? std::pow(std::cos(pi * r / 2), 2) : 0;
                if (window > 0)
                    frames(t, y * n + x) = window * texture(u * std::cos(a) + v * std::sin(a), v * std::cos(a) - u * std::sin(a));
            }
        angles += short_number(a * 180 / pi, 17) + '\n';
    }
    if (o.noise > 0) frames += o.noise * random.normal(o.frames, n * n);
    Sample sample;
    sample.method = "antisymmetric-svd";
    sample.note = "A texture with the spectrum of photographs that turns by " + short_number(360 * o.turns / double(o.frames), 4) +
                  " degrees a frame (angles.txt); plane m turns by m of these steps.";
    sample.extra = {text_file("angles.txt", angles)};
    sample.sets = {make_dataset("turning patch", pictures(std::move(frames), {n, n}, "tyx", {o.frames}))};
    return sample;
}

Result<Sample> running_waves(const WavesOptions& o, std::uint64_t seed, const Context& context) {
    const Index frames_count = 2 * 31;
    if (auto status = fits(frames_count, o.points, context); !status) return status.error();
    Random random(seed);
    Matrix frames = Matrix::Zero(frames_count, o.points);
    std::vector<double> angles;
    for (Index k = 1; k <= o.waves; ++k) {
        const double turns = double(k * (k + 1) / 2), height = 1 / std::sqrt(turns), phase = 2 * pi * random.uniform();
        for (Index t = 0; t < frames_count; ++t)
            for (Index x = 0; x < o.points; ++x)
                frames(t, x) += height * std::cos(2 * pi * (double(k) * double(x) / double(o.points) - turns * double(t) / double(frames_count)) + phase);
        angles.push_back(360 * turns / double(frames_count));
    }
    Sample sample;
    sample.method = "difference-pca";
    sample.note = "Waves on a ring, the finer the faster, back in their places after " + std::to_string(frames_count) +
                  " frames; plane_angles.txt holds what each turns a frame, in degrees.";
    sample.extra = {text_file("plane_angles.txt", numbers(angles))};
    sample.sets = {make_dataset("running waves", pictures(std::move(frames), {o.points}, "tc", {frames_count}))};
    return sample;
}

Result<Sample> shifted_patches(const PatchesOptions& o, std::uint64_t seed, const Context& context) {
    const Index s = o.size;
    if (auto status = fits(2 * o.n, s * s, context); !status) return status.error();
    Random random(seed);
    Matrix before(o.n, s * s), after(o.n, s * s);
    for (Index i = 0; i < o.n; ++i) {
        if (context.stopped()) return cancelled_error();
        // A patch of a larger picture does not come in again on the other side by itself; its shift here does.
        const Matrix p = sampled(Texture(12, double(s) / 2, random), s);
        before.row(i) = shifted(p, 0, 0), after.row(i) = shifted(p, 0, 1);
    }
    Sample sample;
    sample.method = "rotation-planes";
    sample.note = "Patches before (source) and after (target) a shift by one column, each patch once, in no order. The polar factor finds the shift "
                  "exactly, in blocks of equal angle; antisymmetric-svd and difference-pca fail here, for no patch is seen at all its places.";
    sample.sets = {make_dataset("patches before", pictures(std::move(before), {s, s}, "tyx", {o.n})),
                   make_dataset("patches after", pictures(std::move(after), {s, s}, "tyx", {o.n}))};
    return sample;
}

Result<Sample> turning_matrix(const MatrixOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = fits(o.d, o.d, context); !status) return status.error();
    Random random(seed);
    const auto angles = distinct_degrees(std::min<Index>(o.d / 2 - (o.mirror && o.d % 2 == 0), 170), random);
    Matrix step = planted_step(o.d, angles, random);
    if (o.mirror) {
        // The last column of the identity block: a direction that no plane uses.
        Random again(seed);
        (void)distinct_degrees(Index(angles.size()), again);
        const Matrix basis = random_orthogonal(o.d, again, true);
        step -= 2 * basis.row(o.d - 1).transpose() * basis.row(o.d - 1);
    }
    Sample sample;
    sample.method = "planes-of-matrix";
    sample.note = "An orthogonal matrix with hidden planes; plane_angles.txt holds their angles in degrees" +
                  std::string(o.mirror ? ", and one direction is turned over." : ".");
    sample.extra = {text_file("plane_angles.txt", numbers(angles))};
    sample.sets = {make_dataset("turning matrix", MatrixData{std::move(step)})};
    return sample;
}

Result<Sample> hidden_symmetry(const HiddenSymmetryOptions& o, std::uint64_t seed, const Context& context) {
    const Index n = o.points, rows = n * o.patterns;
    if (auto status = fits(rows, n, context); !status) return status.error();
    Random random(seed);
    Matrix values(rows, n);
    const auto place = random.permutation(rows);
    for (Index p = 0; p < o.patterns; ++p) {
        // A bump of its own width with some grain, at every place of the ring.
        RowVector bump(n);
        const double width = 0.5 + 2 * random.uniform();
        for (Index x = 0; x < n; ++x) {
            const double away = std::min(double(x), double(n - x));
            bump(x) = std::exp(-0.5 * away * away / (width * width)) + 0.15 * random.normal();
        }
        for (Index t = 0; t < n; ++t)
            for (Index x = 0; x < n; ++x) values(place[std::size_t(p * n + t)], (x + t) % n) = bump(x);
    }
    Sample sample;
    sample.method = "double-commutator";
    sample.note = "Bumps on a ring of " + std::to_string(n) + " points, at every place, in no order: no two rows follow each other in time, but the "
                  "covariance does not change when the ring is turned. Its planes are the waves of the ring.";
    sample.sets = {make_dataset("bumps on a ring", EmbeddingSet{std::move(values)})};
    return sample;
}

Result<Sample> rotation_loop(const LoopOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = fits(o.frames, 9, context); !status) return status.error();
    Random random(seed);
    const Eigen::AngleAxisd rest(pi * random.uniform(), Eigen::Vector3d(random.normal(), random.normal(), random.normal()).normalized());
    Matrix frames(o.frames, 9);
    for (Index t = 0; t < o.frames; ++t) {
        const double a = 2 * pi * double(t) / double(o.frames);
        // Once round one axis while nodding past the pole.
        const Eigen::Matrix3d r = (Eigen::AngleAxisd(a, Eigen::Vector3d::UnitZ()) *
                                   Eigen::AngleAxisd(0.5 * pi * std::sin(a), Eigen::Vector3d::UnitY()) * rest).toRotationMatrix();
        for (int i = 0; i < 9; ++i) frames(t, i) = r(i / 3, i % 3);
    }
    Sample sample;
    sample.method = "rotation-representations";
    sample.note = "A tumbling body, a closed loop of orientations: each row is a 3 x 3 rotation matrix, row by row. Euler angles, quaternions and "
                  "axis-angle must jump somewhere on it; the six and nine numbers need not.";
    sample.sets = {make_dataset("rotation loop", pictures(std::move(frames), {9}, "tc", {o.frames}))};
    return sample;
}

}  // namespace orthoscope
