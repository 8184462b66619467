// Exact optimal transport by the network simplex on few arcs, grown until the dual potentials prove that no
// arc left out could lower the cost (column generation).
//
// Costs and masses are rounded to whole numbers: masses that are all alike exactly, others to 2^-40 of the
// total; costs to 2^-36 of the largest. The proof is made with the unrounded costs: `gap` bounds what the
// rounding lost.
#pragma once

#include "core/transport/network_simplex.h"
#include "core/transport/plan.h"

namespace orthoscope {

class ExactPlan {
  public:
    // `geometry` outlives this.
    explicit ExactPlan(const TransportGeometry& geometry);

    // The three parts of a round. `candidates` comes once, first: arcs of least reduced cost under the
    // potentials of a coarse Sinkhorn run, and a plan that is certainly feasible; all arcs where there are at
    // most 300,000. Errors: Memory, before the simplex allocates; Cancelled (not during the simplex itself).
    Status candidates(const Context& context);
    Status simplex(const Context& context);
    // Adds arcs that violate the dual; true where there is none: the plan is optimal.
    Result<bool> price(const Context& context);
    Status solve(const Context& context);

    Coupling plan() const;
    double cost() const { return cost_; }          // <P, C> of the present plan
    double lower_bound() const { return lower_; }  // a valid dual value; -infinity before the first pricing
    double gap() const { return cost_ - lower_; }
    Index arcs() const { return static_cast<Index>(arcs_.source.size()); }
    Index violated() const { return violated_; }  // arcs that the last pricing added
    int rounds() const { return rounds_; }
    std::uint64_t bytes() const;  // that the next simplex needs
    const Vector& f() const { return f_; }
    const Vector& g() const { return g_; }

  private:
    struct Found {
        std::vector<std::pair<std::int32_t, std::int32_t>> arcs;
        double lower = 0;
    };
    Result<Found> scan(bool by_target, Index most, double below, const Context& context) const;
    void add(std::vector<std::pair<std::int32_t, std::int32_t>> found);
    void whole_masses();
    void feasible_arcs(std::vector<std::pair<std::int32_t, std::int32_t>>& found) const;

    const TransportGeometry& geometry_;
    std::vector<std::int64_t> supply_, demand_;
    double unit_mass_ = 1, unit_cost_ = 1;
    TransportArcs arcs_;
    TransportFlow flow_;
    Vector f_, g_;
    double cost_ = 0, lower_ = 0;
    Index violated_ = 0;
    int rounds_ = 0;
    bool complete_ = false;
};

// The Monge gap of a map T on points (Uscidda, Cuturi 2023): mean |x - T(x)|^2 minus the least cost of
// carrying the points onto their images. 0 where the map is optimal; >= 0 always. On at most `rows` points,
// drawn with the seed.
struct MongeGap {
    double gap = 0, map_cost = 0, least_cost = 0;
    Index rows = 0;
};
Result<MongeGap> monge_gap(const Matrix& points, const Matrix& images, Index rows, std::uint64_t seed,
                           int threads, const Context& context);

}  // namespace orthoscope
