// Run: one method on some inputs, from request to report. Window, command line and tests all come through here.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/alignment/pairs.h"
#include "core/io/read.h"
#include "core/method/method.h"

namespace orthoscope {

struct RunRequest {
    std::string method;
    ParameterSet options;  // as the person set them; `auto` not yet resolved
    PairingOptions pairing;
    RunSettings settings;
    bool fit_only = false;     // --metrics fit
    double max_seconds = 0;    // 0: no limit
};

struct RunResult {
    std::shared_ptr<const Pairs> pairs;
    std::shared_ptr<Recording> recording;
    ParameterSet options;  // resolved
    Report report;
};

// Sees each frame once it is recorded, on the caller's thread. It may hold the run up (until the context stops): a
// breakpoint does. Returns the seconds it waited, which count neither for Frame::seconds nor for a time limit.
using FrameWatch = std::function<double(const FramePtr& frame, const Context& context)>;

// The only iteration loop of the program: steps, polls the stop token, reports progress, appends frames, and
// finishes the recording. Non-convergence is an outcome; a cancelled run keeps its frames.
Status record(Solver& solver, Recording& recording, const Context& context, double max_seconds,
              const FrameWatch& watch = {});

// Pairs, resolves, starts, records, assesses. `on_start` (optional) receives the recording before the first step,
// so that a window can follow it; it is called on the caller's thread, as is `watch`.
Result<RunResult> run(const RunRequest& request, std::vector<DatasetPtr> sets, const Context& context,
                      const std::function<void(std::shared_ptr<const Pairs>, std::shared_ptr<Recording>)>& on_start = {},
                      const FrameWatch& watch = {});

}  // namespace orthoscope
