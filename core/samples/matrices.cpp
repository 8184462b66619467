#include "core/samples/matrices.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"
#include "core/samples/make.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi;

Status fits(Index rows, Index columns, const Context& context) {
    return context.fits(std::uint64_t(rows) * std::uint64_t(columns) * 8 * 4, "sample");
}

// n x k, orthonormal columns in random directions.
Result<Matrix> directions(Index n, Index k, Random& random) { return orthonormal_columns(random.normal(n, k)); }

Result<Matrix> with_values(Index rows, Index columns, const Vector& values, Random& random) {
    auto u = directions(rows, values.size(), random), v = directions(columns, values.size(), random);
    if (!u) return u.error();
    if (!v) return v.error();
    return product_transposed(Matrix(*u * values.asDiagonal()), *v);
}

Vector powers(Index count, double fall) {
    Vector out(count);
    for (Index i = 0; i < count; ++i) out(i) = std::pow(double(i + 1), -fall);
    return out;
}

// Octaves of waves in random directions, amplitude as 1 / frequency.
class Texture {
  public:
    Texture(Random& random, double coarsest, double finest) {
        for (int i = 0; i < 48; ++i) {
            const double frequency = coarsest * std::pow(finest / coarsest, random.uniform()), angle = 2 * pi * random.uniform();
            waves_.push_back({frequency * std::cos(angle), frequency * std::sin(angle), 2 * pi * random.uniform(), 1 / frequency});
            sum_ += 1 / (frequency * frequency);
        }
    }
    double operator()(double x, double y) const {
        double out = 0;
        for (auto& w : waves_) out += w.height * std::cos(2 * pi * (w.x * x + w.y * y) + w.phase);
        return out * std::sqrt(2 / sum_);
    }

  private:
    struct Wave {
        double x, y, phase, height;
    };
    std::vector<Wave> waves_;
    double sum_ = 0;
};

// Sky with a low sun, three ridges one behind the other, and a field with furrows in front.
class Landscape {
  public:
    explicit Landscape(Random& random) : sky_(random, 0.5, 6), ground_(random, 4, 60) {
        for (auto& ridge : ridges_) ridge = std::make_unique<Texture>(random, 0.6, 24);
    }
    double at(double x, double y) const {  // y down, both in 0..1
        double value = 0.82 - 0.35 * y + 0.05 * sky_(x, 2 * y);
        if (std::hypot(x - 0.72, y - 0.24) < 0.07) value = 0.98;
        for (int k = 0; k < 3; ++k) {
            const double crest = 0.42 + 0.1 * k + 0.06 * (*ridges_[std::size_t(k)])(x, 0.1 * k);
            if (y > crest) value = 0.55 - 0.13 * k + 0.04 * ground_(x, y) * (k + 1) / 3 - 0.12 * (y - crest);
        }
        const double shore = 0.8 + 0.02 * std::sin(7 * x);
        if (y > shore) value = 0.3 + 0.12 * std::sin(60 * (x - 0.4) / (0.2 + 2 * (y - shore))) + 0.05 * ground_(2 * x, 2 * y);
        // A tree: trunk and crown.
        if (std::abs(x - 0.22) < 0.012 && y > 0.55 && y < 0.86) value = 0.1;
        if (std::hypot((x - 0.22) / 0.11, (y - 0.5) / 0.13) < 1 + 0.15 * ground_(3 * x, 3 * y)) value = 0.16 + 0.07 * ground_(5 * x, 5 * y);
        return std::clamp(value, 0.0, 1.0);
    }

  private:
    Texture sky_, ground_;
    std::unique_ptr<Texture> ridges_[3];
};

}  // namespace

Result<Sample> planted_spikes(const SpikesOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = fits(o.rows, o.columns, context); !status) return status.error();
    Random random(seed);
    const double r = std::sqrt(double(o.rows)), c = std::sqrt(double(o.columns)), edge = r + c, drowned = std::sqrt(r * c);
    const Index spikes = std::min({o.spikes, o.rows, o.columns});
    std::string text = "# planted size of each spike; edge of the noise " + short_number(edge, 6) + "; a spike below " + short_number(drowned, 6) + " drowns in it\n";
    Matrix values = random.normal(o.rows, o.columns);
    if (spikes > 0) {
        Vector sizes(spikes);
        for (Index i = 0; i < spikes; ++i) {
            const double t = spikes > 1 ? double(i) / double(spikes - 1) : 0;
            sizes(i) = edge * o.strength * std::pow(o.strength > 0 ? 0.55 / o.strength : 1, t);
            text += short_number(sizes(i), 17) + '\n';
        }
        auto planted = with_values(o.rows, o.columns, sizes, random);
        if (!planted) return planted.error();
        values += *planted;
    }
    Sample sample;
    sample.method = "spectral-decay";
    sample.note = "Noise with " + std::to_string(spikes) + " planted directions (strengths.txt). Look where the bulk ends: what stands beyond the edge is "
                  "signal, the weakest spike lies under it and is lost, and shuffling the entries removes them all. The counts agree to one or two.";
    sample.extra = {text_file("strengths.txt", text)};
    sample.sets = {make_dataset("planted spikes", MatrixData{std::move(values)})};
    return sample;
}

