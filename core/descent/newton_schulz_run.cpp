#include "core/descent/newton_schulz_run.h"

#include <cmath>

namespace orthoscope {
namespace {

constexpr double zero_below = 1e-12;  // of the largest: no direction to orthogonalise

std::vector<std::string> names_of(const NewtonSchulzOptions& options) {
    std::vector<std::string> names;
    for (auto i : chosen_lanes(std::size_t(options.scheme), schemes().size())) names.push_back(schemes()[i].name);
    return names;
}

bool beyond(const Vector& values) { return !values.allFinite() || values.cwiseAbs().maxCoeff() > escaped; }

Matrix scalar_path(const Scheme& scheme, Vector values, std::int64_t steps) {
    Matrix out(steps + 1, values.size());
    out.row(0) = values.transpose();
    for (std::int64_t k = 0; k < steps; ++k) {
        const Vector next = values.unaryExpr(scheme.at(std::size_t(k)));
        if (beyond(next)) {
            for (std::int64_t rest = k; rest < steps; ++rest) out.row(rest + 1) = values.transpose();
            return out;
        }
        values = next;
        out.row(k + 1) = values.transpose();
    }
    return out;
}

}  // namespace

NewtonSchulzRun::NewtonSchulzRun(const Matrix& m, Svd parts, const NewtonSchulzOptions& options)
    : LaneRun(names_of(options)), options_(options), parts_(std::move(parts)), norm_(m.norm()) {
    times_ = share(Matrix(Vector::LinSpaced(options.steps + 1, 0, double(options.steps))));
    target_ = share(Matrix((parts_.sigma.array() > zero_below * parts_.sigma(0)).cast<double>()));
    for (auto i : chosen_lanes(std::size_t(options.scheme), schemes().size())) {
        Lane lane{&schemes()[i], {}, {}, 0, {}, {}, {}};
        const double scale = 1 / (lane.scheme->safety * norm_);
        lane.x = scale * m, lane.scalar = scale * parts_.sigma;
        lane.start = share(Matrix(lane.scalar));
        lane.exact = share(scalar_path(*lane.scheme, lane.scalar, options.steps));
        lanes_.push_back(std::move(lane));
    }
    begin(0);
}

Vector NewtonSchulzRun::followed(const Matrix& x) const {
    return product(x, parts_.v).cwiseProduct(parts_.u).colwise().sum().transpose();
}

void NewtonSchulzRun::begin(int lane) { record(lane, false); }

Status NewtonSchulzRun::advance(int at, const Context&) {
    Lane& lane = lanes_[std::size_t(at)];
    const Quintic& p = lane.scheme->at(std::size_t(lane.steps));
    const Vector scalar = lane.scalar.unaryExpr(p);
    Matrix x = polynomial_step(lane.x, p);
    const bool diverged = beyond(scalar) || !x.allFinite();
    if (!diverged) lane.x = std::move(x), lane.scalar = scalar;
    ++lane.steps;
    record(at, diverged);
    if (diverged || lane.steps == options_.steps) end(at, diverged);
    return success();
}

void NewtonSchulzRun::record(int at, bool diverged) {
    Lane& lane = lanes_[std::size_t(at)];
    const Vector values = followed(lane.x);
    const Matrix rebuilt = product_transposed(Matrix(parts_.u * lane.scalar.asDiagonal()), parts_.v);
    const double agreement = (lane.x - rebuilt).norm() / std::max(lane.x.norm(), 1e-300);
    lane.track.add(values, agreement);
    DescentState state;
    if (lane.x.size() <= most_kept_entries) state.matrix = share(lane.x);
    state.values = share(Matrix(values)), state.start_values = lane.start, state.target_values = target_;
    state.times = times_, state.path = lane.track.path(), state.drift = lane.track.drift(), state.exact = lane.exact;
    state.diverged = diverged;
    const auto off = ((values - target_->col(0)).array() * target_->col(0).array()).abs();
    Metrics metrics{{"cost", std::sqrt(off.square().sum() / target_->sum())},
                    {"worst", off.maxCoeff()},
                    {"largest", values.cwiseAbs().maxCoeff()},
                    {"agreement", agreement}};
    if (lane.steps > 0) {
        const Quintic& p = lane.scheme->at(std::size_t(lane.steps - 1));
        state.polynomial = share(Matrix(RowVector{{p.a, p.b, p.c}}));
        metrics.insert(metrics.end(), {{"a", p.a}, {"b", p.b}, {"c", p.c}});
    } else {
        metrics.insert(metrics.end(), {{"gamma", lane.scheme->safety}, {"|M|", norm_}});
    }
    show(at, int(lane.steps > 0 ? NewtonSchulzPhase::Step : NewtonSchulzPhase::Normalise), lane.steps, std::move(metrics),
         std::move(state));
}

}  // namespace orthoscope
