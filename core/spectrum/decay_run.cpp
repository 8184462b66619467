#include "core/spectrum/decay_run.h"

#include <chrono>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/shape/eigenbasis.h"
#include "core/spectrum/dimension.h"
#include "core/spectrum/rows.h"
#include "core/spectrum/statistics.h"
#include "core/spectrum/tail.h"
#include "core/spectrum/twin.h"

namespace orthoscope {
namespace {

constexpr Index cosine_rows = 1500;
using Clock = std::chrono::steady_clock;

// A copy with column j (or row j) set.
SharedMatrix with_column(const SharedMatrix& m, Index rows, Index columns, Index j, const Vector& values) {
    Matrix out = m ? *m : Matrix::Zero(rows, columns);
    out.col(j).head(values.size()) = values;
    return share(std::move(out));
}
SharedMatrix with_row(const SharedMatrix& m, Index rows, Index j, const RowVector& values) {
    Matrix out = m ? *m : Matrix::Zero(rows, values.size());
    out.row(j) = values;
    return share(std::move(out));
}

RowVector row_of(const PowerTail& t) { return Eigen::RowVector4d(t.alpha, double(t.count), t.distance, t.least); }

// Metrics of a frame are numbers: what is void is left out.
void add(Metrics& metrics, const char* name, double value) {
    if (std::isfinite(value)) metrics.emplace_back(name, value);
}

}  // namespace

DecayRun::DecayRun(std::shared_ptr<const Pairs> inputs, const DecayOptions& options, const RunSettings& settings)
    : inputs_(std::move(inputs)), options_(options), settings_(settings), seconds_(decay_info().phases.size(), 0.0) {
    const auto m = Index(inputs_->sets.size());
    state_.ascending = options_.operator_ == Operator::Laplacian;
    Index longest = 0;
    Matrix sizes(m, 2);
    for (Index j = 0; j < m; ++j) {
        const auto& set = *inputs_->sets[std::size_t(j)];
        sizes.row(j) << double(set.rows()), double(state_.ascending ? set.rows() : set.columns());
        longest = std::max(longest, state_.ascending ? std::min<Index>(options_.k, set.rows()) : std::min(set.rows(), set.columns()));
    }
    state_.values = share(Matrix(Matrix::Zero(longest, m)));
    state_.lengths = share(Indices(Indices::Zero(m)));
    state_.sizes = share(std::move(sizes));
    show(DecayPhase::Matrix, {{"rows", (*state_.sizes)(0, 0)}, {"columns", (*state_.sizes)(0, 1)}});
}

void DecayRun::show(DecayPhase phase, Metrics metrics) {
    frame_.phase = int(phase), frame_.iteration = std::int64_t(state_.layer), frame_.metrics = std::move(metrics);
    if (phase == DecayPhase::Matrix) layer_metrics_.clear();
    layer_metrics_.insert(layer_metrics_.end(), frame_.metrics.begin(), frame_.metrics.end());
    frame_.state = std::make_shared<const State>(state_);
}

Result<StepStatus> DecayRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = Clock::now();
    if (auto status = advance(context); !status) return status.error();
    seconds_[std::size_t(frame_.phase)] += std::chrono::duration<double>(Clock::now() - begin).count();
    const auto layers = state_.lengths->size();
    const bool done = layers == 1 ? last_of_layer() : frame_.phase == int(DecayPhase::Compare);
    return done ? StepStatus::Completed : StepStatus::Running;
}

double DecayRun::fit_seconds() const { return std::accumulate(seconds_.begin(), seconds_.end(), 0.0); }

std::vector<std::pair<std::string, double>> DecayRun::stage_seconds() const {
    std::vector<std::pair<std::string, double>> out;
    for (std::size_t i = 0; i < seconds_.size(); ++i)
        if (seconds_[i] > 0) out.emplace_back(decay_info().phases[i].id, seconds_[i]);
    return out;
}

bool DecayRun::last_of_layer() const {
    return frame_.phase == int(DecayPhase::Rows) || frame_.phase == int(DecayPhase::Weyl);
}

Status DecayRun::advance(const Context& context) {
    if (last_of_layer()) {
        if (Index(state_.layer) == options_.front) front_ = state_, front_metrics_ = layer_metrics_;
        return Index(state_.layer) + 1 < state_.lengths->size() ? begin_layer(context) : compare(context);
    }
    switch (static_cast<DecayPhase>(frame_.phase)) {
        case DecayPhase::Matrix: return state_.ascending ? find_eigenvalues(context) : find_values(context);
        case DecayPhase::Decompose:
            if (!state_.ascending) return find_noise(context);
            show(DecayPhase::Weyl, {{"area", area_}});
            return success();
        case DecayPhase::Noise: return find_twin(context);
        case DecayPhase::Twin: return find_tail(context);
        default: return look_at_rows(context);
    }
}

