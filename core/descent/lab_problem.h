// What optimizer-lab minimises; internal to core/descent.
#pragma once

#include "core/alignment/pairs.h"
#include "core/descent/lab_method.h"

namespace orthoscope {

// L(W) = tr((W - W*) C (W - W*)') / 2 with W* the target and C the covariance of the inputs, its largest eigenvalue 1; or,
// where `gradients` has rows, a given gradient a step (m x n, row after row) and no loss.
struct LabProblem {
    Matrix start, target, covariance;
    Matrix gradients;
    bool given() const { return gradients.rows() > 0; }
    Matrix gradient(const Matrix& w, std::int64_t step) const;
    double loss(const Matrix& w) const;  // precondition: !given()
};

// Errors: a second input of another size, entries that are not finite, a start that is all zeros.
Result<LabProblem> lab_problem(const Pairs& inputs, const LabOptions& options, std::uint64_t seed);

}  // namespace orthoscope
