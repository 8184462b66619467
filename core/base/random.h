// Random numbers that are the same on every machine and library: std::mt19937_64 is fixed by the standard,
// std::normal_distribution is not, so the distributions are ours.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    double uniform();                                // in [0, 1)
    double normal();                                 // mean 0, variance 1
    std::uint64_t below(std::uint64_t n);            // in 0 .. n-1, unbiased; n > 0
    Matrix normal(Index rows, Index columns);        // filled row by row
    std::vector<Index> permutation(Index n);         // Fisher-Yates
    std::vector<Index> choose(Index n, Index count); // count distinct rows of n, ascending

  private:
    std::mt19937_64 engine_;
    double spare_ = 0;
    bool has_spare_ = false;
};

// Haar-distributed orthogonal d x d matrix (QR of a Gaussian, signs fixed); determinant +1 when `rotation`.
Matrix random_orthogonal(Index d, Random& random, bool rotation);

}  // namespace orthoscope
