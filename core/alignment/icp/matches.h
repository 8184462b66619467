// Matches: each source row's nearest target row at a pose, which of them are kept, and with what weight.
#pragma once

#include "core/alignment/icp/normals.h"
#include "core/alignment/icp/rigid_pose.h"

namespace orthoscope {

// The rows of the source that take part: n x d, the run's pivot subtracted.
struct IcpSource {
    Matrix centred;
    Vector weight;            // one a row, > 0; empty: all 1
    std::vector<Index> rows;  // which rows of the run's source; empty: all in order
};
struct IcpTarget {
    std::shared_ptr<const Matrix> points;
    std::shared_ptr<const KdTree> tree;
    Matrix normals;      // m x d; empty: point to point
    double spacing = 0;  // median distance from a row to its nearest other
};

// Weights of robust kernels, under graduated non-convexity (Yang, Antonante, Tzoumas, Carlone 2020): the width
// starts at sqrt(2) times the largest residual, where every kernel is almost least squares, and its square falls by
// 1.4 an iteration until the kernel's own width is reached; then it is kept.
struct IcpKernel {
    enum class Shape { None, Huber, Tukey, GemanMcClure } shape = Shape::None;
    double scale = 0;       // the own width; 0: from the first quartile of the residuals
    double width = 0;       // the present one; 0: before the first iteration
    bool settled = false;

    double weight(double residual) const;
    void graduate(std::vector<double> residuals);  // of the kept pairs
};

struct MatchRules {
    double share = 1;         // of the rows, those nearest to the target are kept
    double max_distance = 0;  // pairs further apart are no pairs; 0: no limit
};

struct Matches {
    Matrix moved;      // q x d, the rows at the pose
    Indices target;    // q, -1 beyond the largest distance
    Vector squared;    // q, squared distance, at most the square of the largest
    Vector weight;     // q in 0..1: 0 trimmed or unmatched, else by the kernel and the row's own weight
    double cost = 0;   // weighted mean of `squared` over the share nearest to the target
    double threshold = 0;  // largest squared distance that the share holds
    Index kept = 0;    // rows of positive weight
};

// Errors: Cancelled.
Result<Matches> match(const IcpSource& source, const IcpTarget& target, const RigidPose& pose, const MatchRules& rules,
                      IcpKernel* kernel, int threads, const Context& context);
// What the cost becomes when the matched rows keep their partners at another pose.
double cost_of_pairs(const IcpSource& source, const IcpTarget& target, const Matches& matches, const RigidPose& pose);
// Trimmed cost of squared distances as in Matches::cost; the threshold of what is kept comes back too.
double trimmed_mean(const Vector& squared, const Vector& weight, double share, double* threshold = nullptr);

// The share of rows that has a counterpart: minimises (mean of the share's squared distances + floor^2) / share^3
// (Chetverikov et al. 2005, lambda = 2) over shares from `least` to 1. `value`, where wanted, is that minimum.
double overlap_share(const Vector& squared, double floor, double least, double* value = nullptr);

}  // namespace orthoscope
