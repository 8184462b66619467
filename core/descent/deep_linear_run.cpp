#include "core/descent/deep_linear_run.h"

#include <cmath>

#include "core/descent/mode_curve.h"

namespace orthoscope {
namespace {

constexpr double relative_tolerance = 1e-12, absolute_tolerance = 1e-15;

std::vector<std::string> names_of(const DeepLinearOptions& options) {
    std::vector<std::string> names;
    for (auto start : network_starts(options)) names.push_back(name_of(start));
    return names;
}

Vector packed(const Weights& weights) {
    Index size = 0;
    for (auto& w : weights) size += w.size();
    Vector out(size);
    Index at = 0;
    for (auto& w : weights) out.segment(at, w.size()) = w.reshaped(), at += w.size();
    return out;
}

void unpack(const Vector& y, Weights& weights) {
    Index at = 0;
    for (auto& w : weights) w.reshaped() = y.segment(at, w.size()), at += w.size();
}

}  // namespace

std::vector<NetworkStart> network_starts(const DeepLinearOptions& options) {
    if (options.initialization != NetworkStart::All) return {options.initialization};
    return {NetworkStart::Aligned, NetworkStart::Orthogonal, NetworkStart::Gaussian};
}

std::string name_of(NetworkStart start) {
    switch (start) {
        case NetworkStart::Aligned: return "Aligned orthogonal";
        case NetworkStart::Orthogonal: return "Random orthogonal";
        default: return "Gaussian";
    }
}

DeepLinearRun::DeepLinearRun(const Matrix& target, Svd parts, const DeepLinearOptions& options, const RunSettings& settings)
    : LaneRun(names_of(options)), target_(target), parts_(std::move(parts)), options_(options) {
    const Index r = parts_.sigma.size();
    const int layers = int(options_.layers);
    const double u0 = options_.strength * parts_.sigma(0);
    if (options_.hidden == 0) options_.hidden = r;
    const double slower = options_.initialization == NetworkStart::Aligned ? 1 : 2.4;  // of starts that are not aligned
    const double duration = options_.duration > 0 ? options_.duration : slower * default_duration(parts_.sigma, u0, layers);
    times_ = share(Matrix(Vector::LinSpaced(options_.frames + 1, 0, duration)));
    target_values_ = share(Matrix(parts_.sigma));
    Matrix exact(times_->rows(), r);
    for (Index k = 0; k < r; ++k)
        for (Index t = 0; t < exact.rows(); ++t)
            exact(t, k) = mode_strength((*times_)(t), parts_.sigma(k), layers > 1 && k >= options_.hidden ? 0 : u0, layers);
    exact_ = share(std::move(exact));
    for (auto kind : network_starts(options_)) {
        // Each start has numbers of its own, whichever lanes run.
        Random random(settings.seed * 3 + std::uint64_t(kind));
        Lane lane{kind, first_weights(kind, parts_, options_.hidden, layers, u0, random), {}, nullptr, 0, nullptr, {}};
        lane.start = lane.weights;
        lane.integrator = std::make_unique<DormandPrince>(
            [this, shape = lane.weights](const Vector& y, Vector& slope) mutable {
                unpack(y, shape);
                slope = packed(flow_of(shape, target_));
            },
            relative_tolerance, absolute_tolerance);
        lanes_.push_back(std::move(lane));
    }
    begin(0);
}

void DeepLinearRun::begin(int lane) { record(lane); }

Status DeepLinearRun::advance(int at, const Context& context) {
    Lane& lane = lanes_[std::size_t(at)];
    Vector y = packed(lane.weights);
    if (auto status = lane.integrator->advance(y, (*times_)(lane.frame), (*times_)(lane.frame + 1), context); !status) return status;
    unpack(y, lane.weights);
    ++lane.frame;
    record(at);
    if (lane.frame == options_.frames) end(at, false);
    return success();
}

void DeepLinearRun::record(int at) {
    Lane& lane = lanes_[std::size_t(at)];
    const Matrix p = product_of(lane.weights);
    const Vector values = product(p, parts_.v).cwiseProduct(parts_.u).colwise().sum().transpose();
    const double drift = conservation_error(lane.weights, lane.start);
    lane.track.add(values, drift);
    if (lane.frame == 0) lane.start_values = share(Matrix(values));
    DescentState state;
    if (p.size() <= most_kept_entries) state.matrix = share(p);
    state.values = share(Matrix(values)), state.start_values = lane.start_values, state.target_values = target_values_;
    state.times = times_, state.path = lane.track.path(), state.drift = lane.track.drift(), state.exact = exact_;
    const double off = (exact_->row(lane.frame).transpose() - values).cwiseAbs().maxCoeff() / parts_.sigma(0);
    const auto learned = (values.array() >= 0.5 * parts_.sigma.array() && parts_.sigma.array() > 1e-9 * parts_.sigma(0)).count();
    Metrics metrics{{"cost", 0.5 * (target_ - p).squaredNorm()},
                    {"t", (*times_)(lane.frame)},
                    {"learned", double(learned)},
                    {"off the closed form", off},
                    {"conservation", drift},
                    {"integration_error", lane.integrator->estimated_error()},
                    {"L", double(options_.layers)}};
    show(at, int(lane.frame > 0 ? DeepLinearPhase::Flow : DeepLinearPhase::Start), lane.frame, std::move(metrics), std::move(state));
}

}  // namespace orthoscope
