#include "core/evaluate/stack_check.h"

#include <cmath>

#include "core/base/text.h"
#include "core/evaluate/evaluate_solver.h"

namespace orthoscope {
namespace {

double value(const Frame& frame, const char* name) {
    for (auto& [key, number] : frame.metrics)
        if (name == key) return number;
    return void_metric;
}

// What is wrong with `frame`, given the iterate before it (null: it is the first).
std::string faults(const Frame& frame, const Frame* before, const EvaluateOptions& options, double floor, Index d) {
    std::string text;
    const auto add = [&](const std::string& fault) { text += (text.empty() ? "" : "; ") + fault; };
    const double error = value(frame, grade::orthogonality), rank = value(frame, grade::rank);
    if (rank < double(d)) add("its rank fell to " + brief(rank) + " of " + std::to_string(d));
    if (error > options.tolerance) add("it is not orthogonal (|R'R - I| = " + brief(error) + ")");
    if (!before) return text;
    const double now = value(frame, grade::determinant), then = value(*before, grade::determinant);
    if (now * then < 0) add("its determinant turned from " + brief(then) + " to " + brief(now));
    const double cost = value(frame, grade::cost), last = value(*before, grade::cost);
    if (cost > options.jump * last + floor)
        add("the cost jumped from " + brief(last) + " to " + brief(cost) + ", more than " + brief(options.jump) +
            " times");
    return text;
}

}  // namespace

StackCheck check_stack(const Recording& recording, std::size_t iterates, const EvaluateOptions& options, double floor,
                       Index d) {
    const Frame* before = nullptr;
    const auto frames = recording.frames();
    for (auto& frame : frames) {
        if (frame->phase != static_cast<int>(EvaluatePhase::Iterate)) continue;
        if (auto what = faults(*frame, before, options, floor, d); !what.empty())
            return {static_cast<Index>(frame->iteration), what};
        before = frame.get();
    }
    // Iterates that never became frames, in a run that was not stopped, had no finite cost.
    const Index seen = before ? static_cast<Index>(before->iteration) + 1 : 0;
    if (recording.outcome() == Outcome::Completed && seen < static_cast<Index>(iterates))
        return {seen, "its cost is not finite; the playback stops before it"};
    return {};
}

}  // namespace orthoscope
