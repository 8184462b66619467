// Any bytes as an .orec file: a whole recording, which views can walk through, or one error.
#include <cstdlib>

#include "core/recording/recording.h"

using namespace orthoscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto recording = parse_recording({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!recording) {
        if (recording.error().message().empty()) std::abort();
        return 0;
    }
    const auto frames = (*recording)->frames();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i]->parent >= static_cast<int>(i)) std::abort();
        const auto& upper = std::get<AlignmentState>(*frames[i]->state);
        const auto& lower = std::get<AlignmentState>(*frames[i ? i - 1 : 0]->state);
        if (upper.rotation->rows() != lower.rotation->rows()) continue;
        (void)pose_between(lower, upper, 0.5);
    }
    return 0;
}
