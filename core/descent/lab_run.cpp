#include "core/descent/lab_run.h"

#include <cmath>
#include <thread>

#include "core/linalg/blas_threads.h"
#include "core/linalg/singular_values.h"

namespace orthoscope {
namespace {

constexpr double too_long = 1e6;  // times the first matrix: nothing comes back from there

std::vector<std::string> names_of(const LabOptions& options) {
    std::vector<std::string> names;
    for (auto rule : lab_rules(options)) names.push_back(name_of(rule));
    return names;
}

double effective_rank(const Vector& values) {
    const double sum = values.sum();
    double entropy = 0;
    for (double v : values)
        if (v > 0 && sum > 0) entropy -= v / sum * std::log(v / sum);
    return std::exp(entropy);
}

}  // namespace

std::vector<Rule> lab_rules(const LabOptions& options) {
    std::vector<Rule> rules;
    for (auto i : chosen_lanes(std::size_t(options.optimizer), rule_count)) rules.push_back(Rule(i));
    return rules;
}

double row_variation(const Matrix& m) {
    const Vector lengths = m.rowwise().norm();
    const double mean = lengths.mean();
    return mean > 0 ? std::sqrt((lengths.array() - mean).square().mean()) / mean : 0;
}

LabRun::LabRun(LabProblem problem, Vector start_values, SharedMatrix target_values, const LabOptions& options, int threads)
    : LaneRun(names_of(options)), problem_(std::move(problem)), options_(options), target_values_(std::move(target_values)), threads_(threads) {
    if (problem_.given()) options_.steps = std::min<std::int64_t>(options_.steps, problem_.gradients.rows());
    start_values_ = share(Matrix(start_values));
    const auto rules = lab_rules(options_);
    stride_ = frame_stride(options_.steps, start_values.size(), rules.size());
    std::vector<double> times{0};
    for (std::int64_t t = stride_; t < options_.steps; t += stride_) times.push_back(double(t));
    times.push_back(double(options_.steps));
    times_ = share(Matrix(Vector::Map(times.data(), Index(times.size()))));
    for (auto rule : rules) {
        Lane lane{rule, make_optimizer(rule, problem_.start.rows(), problem_.start.cols(), {options_.clip}), problem_.start, {}, 0, 0, 0, 0, {}, {}};
        lanes_.push_back(std::move(lane));
    }
    begin(0);
}

void LabRun::begin(int lane) {
    // The first matrix has been taken apart already, so that nothing can fail here.
    Lane& l = lanes_[std::size_t(lane)];
    l.track.add(*start_values_, 0);
    DescentState state;
    if (l.w.size() <= most_kept_entries) state.matrix = share(l.w);
    state.values = state.start_values = start_values_, state.target_values = target_values_;
    state.times = times_, state.path = l.track.path(), state.drift = l.track.drift();
    show(lane, int(LabPhase::Start), 0, {{"cost", problem_.given() ? 0 : problem_.loss(l.w)}, {"drift", 0}, {"eta", options_.rate}},
         std::move(state));
}

double LabRun::rate_at(std::int64_t step) const {
    return options_.rate * (options_.decay == RateDecay::Linear ? 1 - double(step) / double(options_.steps) : 1);
}

void LabRun::step(Lane& lane) {
    const Matrix g = problem_.gradient(lane.w, lane.step);
    const Matrix d = lane.optimizer->direction(lane.w, g);
    const double length = d.norm();
    if (lane.unit == 0 && length > 0) lane.unit = problem_.start.norm() / length;
    const double rate = lane.unit * rate_at(lane.step);
    Matrix next = lane.optimizer->moved(lane.w, d, rate);
    if (lane.rule == Rule::PionTruncated) {
        const auto [out, in] = lane.optimizer->angles(rate);
        const auto growth = [](double a) { return std::sqrt(1 + a * a * a * a / 4); };
        lane.bound = (1 + lane.bound) * growth(out) * growth(in) - 1;
    }
    lane.update = next - lane.w;
    lane.change += g.cwiseProduct(lane.update).sum();
    lane.w = std::move(next);
    ++lane.step;
}

Status LabRun::advance(int at, const Context& context) {
    Lane& lane = lanes_[std::size_t(at)];
    if (!lane.made) make(at, context);
    Result<Made> made = std::move(*lane.made);
    lane.made.reset();
    if (!made) return made.error();
    const bool diverged = made->diverged;
    show(at, int(LabPhase::Step), made->step, std::move(made->metrics), std::move(made->state));
    if (diverged || lane.step == options_.steps) end(at, diverged);
    return success();
}

void LabRun::make(int at, const Context& context) {
    std::vector<Lane*> next;
    for (int i = 0; i < count() && int(next.size()) < std::max(1, threads_); ++i)
        if (const int other = (at + i) % count(); !ended(other) && !lanes_[std::size_t(other)].made) next.push_back(&lanes_[std::size_t(other)]);
    const BlasThreads limit(next.size() > 1 ? 1 : threads_);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < next.size(); ++i) others.emplace_back([this, lane = next[i], &context] { lane->made = next_frame(*lane, context); });
    next.front()->made = next_frame(*next.front(), context);
}

Result<LabRun::Made> LabRun::next_frame(Lane& lane, const Context& context) {
    do {
        if (context.stopped()) return cancelled_error();
        const Matrix before = lane.w;
        step(lane);
        if (!lane.w.allFinite() || lane.w.norm() > too_long * problem_.start.norm()) {
            lane.w = before, lane.update = Matrix();
            return record(lane, true);
        }
    } while (lane.step % stride_ != 0 && lane.step < options_.steps);
    return record(lane, false);
}

Result<LabRun::Made> LabRun::record(Lane& lane, bool diverged) {
    const auto values = singular_values(lane.w);
    if (!values) return values.error();
    const double drift = (*values - start_values_->col(0)).cwiseAbs().maxCoeff() / (*start_values_)(0);
    lane.track.add(*values, drift);
    Made made;
    made.diverged = diverged, made.step = lane.step;
    DescentState& state = made.state;
    state.values = share(Matrix(*values)), state.start_values = start_values_, state.target_values = target_values_;
    state.times = times_, state.path = lane.track.path(), state.drift = lane.track.drift(), state.diverged = diverged;
    Metrics& metrics = made.metrics;
    metrics = {{"cost", problem_.given() ? lane.change : problem_.loss(lane.w)}, {"drift", drift}, {"eta", rate_at(lane.step - 1)}};
    if (lane.update.size() > 0) {
        const auto added = singular_values(lane.update);
        if (!added) return added.error();
        state.update_values = share(Matrix(*added));
        metrics.insert(metrics.end(), {{"|D|", lane.update.norm()},
                                       {"largest of D", (*added)(0)},
                                       {"effective rank of D", effective_rank(*added)},
                                       {"row variation of D", row_variation(lane.update)}});
    }
    if (lane.rule == Rule::PionTruncated) metrics.emplace_back("drift bound", lane.bound);
    if (lane.w.size() <= most_kept_entries) {
        state.matrix = share(lane.w);
        if (lane.update.size() > 0) state.update = share(lane.update);
    }
    return made;
}

}  // namespace orthoscope
