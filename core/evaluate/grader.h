// Grader: the pose and the cost of a matrix that was made elsewhere; internal to core/evaluate.
#pragma once

#include "core/alignment/baselines.h"
#include "core/evaluate/evaluate_method.h"

namespace orthoscope {

class Grader {
  public:
    using Partners = EvaluateOptions::Partners;

    // Precondition: pairs.options.start is there and Partners has what it needs (see refusal).
    Grader(const Pairs& pairs, const EvaluateOptions& options, std::uint64_t seed);

    // Why these options cannot be followed with these inputs; empty: they can.
    static std::string refusal(const Pairs& pairs, const EvaluateOptions& options);

    Partners partners() const { return partners_; }
    bool given_pairs() const { return partners_ == Partners::Pairs; }
    const FitRows& rows() const { return rows_; }  // explicit lists; empty under Nearest
    Indices matching() const;                      // of rows(), n
    // scale (X - pivot) R + place, by the start's translation, else by the means or about the origin.
    ProcrustesFit pose(const Matrix& rotation) const;
    // The closed form on rows(). Precondition: rows() is not empty.
    Result<ProcrustesFit> best(const ProcrustesRules& rules) const;
    // Mean squared distance a row; under Nearest to the nearest target row, over at most 5,000 rows drawn by the seed.
    Result<double> cost(const ProcrustesFit& pose, const Context& context) const;

  private:
    const Pairs& pairs_;
    Partners partners_;
    FitRows rows_;
    RowVector source_mean_, target_mean_;
    std::vector<Index> sample_;  // source rows that Nearest looks at
};

// What can be wrong with a square matrix that should be orthogonal.
struct MatrixCheck {
    double orthogonality_error = 0;  // |R'R - I|, Frobenius
    double determinant = 0;
    Index rank = 0;                  // singular values above 1e-9 of the largest
    double largest = 0, smallest = 0;  // singular values
    Matrix nearest;                  // orthogonal: U V'
    bool uniform() const { return smallest > 0 && largest <= smallest * (1 + 1e-6); }  // a multiple of an orthogonal one
};
Result<MatrixCheck> check_matrix(const Matrix& r);

}  // namespace orthoscope
