// Frame: one named phase of one iteration of one lane. Immutable once recorded.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/recording/state.h"

namespace orthoscope {

using Metrics = std::vector<std::pair<std::string, double>>;  // in the order in which they are shown

struct Frame {
    std::int64_t iteration = 0;
    int phase = 0;    // index into MethodInfo::phases
    int lane = 0;     // several starts run side by side
    int parent = -1;  // frame of the recording from which a restart branched
    double seconds = 0;  // wall, since the run's first step
    Metrics metrics;  // "cost" first where there is one
    StatePtr state;
};
using FramePtr = std::shared_ptr<const Frame>;

}  // namespace orthoscope
