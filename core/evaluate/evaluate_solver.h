// The stepping solver of `evaluate`; internal to core/evaluate. It computes nothing but grades: an iterate a step.
#pragma once

#include <deque>

#include "core/evaluate/grader.h"

namespace orthoscope {

const MethodInfo& evaluate_info();

// Indices of evaluate_info().phases.
enum class EvaluatePhase { Start, Match, Nearest, Reflect, Iterate, Fit };

// Names of the metrics of its frames, which assess reads back.
namespace grade {
constexpr const char* cost = "cost";
constexpr const char* orthogonality = "orthogonality error";
constexpr const char* determinant = "determinant";
constexpr const char* rank = "rank";
}  // namespace grade

class EvaluateSolver : public Solver {
  public:
    EvaluateSolver(std::shared_ptr<const Pairs> pairs, const EvaluateOptions& options, std::uint64_t seed);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }

  private:
    struct Beat {
        EvaluatePhase phase;
        std::int64_t iteration;
        AlignmentState state;
        Metrics metrics;
    };
    AlignmentState state_of(const ProcrustesFit& pose) const;
    Result<double> cost_of(const AlignmentState& state, const Context& context) const;
    Status prepare_match(const Context& context);
    Status prepare_iterate(const Matrix& r, std::int64_t iteration, const Context& context);
    Status prepare_fit(const Context& context);
    // A turn from what is shown to an orthogonal pose, a mirror apart where the determinant changes.
    Status add_turn(Beat to, const Context& context);
    void show(Beat beat);

    std::shared_ptr<const Pairs> pairs_;
    EvaluateOptions options_;
    Grader grader_;
    bool stack_;
    std::size_t next_ = 0;     // of start.rotations
    bool matched_ = false, fitted_ = false, broken_ = false;
    std::deque<Beat> beats_;   // computed, not shown yet
    Frame frame_;
    AlignmentState shown_;
    double fit_seconds_ = 0;
};

}  // namespace orthoscope
