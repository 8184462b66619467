// Transport regularised by squared shares, with at most k partners a row (Blondel, Seguy, Rolet 2018; sparse:
// Liu, Puigcerver, Blondel 2023), on the semi-dual.
//
//   minimise  <P, C> + (gamma / 2) sum_i a_i |y_i|^2,  P_i = a_i y_i, y_i in the simplex, at most k entries,
//   P'1 = b maximise  D(g) = b'g - sum_i a_i max_y (<y, g - c_i> - (gamma / 2) |y|^2)      (concave)
//
// The inner maximiser is the projection onto the simplex of the k largest (g - c_i) / gamma. Rows are exact
// in every step; the columns are at the optimum. With k below what the optimum wants, D is the dual of the
// convex hull of the problem: the columns may then stay off, which column_error() says. L-BFGS with ten pairs
// and backtracking; O(n m d) a look at D, O(n + m) memory beside the points.
#pragma once

#include <deque>

#include "core/transport/plan.h"

namespace orthoscope {

struct SemiDualRules {
    double gamma = 0.05;      // in the unit of the cost
    Index most_partners = 0;  // k; 0: no limit
    double tolerance = 1e-6;  // of the column error
    int iterations = 500;
};

class SemiDual {
  public:
    // Precondition: gamma > 0; `geometry` outlives this.
    SemiDual(const TransportGeometry& geometry, const SemiDualRules& rules);

    Status iterate(const Context& context);  // one accepted step; Error: Cancelled
    bool converged() const { return error_ <= rules_.tolerance; }
    bool done() const { return converged() || stalled_ || iterations_ >= rules_.iterations; }
    bool stalled() const { return stalled_; }
    Status solve(const Context& context);

    const Vector& g() const { return g_; }
    double dual_value() const { return value_; }  // never falls
    double column_error() const { return error_; }
    int iterations() const { return iterations_; }
    PlanRows rows() const;

  private:
    struct Look {
        double value = 0;
        Vector gradient;  // b - column sums
    };
    struct Pair {
        Vector step, change;
        double product;
    };
    Result<Look> look(const Vector& g, const Context& context) const;
    Vector direction() const;
    void accept(Vector g, Look look);

    const TransportGeometry& geometry_;
    SemiDualRules rules_;
    Vector g_, gradient_;
    double value_ = 0, error_ = 2;
    std::deque<Pair> pairs_;
    int iterations_ = 0;
    bool stalled_ = false;
};

// The projection of s / gamma onto the simplex, of the `most` largest entries alone (0: all): shares that sum
// to 1, and <y, s> - (gamma / 2) |y|^2. `scores` loses its order.
struct Projection {
    std::vector<PlanEntry> entries;
    double value = 0;
};
void project_on_simplex(const double* scores, Index m, double gamma, Index most, Projection& out);

}  // namespace orthoscope
