// Sliced-Wasserstein refinement of a functional map without a network (the loss of Le, Nguyen, Sun, Ho & Xie 2024,
// "Integrating efficient optimal transport and functional maps", on the map itself).
//
//   minimise over orthogonal R = C'   F(R) = agg_t W_2^2(Phi1 R t, Phi2 t) + mu |R' - A|_F^2 / k
//
// agg: the mean over directions t, or s log mean exp(W_2^2 / s), whose gradient weighs directions by the softmax of
// their distances (energy-based weights). The masses are those of the vertices; for bases of unit area all columns have
// mass-weighted mean square 1 and the constant goes to the constant. The sorted order is held fixed for the gradient; steps go
// along the skew part and return by the polar factor. For orthogonal C the pull of the inverse C' adds nothing: its
// directions are those of C, turned. The distance is a global statistic: it does not tell a map from its mirror image,
// nor does a lower value mean a better map by itself; the coupling to A ties it to points.
#pragma once

#include <optional>

#include "core/base/context.h"
#include "core/maps/shape_pair.h"
#include "core/transport/sliced.h"

namespace orthoscope {

enum class SlicedDirections {
    Haar,    // uniformly distributed: all eigenvectors count alike
    Smooth,  // Gaussian coefficients times exp(-t lambda) at random scales: smooth functions on the target
    Worst,   // gradient ascent at each step (max-sliced: Deshpande et al. 2019), kept from step to step
};
enum class SlicedWeights { Mean, Energy };

struct SlicedRefinementRules {
    SlicedDirections directions = SlicedDirections::Haar;
    SlicedWeights weights = SlicedWeights::Mean;
    Index count = 64;          // directions; of Worst the most that are kept
    double temperature = 1;    // s over the mean cost at the start; Energy and Worst
    double coupling = 0;       // mu
    Index rows = 3000;         // of each shape at most, drawn with the seed; 0: all
    int iterations = 20;
    double tolerance = 1e-4;   // converged where a step lowers F by less than this share
    std::uint64_t seed = 1;
    int threads = 2;
    ComputeBackend* compute = nullptr;  // who runs the sliced distances; none: the CPU
};

class SlicedRefinement {
  public:
    // From C (k2 x k1, cut to the smaller number and made orthogonal, constant to constant); `anchor` is A (k x k; empty: the start).
    // Errors: Input (C not finite or empty), Memory, Cancelled.
    static Result<SlicedRefinement> start(const ShapePair& pair, const Matrix& functional_map, const Matrix& anchor,
                                          const SlicedRefinementRules& rules, const Context& context);

    // One step of descent. F never rises, but that a new direction of Worst may raise it before the step. Error: Cancelled.
    Status step(const Context& context);
    bool finished() const { return finished_; }
    bool converged() const { return converged_; }

    Matrix functional_map() const { return r_.transpose(); }  // k x k, orthogonal to 1e-12
    double value() const { return value_; }                   // F
    double distance() const { return distance_; }             // root of the mean of W_2^2 over the directions
    double gradient_norm() const { return skew_.norm(); }     // of F by R exp(B), B skew
    const Vector& direction() const { return seen_; }         // k: the one with the largest distance at this step
    int iterations() const { return iterations_; }
    const Matrix& directions() const { return directions_; }
    // Gradient of F by R (not projected), for tests.
    Result<Matrix> gradient(const Matrix& r, const Context& context) const;
    Result<double> value_at(const Matrix& r, const Context& context) const;

  private:
    Status look(const Context& context);  // costs, value and gradient at r_
    Status find_worst(const Context& context);
    double total(const Vector& costs, const Matrix& r) const;
    Vector direction_weights(const Vector& costs) const;  // sum 1

    Matrix x_, y_, anchor_, directions_, r_, skew_;
    Vector a_, b_, seen_, costs_;
    SlicedRefinementRules rules_;
    double value_ = 0, distance_ = 0, heat_ = 0, step_ = 0.2;
    int iterations_ = 0;
    bool finished_ = false, converged_ = false;
};

// SW_2 between Phi1 C' and Phi2 along `count` Haar directions drawn with the seed: the metric `sliced_wasserstein`. C is
// k2 x k1 and used as it is. Errors: as above.
Result<double> sliced_distance(const ShapePair& pair, const Matrix& functional_map, Index count, std::uint64_t seed,
                               int threads, const Context& context);

// The orthogonal matrix nearest to C (k x k) among those that keep the first coordinate: (1) + polar factor of the rest.
// Error: Input where C is not finite.
Result<Matrix> orthogonal_map(const Matrix& functional_map);

}  // namespace orthoscope