Status DecayRun::begin_layer(const Context&) {
    state_.layer += 1;
    for (auto field : {&SpectrumState::parallel, &SpectrumState::stick, &SpectrumState::weyl, &SpectrumState::cosines,
                       &SpectrumState::entries, &SpectrumState::spacings, &SpectrumState::dimensions, &SpectrumState::mean,
                       &SpectrumState::right, &SpectrumState::left})
        state_.*field = nullptr;
    layer_.reset(), spectrum_ = {};
    const Index j = Index(state_.layer);
    show(DecayPhase::Matrix, {{"rows", (*state_.sizes)(j, 0)}, {"columns", (*state_.sizes)(j, 1)}});
    return success();
}

Status DecayRun::find_values(const Context& context) {
    const Index j = Index(state_.layer);
    auto layer = make_layer(inputs_->sets[std::size_t(j)], options_.center, context);
    if (!layer) return layer.error();
    layer_ = std::move(*layer);
    auto found = decompose(*layer_, {options_.decomposition, Index(options_.directions), Index(options_.values), settings_.seed}, context);
    if (!found) return found.error();
    spectrum_ = std::move(*found);
    const Index r = state_.values->rows(), m = state_.values->cols();
    const Index longest = std::max(r, spectrum_.values.size());
    state_.values = with_column(state_.values, longest, m, j, spectrum_.values);
    Indices lengths = *state_.lengths;
    lengths(j) = spectrum_.values.size(), state_.lengths = share(std::move(lengths));
    state_.sizes = with_row(state_.sizes, m, j, Eigen::RowVector2d(double(layer_->height), double(layer_->width)));
    if (spectrum_.bounds.size() || state_.error_bounds) {
        const Vector bounds = spectrum_.bounds.size() ? spectrum_.bounds : Vector(Vector::Zero(spectrum_.values.size()));
        state_.error_bounds = with_column(state_.error_bounds, longest, m, j, bounds);
    }
    state_.mean = share(Matrix(layer_->mean)), state_.right = spectrum_.right, state_.left = spectrum_.left;
    const Vector& s = spectrum_.values;
    Metrics metrics{{"largest_value", s(0)}, {"squares", spectrum_.squares}, {"complete", double(spectrum_.complete)}};
    if (spectrum_.complete) add(metrics, "effective_rank", effective_rank(s)), add(metrics, "participation_ratio", participation_ratio(s));
    if (s(0) > 0) add(metrics, "stable_rank", spectrum_.squares / (s(0) * s(0)));
    add(metrics, "live_rows", double(layer_->live_rows)), add(metrics, "live_columns", double(layer_->live_columns));
    add(metrics, "mean_share", layer_->mean_share);
    show(DecayPhase::Decompose, std::move(metrics));
    return success();
}

Status DecayRun::find_eigenvalues(const Context& context) {
    const Index j = Index(state_.layer);
    context.report(-1, "eigenvalues of the Laplacian");
    auto basis = shape_basis(*inputs_->sets[std::size_t(j)], options_.laplacian, Index(options_.k), settings_.threads, context);
    if (!basis) return basis.error();
    const Index k = (*basis)->size(), p = std::min<Index>(k, options_.directions);
    area_ = (*basis)->area;
    state_.values = with_column(state_.values, state_.values->rows(), state_.values->cols(), j, (*basis)->values);
    Indices lengths = *state_.lengths;
    lengths(j) = k, state_.lengths = share(std::move(lengths));
    if (p > 0) state_.right = share(Matrix((*basis)->vectors.leftCols(p).transpose()));
    Matrix weyl(k, 1);
    for (Index i = 0; i < k; ++i) weyl(i) = 4 * std::numbers::pi * double(i) / area_;
    state_.weyl = share(std::move(weyl));
    Metrics metrics{{"largest_value", (*basis)->values(k - 1)}, {"area", area_}, {"components", double((*basis)->components)}};
    if (k > 1 && (*basis)->values(k - 1) > 0) add(metrics, "weyl_ratio", (*basis)->values(k - 1) / (*state_.weyl)(k - 1));
    show(DecayPhase::Decompose, std::move(metrics));
    return success();
}

Status DecayRun::find_noise(const Context&) {
    const Index m = state_.values->cols(), j = Index(state_.layer);
    Metrics metrics;
    NoiseEdge edge;
    // Entries that come twice are no independent noise: the law of Marchenko and Pastur is another one's.
    if (layer_->symmetric) metrics.emplace_back("symmetric", 1);
    if (spectrum_.complete && !layer_->symmetric) edge = noise_edge(spectrum_.values, layer_->live_rows, layer_->live_columns);
    state_.edges = with_row(state_.edges, m, j, Eigen::RowVector2d(edge.edge, edge.threshold));
    if (edge.edge > 0) {
        metrics.insert(metrics.end(), {{"marchenko_pastur_edge", edge.edge}, {"marchenko_pastur_spikes", count_above(spectrum_.values, edge.edge)},
                                       {"marchenko_pastur_certain", count_above(spectrum_.values, edge.certain)}, {"noise_deviation", edge.deviation},
                                       {"gavish_donoho_threshold", edge.threshold}, {"gavish_donoho_rank", count_above(spectrum_.values, edge.threshold)}});
    }
    show(DecayPhase::Noise, std::move(metrics));
    return success();
}

