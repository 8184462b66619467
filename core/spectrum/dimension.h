// Intrinsic dimension: of how many numbers the rows are made near each of them.
#pragma once

#include <string>
#include <vector>

#include "core/base/context.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace orthoscope {

struct IntrinsicDimension {
    double two_nn = 0, mle = 0;  // NaN: void, and `notes` say why
    Index used = 0;              // rows that took part
    Index duplicates = 0;        // rows that equal an earlier one, left out: their distance of 0 says nothing
    Matrix spacings;             // s x 2: ln mu and -ln(1 - F) of the rows that the line was fitted to, at most 2,000 of them
    Matrix by_neighbours;        // t x 2: number of neighbours and dimension by maximum likelihood
    std::vector<std::string> notes;
};

struct DimensionOptions {
    Index neighbours = 20;    // K of maximum likelihood
    double discard = 0.1;     // share of the largest mu that TwoNN leaves out
    Index most_rows = 5000;   // more are sampled with the seed, which makes neighbours farther
    std::uint64_t seed = 1;
    int threads = 1;
};

// TwoNN (Facco, d'Errico, Rodriguez and Laio, Scientific Reports 7, 2017): mu = r2 / r1, and the line -ln(1 - F) = d ln mu
// through the origin, F = i / N. Maximum likelihood (Levina and Bickel, NIPS 2004): 1 / d = mean over rows and j < K of
// ln(r_K / r_j) (averaged as MacKay and Ghahramani note). Rows n x D, finite; distances are rechecked in double. Void with
// fewer than 25 rows, where rows lie on a lattice whose neighbours are all equally far, or where the answer exceeds D.
// O(n^2 D). Errors: Cancelled.
Result<IntrinsicDimension> intrinsic_dimension(const Matrix& rows, const DimensionOptions& options, const Context& context);

}  // namespace orthoscope
