// The stepping solver of the learning rules; internal to core/rotations.
#pragma once

#include "core/base/random.h"
#include "core/rotations/learning_method.h"

namespace orthoscope {

// Indices of the phases of both methods.
enum class LearningPhase { Mean, Span, Moment, Learn, Planes, Compare };

// Online: weights W (2 p rows) are shown one step after the other. With y0, y1 the frames of a step,
//   antisymmetric:  u += eta (y0 (y1 v) - y1 (y0 v)),  v += eta (y1 (y0 u) - y0 (y1 u))  for each pair of rows u, v;
//   difference:     w += eta (d w) d,  d = y1 - y0;
// each is a frame times a neuron's answer to a frame (Hebb), followed by Gram-Schmidt from the first row down, which is what
// inhibition between the neurons does. eta makes one epoch worth `rate` for the strongest plane and falls as 1 / (1 + epoch/10).
class LearningRun : public PlaneRun {
  public:
    LearningRun(LearningRule rule, FrameSteps steps, const LearningOptions& options, const RunSettings& settings);

  protected:
    Result<StepStatus> advance(const Context& context) override;

  private:
    Status find_moment(const Context& context);
    Status begin_learning();
    Status learn(const Context& context);
    void show_one(Index before, Index after, double eta);
    void show_weights(Index before, Index after);
    Status find_planes();
    Status compare(const Context& context);

    LearningRule rule_;
    LearningOptions options_;
    Random random_;
    Matrix coordinates_, moment_, matrix_;  // T x k, k x k, k x k
    Matrix weights_;                        // k x 2 p, columns in twos
    RulePlanes found_;
    std::vector<std::pair<Index, Index>> order_;  // of the present epoch
    std::int64_t shown_ = 0, total_ = 0;
    double scale_ = 1;
};

}  // namespace orthoscope
