#include "core/recording/recording.h"

#include <algorithm>
#include <array>

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 6> outcome_names{"completed", "converged",  "iteration-limit",
                                                        "stalled",   "time-limit", "cancelled"};

std::size_t bytes_of(const SharedMatrix& m, const SharedMatrix& before) {
    return m && m != before ? static_cast<std::size_t>(m->size()) * sizeof(double) : 0;
}

std::size_t bytes_of(const AlignmentState& s, const AlignmentState* before) {
    static const AlignmentState none;
    const auto& b = before ? *before : none;
    std::size_t sum = sizeof s + static_cast<std::size_t>(s.pivot.size() + s.place.size() + s.sigma.size()) * 8;
    sum += bytes_of(s.rotation, b.rotation) + bytes_of(s.cross_covariance, b.cross_covariance) +
           bytes_of(s.u, b.u) + bytes_of(s.v, b.v);
    if (s.path && s.path != b.path) sum += static_cast<std::size_t>(s.path->basis().size()) * sizeof(double);
    return sum;
}

}  // namespace

std::string_view name_of(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::size_t bytes_of(const Frame& frame, const Frame* before) {
    auto& state = std::get<AlignmentState>(*frame.state);
    return sizeof frame + frame.metrics.size() * 48 +
           bytes_of(state, before ? &std::get<AlignmentState>(*before->state) : nullptr);
}

Recording::Recording(Provenance provenance, std::size_t byte_cap)
    : provenance_(std::move(provenance)), byte_cap_(byte_cap) {}

std::vector<FramePtr> Recording::frames() const {
    std::lock_guard lock(mutex_);
    return frames_;
}

std::size_t Recording::size() const {
    std::lock_guard lock(mutex_);
    return frames_.size();
}

FramePtr Recording::frame(std::size_t index) const {
    std::lock_guard lock(mutex_);
    return frames_.at(index);
}

std::optional<Outcome> Recording::outcome() const {
    std::lock_guard lock(mutex_);
    return outcome_;
}

std::size_t Recording::thinned() const {
    std::lock_guard lock(mutex_);
    return thinned_;
}

void Recording::append(Frame frame) {
    std::lock_guard lock(mutex_);
    bytes_ += bytes_of(frame, frames_.empty() ? nullptr : frames_.back().get());
    frames_.push_back(std::make_shared<const Frame>(std::move(frame)));
    if (bytes_ > byte_cap_) thin();
}

void Recording::finish(Outcome outcome) {
    std::lock_guard lock(mutex_);
    outcome_ = outcome;
}

// Drops every second iteration of those kept, but never the first, the last two, or part of one.
void Recording::thin() {
    std::vector<std::int64_t> iterations;
    for (auto& f : frames_)
        if (iterations.empty() || iterations.back() != f->iteration) iterations.push_back(f->iteration);
    if (iterations.size() < 4) return;
    std::vector<std::int64_t> dropped;
    for (std::size_t i = 1; i + 2 < iterations.size(); i += 2) dropped.push_back(iterations[i]);
    const auto before = frames_.size();
    std::erase_if(frames_,
                  [&](auto& f) { return std::binary_search(dropped.begin(), dropped.end(), f->iteration); });
    thinned_ += before - frames_.size();
    bytes_ = 0;
    const Frame* last = nullptr;
    for (auto& f : frames_) bytes_ += bytes_of(*f, last), last = f.get();
}

}  // namespace orthoscope
