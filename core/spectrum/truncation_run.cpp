#include "core/spectrum/truncation_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/linalg/lapack.h"
#include "core/linalg/singular_values.h"
#include "core/shape/eigenbasis.h"
#include "core/spectrum/bases.h"
#include "core/spectrum/rebuild.h"
#include "core/spectrum/statistics.h"

namespace orthoscope {
namespace {

constexpr Index most_numbers = 16'000'000;  // of both sides of the directions that a recording keeps
using Clock = std::chrono::steady_clock;

void add(Metrics& metrics, const char* name, double value) {
    if (std::isfinite(value)) metrics.emplace_back(name, value);
}

}  // namespace

TruncationRun::TruncationRun(DatasetPtr set, const TruncationOptions& options, const RunSettings& settings)
    : set_(std::move(set)), options_(options), settings_(settings), seconds_(truncation_info().phases.size(), 0.0) {
    state_.ascending = options_.operator_ == Operator::Laplacian;
    const Index n = set_->rows(), d = set_->columns();
    state_.values = share(Matrix(Matrix::Zero(state_.ascending ? std::min<Index>(options_.k, n) : std::min(n, d), 1)));
    state_.lengths = share(Indices(Indices::Zero(1)));
    state_.sizes = share(Matrix(Eigen::RowVector2d(double(n), double(state_.ascending ? n : d))));
    show(TruncationPhase::Matrix, {{"rows", double(n)}, {"columns", double(d)}});
}

void TruncationRun::show(TruncationPhase phase, Metrics metrics) {
    frame_.phase = int(phase), frame_.metrics = std::move(metrics);
    frame_.iteration = phase == TruncationPhase::Cut ? std::int64_t(next_cut_) : 0;
    frame_.state = std::make_shared<const State>(state_);
}

double TruncationRun::fit_seconds() const { return std::accumulate(seconds_.begin(), seconds_.end(), 0.0); }

std::vector<std::pair<std::string, double>> TruncationRun::stage_seconds() const {
    std::vector<std::pair<std::string, double>> out;
    for (std::size_t i = 1; i < seconds_.size(); ++i) out.emplace_back(truncation_info().phases[i].id, seconds_[i]);
    return out;
}

Result<StepStatus> TruncationRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = Clock::now();
    Status status = success();
    switch (static_cast<TruncationPhase>(frame_.phase)) {
        case TruncationPhase::Matrix: status = state_.ascending ? decompose_shape(context) : decompose_rows(context); break;
        case TruncationPhase::Decompose: status = compare_bases(context); break;
        default: {
            state_.cut = double(cuts_[next_cut_++]);
            const Index p = Index(state_.cut);
            Metrics metrics{{"cut", state_.cut}};
            add(metrics, "relative_error", error_after(state_, p)), add(metrics, "random_error", error_after(state_, p, 1));
            add(metrics, "hadamard_error", error_after(state_, p, 2)), add(metrics, "dct_error", error_after(state_, p, 3));
            show(TruncationPhase::Cut, std::move(metrics));
        }
    }
    if (!status) return status.error();
    seconds_[std::size_t(frame_.phase)] += std::chrono::duration<double>(Clock::now() - begin).count();
    return frame_.phase == int(TruncationPhase::Cut) && next_cut_ == cuts_.size() ? StepStatus::Completed : StepStatus::Running;
}

Status TruncationRun::decompose_rows(const Context& context) {
    auto layer = make_layer(set_, options_.center, context);
    if (!layer) return layer.error();
    layer_ = std::move(*layer);
    const Index q = std::min(layer_.height, layer_.width);
    const Index sides = (layer_.streamed ? 0 : layer_.height) + layer_.width;
    const Index kept = std::clamp<Index>(most_numbers / sides, 1, q);
    auto found = decompose(layer_, {Decomposition::Exact, kept, q, settings_.seed}, context);
    if (!found) return found.error();
    values_ = found->values;
    state_.values = share(Matrix(values_)), state_.lengths = share(Indices(Indices::Constant(1, values_.size())));
    state_.sizes = share(Matrix(Eigen::RowVector2d(double(layer_.height), double(layer_.width))));
    state_.mean = share(Matrix(layer_.mean)), state_.right = found->right, state_.left = found->left;
    const auto edge = noise_edge(values_, layer_.live_rows, layer_.live_columns);
    threshold_ = edge.threshold;
    state_.edges = share(Matrix(Eigen::RowVector2d(edge.edge, edge.threshold)));
    Metrics metrics{{"largest_value", values_(0)}, {"directions", double(kept)}};
    add(metrics, "effective_rank", effective_rank(values_)), add(metrics, "stable_rank", stable_rank(values_));
    add(metrics, "participation_ratio", participation_ratio(values_)), add(metrics, "gavish_donoho_rank", count_above(values_, threshold_));
    show(TruncationPhase::Decompose, std::move(metrics));
    return success();
}

