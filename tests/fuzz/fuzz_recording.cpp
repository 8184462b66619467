// Any bytes as an .orec file, whole or loose: a whole recording, which views can walk through, or one error.
#include <cstdlib>
#include <memory>

#include "core/recording/timeline.h"
#include "core/rotations/rebuild.h"
#include "tests/fuzz/loose_recording.h"

using namespace orthoscope;

namespace {

void walk(const AlignmentState& lower, const AlignmentState& upper) {
    if (!upper.rotation->allFinite()) std::abort();
    if (upper.rotation->rows() != lower.rotation->rows()) return;
    (void)pose_between(lower, upper, 0.5).apply(Matrix::Zero(1, upper.rotation->rows()));
}

void walk(const GroupState& lower, const GroupState& upper) {
    for (std::size_t s = 0; s < std::min(lower.sets.size(), upper.sets.size()); ++s) walk(lower.sets[s], upper.sets[s]);
}

// Planes are played at a recorded time, between two and beyond the data.
void walk(const PlanesState&, const PlanesState& upper) {
    if (!upper.planes || !upper.angles || !upper.phasors || !upper.rest || upper.angles->cols() > 2) return;
    const PlanePlayer player(std::make_shared<const PlanesState>(upper));
    for (double time : {0.0, 0.5, double(player.ahead()) + 1.25}) (void)player.frame({time});
    (void)first_planes(upper, 0, 1);
}

void walk(const ShapeState&, const ShapeState&) {}
void walk(const LoopState&, const LoopState&) {}
void walk(const SpectrumState&, const SpectrumState&) {}
void walk(const DescentState&, const DescentState&) {}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (!bytes.starts_with(orec::magic)) bytes = tighten(bytes);
    const std::unique_ptr<char[]> exact(new char[bytes.size()]);  // so that a read past the end is seen
    bytes.copy(exact.get(), bytes.size());
    auto recording = parse_recording({exact.get(), bytes.size()}, "fuzz");
    if (!recording) {
        if (recording.error().message().empty()) std::abort();
        return 0;
    }
    const auto frames = (*recording)->frames();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i]->parent >= static_cast<int>(i)) std::abort();
        std::visit([&](const auto& upper) {
            if (auto lower = std::get_if<std::decay_t<decltype(upper)>>(frames[i ? i - 1 : 0]->state.get())) walk(*lower, upper);
        }, *frames[i]->state);
    }
    Timeline timeline;
    timeline.set_durations(default_durations(frames, {1, 2}));
    if (!frames.empty() && timeline.at(timeline.length() / 2).upper >= frames.size()) std::abort();
    return 0;
}
