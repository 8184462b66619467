// The stepping solver of `icp`; internal to core/alignment/icp.
#pragma once

#include "core/alignment/icp/icp_problem.h"
#include "core/alignment/icp/pose_step.h"
#include "core/alignment/icp/screen.h"

namespace orthoscope {

// Rows closer to the target than this count as inliers: the largest distance of pairs, else three times the target's
// own spacing.
double inlier_distance(const IcpProblem& problem, const IcpOptions& options);

// All lanes go on side by side, an iteration each in turn, on the working sample of the source; then each is judged
// on all rows, and the best goes on with all rows until none that is unfinished has a lower cost.
class IcpSolver : public Solver {
  public:
    IcpSolver(IcpProblem problem, std::vector<IcpStart> starts, const IcpOptions& options, const RunSettings& settings);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }  // screening, normals, matches and pose steps
    std::vector<std::string> lanes() const override;

  private:
    enum class Stage { Start, Place, Match, Rotate, Judge, Done };
    struct Lane {
        IcpStart start;
        RigidPose pose;
        Stage stage = Stage::Start;
        bool whole = false;  // on all rows; else on the working sample
        std::int64_t iteration = 0, steps = 0;
        IcpKernel kernel;
        Matches matches;
        double angle = 0, shift = 0;  // of the last step, radians and shares of the radius
        double lowest = 0;            // cost so far at this stage
        int since_lowest = 0;
        StepStatus status = StepStatus::Running;
        AlignmentState shown;
    };

    Status prepare(const Context& context);
    Lane* next_lane();
    Status advance(Lane& lane, const Context& context);
    Status do_match(Lane& lane, const Context& context);
    Status do_judge(Lane& lane, const Context& context);
    void do_rotate(Lane& lane);
    bool at_rest(Lane& lane) const;
    void rest(Lane& lane, StepStatus status);
    const IcpSource& rows_of(const Lane& lane) const { return lane.whole ? problem_.all : problem_.working; }
    void show(Lane& lane, IcpPhase phase, double cost, Metrics extra);
    void show_matches(Lane& lane, IcpPhase phase);

    IcpProblem problem_;
    std::vector<IcpStart> starts_;
    IcpOptions options_;
    RunSettings settings_;
    MatchRules rules_;
    bool ready_ = false;
    std::vector<Lane> lanes_;
    Frame frame_;
    double fit_seconds_ = 0;
};

}  // namespace orthoscope
