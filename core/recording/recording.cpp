#include "core/recording/recording.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 6> outcome_names{"completed", "converged",  "iteration-limit",
                                                        "stalled",   "time-limit", "cancelled"};

std::size_t bytes_of(const SharedMatrix& m, const SharedMatrix& before) {
    return m && m != before ? static_cast<std::size_t>(m->size()) * sizeof(double) : 0;
}

std::size_t bytes_of(const SharedIndices& m, const SharedIndices& before) {
    return m && m != before ? static_cast<std::size_t>(m->size()) * sizeof(std::int64_t) : 0;
}

const AlignmentState nothing;

std::size_t bytes_of(const AlignmentState& s, const AlignmentState& b) {
    std::size_t sum = sizeof s + static_cast<std::size_t>(s.pivot.size() + s.place.size() + s.sigma.size()) * 8;
    sum += bytes_of(s.rotation, b.rotation) + bytes_of(s.cross_covariance, b.cross_covariance) +
           bytes_of(s.u, b.u) + bytes_of(s.v, b.v) + bytes_of(s.matching, b.matching) +
           bytes_of(s.confidence, b.confidence) + bytes_of(s.coupling, b.coupling);
    if (s.path && s.path != b.path) sum += static_cast<std::size_t>(s.path->basis().size()) * sizeof(double);
    return sum;
}

std::size_t bytes_of(const GroupState& s, const GroupState* before) {
    std::size_t sum = bytes_of(s.mean, before ? before->mean : nullptr);
    for (std::size_t i = 0; i < s.sets.size(); ++i)
        sum += bytes_of(s.sets[i], before && i < before->sets.size() ? before->sets[i] : nothing);
    return sum;
}
std::size_t bytes_of(const ShapeState& s, const ShapeState* before) {
    static const ShapeState none;
    const ShapeState& b = before ? *before : none;
    return sizeof s + bytes_of(s.source_values, b.source_values) + bytes_of(s.target_values, b.target_values) +
           bytes_of(s.source_vectors, b.source_vectors) + bytes_of(s.target_vectors, b.target_vectors) +
           bytes_of(s.source_descriptors, b.source_descriptors) +
           bytes_of(s.target_descriptors, b.target_descriptors) + bytes_of(s.functional_map, b.functional_map) +
           bytes_of(s.map, b.map) + bytes_of(s.direction, b.direction);
}
std::size_t bytes_of(const PlanesState& s, const PlanesState* before) {
    static const PlanesState none;
    const PlanesState& b = before ? *before : none;
    std::size_t sum = sizeof s;
    for (auto member : {&PlanesState::mean, &PlanesState::values, &PlanesState::span, &PlanesState::moment,
                        &PlanesState::moment_values, &PlanesState::action, &PlanesState::schur, &PlanesState::eigenvalues,
                        &PlanesState::generator, &PlanesState::planes, &PlanesState::angles, &PlanesState::energies,
                        &PlanesState::residuals, &PlanesState::centres, &PlanesState::phasors, &PlanesState::fixed,
                        &PlanesState::flipped, &PlanesState::rest, &PlanesState::reference_planes,
                        &PlanesState::reference_angles, &PlanesState::overlap})
        sum += bytes_of(s.*member, b.*member);
    for (auto member : {&PlanesState::next, &PlanesState::blocks, &PlanesState::kinds, &PlanesState::seen})
        sum += bytes_of(s.*member, b.*member);
    return sum;
}
std::size_t bytes_of(const LoopState& s, const LoopState* before) {
    static const LoopState none;
    const LoopState& b = before ? *before : none;
    std::size_t sum = sizeof s;
    for (auto member : {&LoopState::rotations, &LoopState::steps, &LoopState::coordinates, &LoopState::jumps,
                        &LoopState::noise, &LoopState::errors})
        sum += bytes_of(s.*member, b.*member);
    return sum;
}
std::size_t bytes_of(const AlignmentState& s, const AlignmentState* before) {
    return bytes_of(s, before ? *before : nothing);
}

}  // namespace

std::string_view name_of(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::size_t bytes_of(const Frame& frame, const Frame* before) {
    const auto state = std::visit(
        [&]<class S>(const S& s) { return bytes_of(s, before ? std::get_if<S>(before->state.get()) : nullptr); },
        *frame.state);
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
