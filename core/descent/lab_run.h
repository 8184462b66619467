// The stepping solver of optimizer-lab; internal to core/descent.
#pragma once

#include <memory>

#include "core/descent/lab_problem.h"

namespace orthoscope {

class LabRun : public LaneRun {
  public:
    LabRun(LabProblem problem, Vector start_values, SharedMatrix target_values, const LabOptions& options);

  private:
    struct Lane {
        Rule rule;
        std::unique_ptr<Optimizer> optimizer;
        Matrix w, update;         // now, and what the last step added
        std::int64_t step = 0;
        double unit = 0;          // the optimiser's rate for a first step of length |W0|
        double change = 0;        // given gradients: sum of <G, step>
        double bound = 0;         // of the truncated Pion: how far the values can have drifted
        Track track;
    };
    void begin(int lane) override;
    Status advance(int lane, const Context& context) override;
    void step(Lane& lane);
    Status record(int lane, bool diverged);
    double rate_at(std::int64_t step) const;

    LabProblem problem_;
    LabOptions options_;
    std::vector<Lane> lanes_;
    SharedMatrix times_, start_values_, target_values_;
    std::int64_t stride_ = 1;
};

std::vector<Rule> lab_rules(const LabOptions& options);
// How the row lengths vary: their standard deviation over their mean.
double row_variation(const Matrix& m);

}  // namespace orthoscope
