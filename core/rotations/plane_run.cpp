#include "core/rotations/plane_run.h"

#include <numeric>

namespace orthoscope {

PlaneRun::PlaneRun(const MethodInfo& info, FrameSteps steps, const FrameOptions& options, const RunSettings& settings)
    : info_(info), steps_(std::move(steps)), options_(options), settings_(settings), seconds_(info.phases.size(), 0.0) {
    state_.mean = share(Matrix(steps_.mean)), state_.next = share(steps_.next);
    show(0, {{"energy", steps_.energy()}, {"frames", double(steps_.count())}});
}

Result<StepStatus> PlaneRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    auto status = advance(context);
    seconds_[std::size_t(frame_.phase)] += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return status;
}

double PlaneRun::fit_seconds() const { return std::accumulate(seconds_.begin(), seconds_.end(), 0.0); }

std::vector<std::pair<std::string, double>> PlaneRun::stage_seconds() const {
    std::vector<std::pair<std::string, double>> out;
    for (std::size_t i = 1; i < seconds_.size(); ++i) out.emplace_back(info_.phases[i].id, seconds_[i]);
    return out;
}

Status PlaneRun::find_span(const Context& context) {
    context.report(-1, "singular values of the frames");
    auto span = frame_span(steps_, context);
    if (!span) return span.error();
    span_ = std::move(*span);
    if (auto status = close_orbit(steps_, options_.closed, span_.coordinates, span_.values); !status) return status;
    state_.next = share(steps_.next), state_.closed = steps_.closed, state_.closure = steps_.closure;
    state_.values = share(Matrix(span_.values));
    return success();
}

void PlaneRun::keep_directions(Index k) {
    state_.kept = double(k);
    state_.span = share(Matrix(span_.directions.topRows(k)));
}

void PlaneRun::show(int phase, Metrics metrics, std::int64_t iteration) {
    frame_.phase = phase, frame_.iteration = iteration, frame_.metrics = std::move(metrics);
    frame_.state = std::make_shared<const State>(state_);
}

}  // namespace orthoscope
