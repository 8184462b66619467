// The rows that the search for a matching works on: float32, moved to the origin where the run centres, in units of
// the root mean square coordinate, the smaller set first. Internal to core/alignment/wasserstein.
#pragma once

#include <vector>

#include "core/alignment/pairs.h"
#include "core/assignment/assignment.h"
#include "core/linalg/procrustes.h"

namespace orthoscope {

struct SearchRows {
    std::shared_ptr<const Pairs> pairs;
    ProcrustesRules rules;
    bool swapped = false;             // x holds rows of the target, y of the source
    std::vector<Index> x_row, y_row;  // which rows of the run x and y are, ascending
    PointsMatrix x, y;                // a x d and b x d, a <= b; all plans are a x b
    Matrix all_x;                     // every row of x's set in the same units (statistics do not need plans)
    Matrix all_y;
    RowVector source_mean, target_mean;  // zero where the run does not centre
    double unit = 1;
    std::vector<std::string> notes;

    bool whole() const { return x.rows() == all_x.rows() && y.rows() == all_y.rows(); }
    bool square() const { return x.rows() == y.rows(); }
    Index dimension() const { return x.cols(); }
    // A rotation of x onto y as one of the source onto the target, and back.
    Matrix outward(const Matrix& r) const { return swapped ? Matrix(r.transpose()) : r; }
    Matrix inward(const Matrix& r) const { return outward(r); }
    // Fit of the pairs x_row[i] - y_row[match(i)], in the run's own units and direction; match -1: no pair.
    Result<ProcrustesFit> fit(const Indices& match, double& mean_square) const;
    // x as posed by a fit of the run, in y's frame.
    PointsMatrix posed(const ProcrustesFit& fit) const;
    // A fit that has only a rotation (of x onto y) and the means.
    ProcrustesFit pose(const Matrix& rotation) const;
    // n entries (rows of the source): the target row, -1 none.
    Indices matching_of_run(const Indices& match) const;
};

// `most`: rows of a set up to which a plan takes all of them; beyond it plans take rows drawn with the seed, so that
// a x b <= most^2, and `notes` says so.
SearchRows search_rows(std::shared_ptr<const Pairs> pairs, const ProcrustesRules& rules, Index most,
                       std::uint64_t seed);

// Nearest orthogonal matrix to m (determinant +1 where rotation_only), its singular value decomposition kept.
struct Polar {
    Matrix rotation, u, v;
    Vector sigma;
};
Result<Polar> polar(const Matrix& m, bool rotation_only);

}  // namespace orthoscope