Status TruncationRun::decompose_shape(const Context& context) {
    context.report(-1, "eigenvectors of the Laplacian");
    auto made = shape_basis(*set_, options_.laplacian, Index(options_.k), settings_.threads, context);
    if (!made) return made.error();
    const Eigenbasis& basis = **made;
    const Matrix& vertices = set_->values();
    values_ = basis.values;
    state_.values = share(Matrix(values_)), state_.lengths = share(Indices(Indices::Constant(1, values_.size())));
    state_.right = share(Matrix(basis.vectors.transpose()));
    state_.left = share(Matrix(basis.coefficients(vertices, basis.size()).transpose()));
    const RowVector centre = (basis.mass.transpose() * vertices) / basis.mass.sum();
    weighted_ = basis.mass.cwiseSqrt().asDiagonal() * (vertices.rowwise() - centre);
    show(TruncationPhase::Decompose, {{"largest_value", values_(values_.size() - 1)}, {"directions", double(values_.size())}, {"area", basis.area}});
    return success();
}

Status TruncationRun::compare_bases(const Context& context) {
    const Index q = values_.size();
    if (auto fits = context.fits(std::uint64_t(set_->rows() + q) * std::uint64_t(set_->columns()) * 8 * 3, set_->name); !fits) return fits;
    context.report(-1, "other bases");
    Matrix errors(q + 1, truncation_bases);
    if (state_.ascending) {
        // The first function is the constant, which holds the centre: that is free.
        Vector energies(q + 1);
        energies.head(q) = state_.left->colwise().squaredNorm().transpose();
        energies(0) = 0, energies(q) = std::max(0.0, weighted_.squaredNorm() - energies.head(q).sum());
        errors.col(0) = errors_in_order(energies, q);
        errors.rightCols(truncation_bases - 1) = function_errors(weighted_, q, settings_.seed);
    } else {
        Matrix a = layer_.values();
        if (a.rows() > 4 * a.cols()) {
            // Energies along directions of the columns are those of the triangular factor.
            auto factor = triangular_factor(std::move(a));
            if (!factor) return factor.error();
            a = std::move(*factor);
        }
        errors.col(0) = errors_in_order(values_.array().square(), q);
        errors.rightCols(truncation_bases - 1) = basis_errors(a, q, settings_.seed);
    }
    state_.errors = share(std::move(errors));
    plan_cuts();
    show(TruncationPhase::Bases, {{"chosen_cut", double(cuts_.back())}});
    return success();
}

Index TruncationRun::chosen_cut() const {
    const Index q = values_.size();
    if (options_.cut == TruncationCut::Count) return std::min<Index>(q, options_.rank);
    if (options_.cut == TruncationCut::Auto && !state_.ascending && threshold_ > 0)
        if (const Index kept = (values_.array() > threshold_).count(); kept > 0) return kept;
    const double bound = 1 - options_.energy;
    for (Index p = 1; p <= q; ++p)
        if (const double e = (*state_.errors)(p, 0); e * e <= bound + 1e-15) return p;
    return q;
}

void TruncationRun::plan_cuts() {
    const Index last = state_.right ? std::min(chosen_cut(), state_.right->rows()) : chosen_cut();
    for (Index p = 1; p < last; p *= 2) cuts_.push_back(p);
    cuts_.push_back(last);
}

}  // namespace orthoscope