Status DecayRun::find_twin(const Context& context) {
    const Index m = state_.values->cols(), j = Index(state_.layer);
    Metrics metrics;
    const Vector& s = spectrum_.values;
    if (s(0) > 0 && spectrum_.complete) {
        state_.stick = share(Matrix(broken_stick(s)));
        if (s.size() > 1) metrics.emplace_back("broken_stick_rank", double(leading_above(s, *state_.stick)));
    }
    // A stream has no second pass, and the first values alone no twin.
    if (options_.shuffles > 0 && s(0) > 0 && spectrum_.complete && !layer_->streamed) {
        const Matrix a = layer_->values();
        DecompositionChoice alone;
        alone.kind = Decomposition::Exact, alone.directions = 0;
        Layer twin;
        twin.name = layer_->name, twin.rows = share(shuffled_entries(a, settings_.seed)), twin.mean = RowVector::Zero(a.cols());
        auto values = decompose(twin, alone, context);
        if (!values) return values.error();
        state_.twin = with_column(state_.twin, state_.values->rows(), m, j, values->values);
        if (!layer_->symmetric) {
            auto quantiles = parallel_quantiles(a, Index(options_.shuffles), settings_.seed, context);
            if (!quantiles) return quantiles.error();
            if (s.size() > 1 && a.rows() > 1) metrics.emplace_back("parallel_analysis_rank", double(leading_above(s, *quantiles)));
            state_.parallel = share(Matrix(*quantiles));
        }
    }
    show(DecayPhase::Twin, std::move(metrics));
    return success();
}

Status DecayRun::find_tail(const Context&) {
    const Index m = state_.values->cols(), j = Index(state_.layer);
    const auto fit = [&](const Vector& s) {
        return power_tail(s, Index(options_.tail), rounding_bound(s, layer_->height, layer_->width));
    };
    const PowerTail tail = spectrum_.complete ? fit(spectrum_.values) : PowerTail{};
    state_.tails = with_row(state_.tails, m, j, row_of(tail));
    Metrics metrics;
    if (tail.count) metrics = {{"power_law_alpha", tail.alpha}, {"power_law_distance", tail.distance}, {"power_law_tail", double(tail.count)}};
    PowerTail twin;
    if (state_.twin) twin = fit(state_.twin->col(j).head((*state_.lengths)(j)));
    state_.twin_tails = with_row(state_.twin_tails, m, j, row_of(twin));
    if (twin.count) metrics.insert(metrics.end(), {{"twin_alpha", twin.alpha}, {"twin_distance", twin.distance}, {"twin_tail", double(twin.count)}});
    show(DecayPhase::Tail, std::move(metrics));
    return success();
}

Status DecayRun::look_at_rows(const Context& context) {
    Metrics metrics;
    const Matrix rows = layer_->mean.isZero(0) ? *layer_->rows : Matrix(layer_->rows->rowwise() - layer_->mean);
    auto cosines = cosine_histogram(rows, cosine_rows, settings_.seed, context);
    if (!cosines) return cosines.error();
    if (cosines->bins.rows()) {
        state_.cosines = share(cosines->bins);
        metrics = {{"cosine_spread", cosines->spread}, {"cosine_null_spread", cosines->null_spread}, {"cosine_mean", cosines->mean},
                   {"cosine_rows", double(cosines->used)}};
    }
    const auto entries = entry_histogram(rows);
    if (entries.bins.rows()) state_.entries = share(entries.bins);
    add(metrics, "weibull_shape", entries.shape), add(metrics, "zero_entries", entries.zeros);
    add(metrics, "different_entries", double(entries.different));
    DimensionOptions o;
    o.neighbours = Index(options_.neighbours), o.seed = settings_.seed, o.threads = settings_.threads;
    auto dimension = intrinsic_dimension(rows, o, context);
    if (!dimension) return dimension.error();
    add(metrics, "intrinsic_dimension_twonn", dimension->two_nn), add(metrics, "intrinsic_dimension_mle", dimension->mle);
    metrics.insert(metrics.end(), {{"duplicate_rows", double(dimension->duplicates)}, {"dimension_rows", double(dimension->used)}});
    if (dimension->spacings.rows()) state_.spacings = share(dimension->spacings);
    if (dimension->by_neighbours.rows()) state_.dimensions = share(dimension->by_neighbours);
    show(DecayPhase::Rows, std::move(metrics));
    return success();
}

// What belongs to all matrices is that of now; curves and directions are those of the one in front.
Status DecayRun::compare(const Context&) {
    const SpectrumState all = state_;
    state_ = front_;
    for (auto field : {&SpectrumState::values, &SpectrumState::sizes, &SpectrumState::error_bounds, &SpectrumState::twin,
                       &SpectrumState::edges, &SpectrumState::tails, &SpectrumState::twin_tails})
        state_.*field = all.*field;
    state_.lengths = all.lengths;
    show(DecayPhase::Compare, front_metrics_);
    frame_.iteration = std::int64_t(all.layer) + 1;
    return success();
}

}  // namespace orthoscope
