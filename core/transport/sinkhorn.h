// Entropic optimal transport by Sinkhorn's iteration on potentials (Cuturi 2013; log domain: Schmitzer 2019).
//
//   minimise <P, C> + eps KL(P | a b')  over plans P with row sums a and column sums b;
//   P_ij = a_i b_j exp((f_i + g_j - c_ij) / eps),  f_i = -eps log sum_j b_j exp((g_j - c_ij) / eps), and g
//   alike.
//
// On a device, for many pairs and in few dimensions costs are made on the fly: O(n m d) time a half step, O(n + m) memory
// beside the points. Else the kernel is held (scaling_kernel.h).
#pragma once

#include <memory>

#include "core/transport/geometry.h"
#include "core/transport/over_relaxation.h"
#include "core/transport/plan.h"
#include "core/transport/scaling_kernel.h"

namespace orthoscope {

struct SinkhornRules {
    double epsilon = 0.05;    // in the unit of the cost
    double tolerance = 1e-6;  // of the marginal error
    int iterations = 2000;    // pairs of half steps at most, at the last epsilon
    double anneal = 0.5;      // epsilon falls by this factor from the mean cost; 1: no annealing
    bool single = true;       // float32 exponentials as long as the error is far above their rounding
    ComputeBackend* compute = nullptr;  // who runs the half steps; none: the CPU
};

class Sinkhorn {
  public:
    // Precondition: epsilon > 0; `geometry` outlives this.
    Sinkhorn(const TransportGeometry& geometry, const SinkhornRules& rules);

    // f by one half step, then g, each over-relaxed at the last epsilon (over_relaxation.h). Where done, the last was plain, so
    // that the columns of the plan are exact. Error: Cancelled.
    Status iterate(const Context& context);
    bool done() const;  // converged, or the iterations ran out
    bool converged() const;
    Status solve(const Context& context);  // iterates until done

    const Vector& f() const { return f_; }
    const Vector& g() const { return g_; }
    double epsilon() const { return epsilon_; }  // the present one
    double marginal_error() const {
        return error_;
    }  // sum_i |row sum - a_i| of the plan before the last half steps
    int iterations() const { return iterations_; }  // all of them, annealing included
    double relaxation() const { return relaxation_.omega(); }  // 1: plain
    bool single_precision() const { return single_; }
    double dual_value() const;  // a'f + b'g: what the plan's columns being exact leaves

    // The conditional plan of source rows: P_ij / a_i, entries above 1e-14 of the row's largest. Its columns are exact where the
    // run is done, or after balance_columns(): one half step for this plan alone, which the iteration does not see.
    PlanRows rows() const;
    Status balance_columns(const Context& context);

  private:
    Result<Vector> potential_of(bool source, const Context& context);
    void choose_precision();

    const TransportGeometry& geometry_;
    SinkhornRules rules_;
    std::unique_ptr<ScalingKernel> kernel_;  // none: costs are made on the fly
    bool kernel_asked_ = false;
    Vector f_, g_, balanced_g_;  // balanced_g_: of the plan alone, in place of g_; empty: g_
    OverRelaxation relaxation_;
    double epsilon_ = 0, error_ = 2, error_before_ = 2;
    int iterations_ = 0, at_last_ = 0, at_level_ = 0;
    int plain_ = 0;  // iterations in a row that were not over-relaxed: the error is then that of exact columns
    bool single_ = false, coarse_ = false;  // coarse_: float32 can do no more
};

}  // namespace orthoscope
