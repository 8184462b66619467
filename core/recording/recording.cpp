#include "core/recording/recording.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/recording/orec_format.h"

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 6> outcome_names{"completed", "converged",  "iteration-limit",
                                                        "stalled",   "time-limit", "cancelled"};

// The arrays that a state holds, each with its bytes.
struct Holdings {
    std::size_t own = 0;  // rows and vectors, which no other state shares
    std::map<const void*, std::size_t> shared;

    void number(const char*, double) {}
    void flag(const char*, bool) {}
    void row(const char*, const RowVector& value) { own += bytes(value); }
    void vector(const char*, const Vector& value) { own += bytes(value); }
    void matrix(const char*, const SharedMatrix& value) { keep(value); }
    void indices(const char*, const SharedIndices& value) { keep(value); }
    void path(const char*, const std::shared_ptr<const RotationPath>& value) {
        if (value) shared[value.get()] = bytes(value->basis());
    }
    void states(const char*, const std::vector<AlignmentState>& values) {
        for (auto& value : values) orec::describe(*this, value);
    }

  private:
    template <class M>
    static std::size_t bytes(const M& m) { return static_cast<std::size_t>(m.size()) * 8; }
    template <class M>
    void keep(const std::shared_ptr<const M>& m) {
        if (m) shared[m.get()] = bytes(*m);
    }
};

Holdings holdings_of(const State& state) {
    Holdings out;
    std::visit([&](auto& s) { orec::describe(out, s); }, state);
    return out;
}

}  // namespace

std::string_view name_of(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::size_t bytes_of(const Frame& frame, const Frame* before) {
    const auto held = holdings_of(*frame.state);
    const auto known = before ? holdings_of(*before->state).shared : decltype(held.shared){};
    std::size_t state = sizeof(State) + held.own;
    for (auto& [array, bytes] : held.shared)
        if (!known.count(array)) state += bytes;
    return sizeof frame + frame.metrics.size() * 48 + state;
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

void Recording::name_lanes(std::vector<std::string> names) {
    std::lock_guard lock(mutex_);
    lanes_ = std::move(names);
}

std::vector<std::string> Recording::lanes() const {
    std::lock_guard lock(mutex_);
    return lanes_;
}

// Drops every second iteration of those kept in each lane, but never its first, its last two, or part of one.
void Recording::thin() {
    std::map<int, std::vector<std::int64_t>> iterations;
    for (auto& f : frames_)
        if (auto& list = iterations[f->lane]; list.empty() || list.back() != f->iteration)
            list.push_back(f->iteration);
    std::set<std::pair<int, std::int64_t>> dropped;
    for (auto& [lane, list] : iterations)
        for (std::size_t i = 1; i + 2 < list.size(); i += 2) dropped.emplace(lane, list[i]);
    const auto before = frames_.size();
    std::erase_if(frames_, [&](auto& f) { return dropped.contains({f->lane, f->iteration}); });
    thinned_ += before - frames_.size();
    bytes_ = 0;
    const Frame* last = nullptr;
    for (auto& f : frames_) bytes_ += bytes_of(*f, last), last = f.get();
}

}  // namespace orthoscope
