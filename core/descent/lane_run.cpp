#include "core/descent/lane_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace orthoscope {

SharedMatrix Track::path() const {
    Matrix out(Index(values_.size()), values_.empty() ? 0 : values_.front().size());
    for (Index t = 0; t < out.rows(); ++t) out.row(t) = values_[std::size_t(t)].transpose();
    return share(std::move(out));
}

SharedMatrix Track::drift() const { return share(Matrix(Vector::Map(drift_.data(), Index(drift_.size())))); }

Result<StepStatus> LaneRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto start = std::chrono::steady_clock::now();
    Status status = success();
    if (begun_ < count()) {
        lane_ = begun_++;
        begin(lane_);
    } else {
        do lane_ = (lane_ + 1) % count();
        while (ended_[std::size_t(lane_)]);
        status = advance(lane_, context);
    }
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!status) return status.error();
    if (std::count(ended_.begin(), ended_.end(), 0) > 0) return StepStatus::Running;
    return diverged_ == count() ? StepStatus::Stalled : StepStatus::Completed;
}

void LaneRun::show(int lane, int phase, std::int64_t iteration, Metrics metrics, DescentState state) {
    frame_.lane = lane, frame_.phase = phase, frame_.iteration = iteration, frame_.metrics = std::move(metrics);
    frame_.state = std::make_shared<const State>(std::move(state));
}

void LaneRun::end(int lane, bool diverged) {
    ended_[std::size_t(lane)] = 1;
    diverged_ += diverged;
}

std::int64_t frame_stride(std::int64_t steps, Index values, std::size_t lanes) {
    constexpr double bytes = 8e6, most = 240, least = 24;
    const double frames = std::clamp(std::sqrt(2 * bytes / (8 * double(values) * double(lanes))), least, most);
    return std::max<std::int64_t>(1, std::int64_t(std::ceil(double(steps) / frames)));
}

std::vector<std::size_t> chosen_lanes(std::size_t choice, std::size_t count) {
    if (choice > 0) return {choice - 1};
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back(i);
    return all;
}

FramePtr last_frame(const Recording& recording, int lane) {
    const auto frames = recording.frames();
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
        if ((*frame)->lane == lane) return *frame;
    return nullptr;
}

const DescentState* last_descent(const Recording& recording, int lane) {
    const auto frame = last_frame(recording, lane);
    return frame ? std::get_if<DescentState>(frame->state.get()) : nullptr;
}

double metric_of(const Frame& frame, std::string_view name) {
    for (auto& [key, value] : frame.metrics)
        if (key == name) return value;
    return void_metric;
}

}  // namespace orthoscope
