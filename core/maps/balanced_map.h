// Near-bijective pointwise maps: entropic transport between two spectral embeddings on few candidate pairs.
//
//   minimise  <P, D> + eps KL(P | b a') + rho KL(P 1 | b) + rho KL(P' 1 | a)   over plans P >= 0 on the candidates,
//   D_ij = |y_i - x_j|^2,   f_i = -w eps log sum_j a_j exp((g_j - D_ij) / eps),  g alike,  w = rho / (rho + eps)
//
// in the log domain, eps falling from the mean cost (Sinkhorn's iteration: Cuturi 2013; annealed in the log domain:
// Schmitzer 2019; relaxed marginals: Chizat, Peyre, Schmitzer & Vialard 2018; as a filter of functional maps on few
// candidates: Pai, Ren, Melzi, Wonka & Ovsjanikov 2021). Nearest rows alone leave a third of the source without a
// partner; the potential g lifts the price of the rows that all want. Exact marginals (rho infinite) carry mass across
// the whole shape where areas differ; a finite rho balances within a neighbourhood.
#pragma once

#include <optional>

#include "core/maps/balanced_candidates.h"

namespace orthoscope {

class ComputeBackend;

struct BalancedRules {
    Index neighbours = 20;     // candidates of each row, both ways
    double epsilon = 0.05;     // the last, over the median squared distance of a target row to its nearest candidate
    double anneal = 0.5;       // factor from one level to the next
    double relaxation = 10;    // rho in the same unit; 0: the marginals are demanded (as far as the candidates allow)
    double uncovered = 0;      // a target row whose D - g exceeds this (same unit) has no partner; 0: all have one
    int iterations = 50;       // of the last level; 10 of each before
    double tolerance = 1e-3;   // mean change of f / eps that ends a level
    int threads = 2;
    ComputeBackend* compute = nullptr;  // who runs the half steps; none: the CPU
};

class BalancedTransport {
  public:
    // Source x (n x d) and target y (m x d) with masses > 0, each scaled to sum 1; empty: all alike. Errors: Input
    // (masses of a wrong number, not finite or not above 0; entries that are not finite), Memory, Cancelled.
    static Result<BalancedTransport> start(const Matrix& source, const Vector& source_mass, const Matrix& target,
                                           const Vector& target_mass, const BalancedRules& rules,
                                           const Context& context);

    // One level of eps. Error: Cancelled. Precondition: not finished.
    Status step(const Context& context);
    bool finished() const { return finished_; }

    double epsilon() const { return epsilon_; }  // of the level just done; before the first step of that one
    double unit() const { return unit_; }        // the median squared distance
    int iterations() const { return iterations_; }
    // Sum over rows and columns of |mass in the plan - mass demanded|: between 0 and 4. Of a relaxed plan not 0.
    double marginal_error() const;
    double cost() const;  // <P, D> / sum P

    Indices map() const;   // m: the source row that takes most of the target row's mass; -1 uncovered
    Vector prices() const;  // m: the least D - g of each target row, over the unit
    Indices back() const;  // n: the target row that takes most of the source row's mass; -1 without a candidate
    // Mean of the source's values (n x p) under each target row's part of the plan: m x p. Rows without mass are 0.
    Matrix pulled(const Matrix& values) const;
    const CandidatePairs& pairs() const { return pairs_; }
    const Vector& plan() const { return plan_; }  // mass of each pair; made by the last step

  private:
    Result<Vector> potential_of(bool of_targets, const Context& context) const;
    void make_plan();
    CandidatePairs pairs_;
    BalancedRules rules_;
    Vector log_source_, log_target_, source_, target_, f_, g_, plan_;
    double epsilon_ = 0, next_ = 0, unit_ = 0, last_ = 0;
    std::uint64_t number_ = 0;  // of pairs_, among all that this process made
    int iterations_ = 0;
    bool finished_ = false;
};

}  // namespace orthoscope
