// Any bytes as an .orec file, whole or loose: a whole recording, which views can walk through, or one error.
#include <cstdlib>
#include <memory>

#include "core/recording/timeline.h"
#include "tests/fuzz/loose_recording.h"

using namespace orthoscope;

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
        const auto alignment = [&](std::size_t k) -> const AlignmentState& {
            if (auto group = std::get_if<GroupState>(frames[k]->state.get())) return group->sets.back();
            return std::get<AlignmentState>(*frames[k]->state);
        };
        const auto& upper = alignment(i);
        const auto& lower = alignment(i ? i - 1 : 0);
        if (!upper.rotation->allFinite()) std::abort();
        if (upper.rotation->rows() != lower.rotation->rows()) continue;
        (void)pose_between(lower, upper, 0.5).apply(Matrix::Zero(1, upper.rotation->rows()));
    }
    Timeline timeline;
    timeline.set_durations(default_durations(frames, {1, 2}));
    if (!frames.empty() && timeline.at(timeline.length() / 2).upper >= frames.size()) std::abort();
    return 0;
}