Result<Sample> power_law_matrix(const PowerLawOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = fits(o.rows, o.columns, context); !status) return status.error();
    Random random(seed);
    const Vector values = powers(std::min(o.rows, o.columns), o.fall);
    auto made = with_values(o.rows, o.columns, values, random);
    if (!made) return made.error();
    Sample sample;
    sample.method = "spectral-decay";
    sample.note = "Value i is i to the minus " + short_number(o.fall) + " (values.npy): a straight line on two logarithmic axes, and a density of squares that "
                  "falls with the power " + short_number(1 + 0.5 / o.fall) + ". Look at k and D of the fit, and at the twin, which bends.";
    sample.extra = {array_file("values.npy", values)};
    sample.sets = {make_dataset("power law", MatrixData{std::move(*made)})};
    return sample;
}

Result<Sample> landscape_picture(const LandscapeOptions& o, std::uint64_t seed, const Context& context) {
    if (auto status = fits(o.size, o.size, context); !status) return status.error();
    Random random(seed);
    const Landscape scene(random);
    Matrix picture(o.size, o.size);
    for (Index y = 0; y < o.size; ++y) {
        if (context.stopped()) return cancelled_error();
        for (Index x = 0; x < o.size; ++x) picture(y, x) = scene.at((double(x) + 0.5) / double(o.size), (double(y) + 0.5) / double(o.size));
    }
    if (o.noise > 0) picture = (picture + o.noise * random.normal(o.size, o.size)).cwiseMin(1).cwiseMax(0);
    Sample sample;
    sample.method = "truncation";
    sample.note = "A landscape, drawn, with a little grain: one picture is one matrix. Drag the cut: broad bands come first, the tree and the furrows "
                  "late, and past the edge of the noise only grain is added. Cosines need more directions, a random basis nearly all.";
    sample.sets = {make_dataset("landscape", MatrixData{std::move(picture)})};
    return sample;
}

Result<Sample> network_layers(const LayersOptions& o, std::uint64_t seed, const Context& context) {
    const Index d = o.width, n = 2 * d, low = std::max<Index>(2, d / 16);
    if (auto status = fits(n, 6 * d, context); !status) return status.error();
    Random random(seed);
    const double scale = 1 / std::sqrt(double(d));
    auto thin = with_values(n, d, powers(low, 0.3) * 4, random), heavy = with_values(n, d, powers(d, 0.8) * 4, random);
    if (!thin) return thin.error();
    if (!heavy) return heavy.error();
    const Matrix trained = *heavy + 0.3 * scale * random.normal(n, d);
    const double step = trained.cwiseAbs().maxCoeff() / 7;  // 15 levels: four bits
    Matrix dead = *thin + 0.5 * scale * random.normal(n, d);
    for (Index i : random.choose(n, n / 8)) dead.row(i).setZero();
    Sample sample;
    sample.method = "spectral-decay";
    sample.note = "Six layers, as those of a network may look: fresh noise (all bulk, nothing beyond the edge), an orthogonal one (all values 1), low rank over "
                  "noise, a heavy tail, the same in four bits (the noise of rounding lifts its bulk), and low rank with an eighth of its rows dead. "
                  "Compare their curves side by side.";
    sample.sets = {make_dataset("fresh", MatrixData{scale * random.normal(n, d)}),
                   make_dataset("orthogonal", MatrixData{random_orthogonal(d, random, false)}),
                   make_dataset("low rank", MatrixData{*thin + 0.5 * scale * random.normal(n, d)}),
                   make_dataset("heavy tail", MatrixData{trained}),
                   make_dataset("quantised", MatrixData{(trained / step).array().round().matrix() * step}),
                   make_dataset("dead rows", MatrixData{std::move(dead)})};
    return sample;
}

}  // namespace orthoscope
