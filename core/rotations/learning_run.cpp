#include "core/rotations/learning_run.h"

#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"
#include "core/rotations/planes_run.h"

namespace orthoscope {
namespace {

constexpr Index most_online_directions = 128;
constexpr std::int64_t single_frames = 40, recorded_frames = 240;  // of online learning

// Orthonormal columns from the first to the last, each against those before.
void gram_schmidt(Matrix& w) {
    for (Index c = 0; c < w.cols(); ++c) {
        for (int pass = 0; pass < 2 && c > 0; ++pass) w.col(c) -= w.leftCols(c) * (w.leftCols(c).transpose() * w.col(c));
        const double size = w.col(c).norm();
        if (size > 1e-300) w.col(c) /= size;
    }
}

}  // namespace

LearningRun::LearningRun(LearningRule rule, FrameSteps steps, const LearningOptions& options, const RunSettings& settings)
    : PlaneRun(rule == LearningRule::Antisymmetric ? antisymmetric_info() : difference_info(), std::move(steps), options.frames, settings),
      rule_(rule), options_(options), random_(settings.seed) {}

Status LearningRun::find_moment(const Context& context) {
    const bool online = options_.learning == Learning::Online;
    if (phase() == int(LearningPhase::Mean)) {
        if (auto status = find_span(context); !status) return status;
        const Index k = online ? std::min(most_online_directions, whole_pairs(span_.values, kept_by_energy(span_.values, 0.9999)))
                               : span_.values.size();
        keep_directions(k);
        coordinates_ = span_.coordinates.leftCols(k);
        show(int(LearningPhase::Span), {{"kept_directions", double(k)}, {"closure_ratio", steps_.closure}});
        return success();
    }
    const auto sides = steps_.sides(coordinates_, 0);
    moment_ = product(sides.before.transpose(), sides.after);
    matrix_ = rule_matrix(rule_, steps_, coordinates_);
    auto found = rule_planes(rule_, matrix_, moment_, steps_, coordinates_, span_.energy, Index(options_.planes), options_.gap);
    if (!found) return found.error();
    found_ = std::move(*found);
    state_.moment = share(matrix_), state_.moment_values = share(Matrix(found_.values));
    show(int(LearningPhase::Moment), {{"largest_value", found_.values.size() ? found_.values(0) : 0.0}});
    return success();
}

Status LearningRun::begin_learning() {
    const Index k = coordinates_.cols(), p = std::min<Index>(options_.planes, k / 2);
    weights_ = random_.normal(k, 2 * std::max<Index>(1, p));
    gram_schmidt(weights_);
    Index steps = 0;
    for (Index i = 0; i < steps_.count(); ++i) steps += steps_.next(i) >= 0;
    total_ = steps * options_.epochs;
    scale_ = found_.values.size() && found_.values(0) > 0 ? found_.values(0) : 1;
    return success();
}

void LearningRun::show_one(Index before, Index after, double eta) {
    const auto y0 = coordinates_.row(before), y1 = coordinates_.row(after);
    if (rule_ == LearningRule::Difference) {
        const RowVector d = y1 - y0, answer = d * weights_;
        weights_ += eta * d.transpose() * answer;
    } else {
        const RowVector a0 = y0 * weights_, a1 = y1 * weights_;
        RowVector from0(a0.size()), from1(a0.size());  // what y0 and y1 add to each neuron
        for (Index c = 0; c < a0.size(); c += 2) {
            from0(c) = a1(c + 1), from1(c) = -a0(c + 1);
            from0(c + 1) = -a1(c), from1(c + 1) = a0(c);
        }
        weights_ += eta * (y0.transpose() * from0 + y1.transpose() * from1);
    }
    gram_schmidt(weights_);
}

// Shows steps until the next frame is due: each of the first ones, then evenly.
Status LearningRun::learn(const Context& context) {
    const std::int64_t stride = shown_ < single_frames ? 1 : std::max<std::int64_t>(1, (total_ - single_frames) / recorded_frames);
    std::pair<Index, Index> last{0, 0};
    for (std::int64_t i = 0; i < stride && shown_ < total_; ++i, ++shown_) {
        if (context.stopped()) return cancelled_error();
        if (order_.empty()) {
            for (Index f = 0; f < steps_.count(); ++f)
                if (steps_.next(f) >= 0) order_.emplace_back(f, steps_.next(f));
            std::vector<std::pair<Index, Index>> shuffled;
            for (Index at : random_.permutation(Index(order_.size()))) shuffled.push_back(order_[std::size_t(at)]);
            // In time frames come as they are; pairs have no order of their own.
            if (!steps_.ordered) order_ = std::move(shuffled);
            std::reverse(order_.begin(), order_.end());
        }
        last = order_.back(), order_.pop_back();
        const double epoch = double(shown_) * double(options_.epochs) / double(total_);
        show_one(last.first, last.second, options_.rate / scale_ / (1 + epoch / 10));
    }
    show_weights(last.first, last.second);
    return success();
}

void LearningRun::show_weights(Index before, Index after) {
    MeasuredPlanes now;
    now.basis = weights_;
    now.angles = plane_angles(now.basis, steps_, coordinates_);
    for (Index k = 0; k < now.angles.rows(); ++k)
        if (now.angles(k) < 0) now.basis.col(2 * k + 1) *= -1, now.angles(k) = -now.angles(k);
    measure_planes(now, steps_, coordinates_, span_.energy);
    now.blocks = Indices::LinSpaced(now.count(), 0, now.count() - 1), now.kinds = Indices::Constant(now.count(), PlanesState::Single);
    now.fixed = now.flipped = Matrix(weights_.rows(), 0);
    put_planes(now, *state_.span, state_), put_phasors(now, coordinates_, state_);
    Indices seen(2);
    seen << before, after;
    state_.seen = share(seen);
    const double learned = plane_overlap(found_.planes.basis.transpose(), now.basis.transpose()).rowwise().sum().mean();
    show(int(LearningPhase::Learn), {{"learned", learned}, {"worst_residual", now.worst()}}, shown_);
}

Status LearningRun::find_planes() {
    if (options_.learning == Learning::Online) {
        // What the weights span, taken apart as the rule would: within it the neurons may still be turned.
        const Matrix inside = product(weights_.transpose(), product(matrix_, weights_));
        const Matrix inner_moment = product(weights_.transpose(), product(moment_, weights_));
        auto found = rule_planes(rule_, inside, inner_moment, steps_, product(coordinates_, weights_), span_.energy,
                                 Index(options_.planes), options_.gap);
        if (!found) return found.error();
        found->planes.basis = product(weights_, found->planes.basis);
        found->planes.fixed = product(weights_, found->planes.fixed), found->planes.flipped = product(weights_, found->planes.flipped);
        found_ = std::move(*found);
    }
    sort_planes(found_.planes);
    put_planes(found_.planes, *state_.span, state_);
    state_.phasors = nullptr, state_.seen = nullptr, state_.rest = nullptr;
    show(int(LearningPhase::Planes), {{"worst_residual", found_.planes.worst()}, {"plane_count", double(found_.planes.count())}}, shown_ + 1);
    return success();
}

Status LearningRun::compare(const Context& context) {
    put_phasors(found_.planes, coordinates_, state_);
    auto reference = reference_planes(steps_, span_, {}, settings_.seed, context);
    if (!reference) return reference.error();
    state_.reference_planes = reference->planes, state_.reference_angles = reference->angles;
    state_.overlap = share(plane_overlap(*reference->planes, *state_.planes));
    const double worst = reference->residuals->rows() ? reference->residuals->maxCoeff() : 0;
    show(int(LearningPhase::Compare),
         {{"worst_residual", found_.planes.worst()}, {"reference_residual", worst}, {"reference_flipped", double(reference->flipped->rows())}},
         shown_ + 1);
    return success();
}

Result<StepStatus> LearningRun::advance(const Context& context) {
    Status status = success();
    const bool online = options_.learning == Learning::Online;
    switch (static_cast<LearningPhase>(phase())) {
        case LearningPhase::Mean:
        case LearningPhase::Span: status = find_moment(context); break;
        case LearningPhase::Moment:
            if (online) {
                status = begin_learning();
                if (status) status = learn(context);
                break;
            }
            [[fallthrough]];
        case LearningPhase::Learn:
            if (online && shown_ < total_) status = learn(context);
            else status = find_planes();
            break;
        default: status = compare(context); break;
    }
    if (!status) return status.error();
    return phase() == int(LearningPhase::Compare) ? StepStatus::Completed : StepStatus::Running;
}

}  // namespace orthoscope
