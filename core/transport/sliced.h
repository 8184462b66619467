// Sliced Wasserstein distances and their gradients (Rabin, Peyre, Delon, Bernot 2011; Bonneel et al. 2015).
//
//   SW_p^p(a, b) = mean over directions t of W_p^p(a t, b t); on a line the best plan pairs equal quantiles.
//
// Directions are the columns of a d x k matrix. O(k ((n + m) d + n log n + m log m)) time; memory a block of
// directions of at most 64 MB beside what is asked back.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

// n points with masses >= 0, not all 0; they are scaled to sum 1. No masses: all alike.
struct WeightedPoints {
    const Matrix& points;  // n x d
    std::span<const double> mass = {};
};

class ComputeBackend;

using Partners = Eigen::Matrix<std::int32_t, Eigen::Dynamic, Eigen::Dynamic>;

struct SlicedWants {
    int p = 2;  // 1 or 2
    int threads = 2;
    const Matrix* rotation = nullptr;  // R: the source is X R
    bool source_gradient = false, turn_gradient = false, direction_gradient = false, partners = false;
    ComputeBackend* compute = nullptr;  // who runs it (core/compute/backend.h); none: this function itself
};

struct Sliced {
    double cost = 0;            // SW_p^p
    double distance = 0;        // cost^(1/p)
    Vector costs;               // k: W_p^p along each direction
    Matrix source_gradient;     // n x d: of the cost by the points X R
    Matrix turn_gradient;       // d x d: of the cost by R; at p = 2: (2 / k) sum_t X' r_t t', r_t the matched
                                // residual
    Matrix direction_gradient;  // d x k: of costs(t) by direction t
    Partners partners;  // n x k: along each direction the target row that takes most of the source row's mass
};

// Unit vectors, uniformly distributed, one a column: d x count.
Matrix haar_directions(Index d, Index count, std::uint64_t seed);

// Preconditions: n, m, k > 0, one dimension, directions of unit length. Errors: masses of a wrong number,
// negative or all 0; projections that are not finite; Cancelled.
Result<Sliced> sliced_wasserstein(const WeightedPoints& source, const WeightedPoints& target,
                                  const Matrix& directions, const SlicedWants& wants, const Context& context);

// Masses scaled to sum 1; empty where all are alike. Errors: of a wrong number, negative or all 0.
Result<std::vector<double>> unit_masses(const WeightedPoints& set, const char* name);

// Largest W_p over directions (Deshpande et al. 2019): ascent on the sphere with a step that must raise the
// cost, from the best of `starts` seeded directions and the line of the means. A local maximum: a lower
// bound.
struct MaxSliced {
    double cost = 0, distance = 0;
    Vector direction;
    int iterations = 0;
    bool converged = false;
};
Result<MaxSliced> max_sliced_wasserstein(const WeightedPoints& source, const WeightedPoints& target, int p,
                                         Index starts, std::uint64_t seed, int threads,
                                         const Context& context);

// The part of a gradient by R that stays on the group: skew A with d cost = <A, B> for R exp(B), B skew.
Matrix skew_gradient(const Matrix& rotation, const Matrix& turn_gradient);

}  // namespace orthoscope
