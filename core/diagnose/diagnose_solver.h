// The stepping solver of `diagnose`; internal to core/diagnose. Lane 0 is the alignment as it stands; every cause that
// applies has a lane of its own.
#pragma once

#include <deque>

#include "core/diagnose/cause_text.h"

namespace orthoscope {

const MethodInfo& diagnose_info();

// Indices of diagnose_info().phases.
enum class DiagnosePhase { Start, Fit, Hypothesis, Reflect, Refit, Compare };

class DiagnoseSolver : public Solver {
  public:
    explicit DiagnoseSolver(Case plain);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }
    std::vector<std::string> lanes() const override { return lanes_; }

  private:
    Status try_next(const Context& context);
    Status begin_second_round();
    void add(const Finding& finding);
    void show(Frame frame);

    Case plain_;
    std::optional<Case> free_;  // of the second round
    int next_ = 0;              // cause
    bool believed_ = false, over_ = false;
    std::vector<std::string> lanes_;
    std::deque<Frame> beats_;  // computed, not shown yet
    int shown_ = 0;            // frames so far
    Frame frame_;
    AlignmentState fitted_;
    double fit_seconds_ = 0;
};

// What the frames of one lane found; none: it is the first lane, or the run stopped before its refit.
std::optional<Finding> finding_of(const std::vector<FramePtr>& lane, const std::string& title);

}  // namespace orthoscope
