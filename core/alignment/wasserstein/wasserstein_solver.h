// The stepping solver of `procrustes-wasserstein`; internal to core/alignment/wasserstein.
#pragma once

#include <deque>

#include "core/alignment/wasserstein/portfolio.h"

namespace orthoscope {

class WassersteinSolver : public Solver {
  public:
    WassersteinSolver(std::shared_ptr<const Pairs> pairs, WassersteinOptions options, std::uint64_t seed, int threads);
    Result<StepStatus> step(const Context& context) override;
    Frame snapshot() const override { return frame_; }
    double fit_seconds() const override { return fit_seconds_; }
    std::vector<std::string> lanes() const override { return names_; }

  private:
    struct Answer {
        Indices matching;  // of the search's rows
        ProcrustesFit fit;
        double cost = 0;
        std::int64_t iteration = 0;
    };
    Result<StepStatus> work(const Context& context);
    Result<StepStatus> run_lane(const Context& context);
    Result<StepStatus> extend(const Context& context);
    StepStatus finish() const;
    void show(const Shown& shown, int lane, std::int64_t iteration);
    void enqueue(AlignmentState state, WassersteinPhase phase, Metrics metrics, int lane, std::int64_t iteration);
    std::shared_ptr<const RotationPath> path_between(const Matrix& from, const Matrix& to) const;

    std::shared_ptr<const Pairs> pairs_;
    WassersteinOptions options_;
    std::uint64_t seed_;
    int threads_;
    std::unique_ptr<SearchRows> rows_;
    std::unique_ptr<Portfolio> portfolio_;
    std::unique_ptr<Lane> lane_;
    std::vector<std::string> names_;
    std::vector<Answer> answers_;
    std::vector<SharedMatrix> last_rotation_;  // a lane each
    bool limited_ = false;
    int extensions_ = 0;
    std::deque<Frame> waiting_;
    Frame frame_;
    double fit_seconds_ = 0;
};

// Rows of both sets that are each other's nearest under a pose: n entries, -1 elsewhere.
Result<Indices> mutual_nearest(const Pairs& pairs, const ProcrustesFit& fit, int threads, const Context& context);

}  // namespace orthoscope
