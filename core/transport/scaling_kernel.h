// The half steps of Sinkhorn's iteration for sets that are small enough to hold n x m numbers: products of a matrix with a
// vector, some ten times cheaper than scores and exponentials of all pairs in many dimensions.
//
//   K_ij = exp((f0_i + g0_j - c_ij) / eps)  about absorbed potentials f0, g0 (Schmitzer 2019, algorithm 2)
//   f_i = f0_i - eps log sum_j K_ij b_j exp((g_j - g0_j) / eps),  and g alike
#pragma once

#include "core/transport/geometry.h"

namespace orthoscope {

class ScalingKernel {
  public:
    // `geometry` outlives this.
    explicit ScalingKernel(const TransportGeometry& geometry) : geometry_(geometry) {}

    // Whether it pays (more than 8 columns) and two matrices of the pairs find room: at most 2^25 pairs, 400 MB.
    static bool fits(const TransportGeometry& geometry, const Context& context);

    // f from g (or, not `of_source`, g from f), as half_step has it, `single` in float32 with sums of float32: 1e-6 of the sum,
    // which moves the answer by 1e-6 eps. f and g are absorbed where the kernel is not of this epsilon and precision,
    // or the potentials have moved far. Empty: a sum is out of range, which the log domain can do. Errors: Cancelled.
    Result<Vector> potential(bool of_source, const Vector& f, const Vector& g, double epsilon, bool single, const Context& context);

  private:
    template <class T>
    using Grid = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
    template <class T>
    Status absorb(Grid<T>& kernel, const Vector& f, const Vector& g, double epsilon, const Context& context);
    template <class T>
    Vector sums(const Grid<T>& kernel, bool of_source, const Vector& weights) const;

    const TransportGeometry& geometry_;
    // m x n: a column a source row, so that both products read along memory.
    Grid<float> narrow_;
    Grid<double> wide_;
    Vector f0_, g0_;
    double epsilon_ = 0;
    bool single_ = false;
};

}  // namespace orthoscope
