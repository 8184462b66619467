#include "core/diagnose/signed_permutation.h"

#include "core/assignment/assignment.h"

namespace orthoscope {

Matrix signed_permutation(const Matrix& m) {
    const double largest = m.size() ? m.cwiseAbs().maxCoeff() : 0;
    if (!(largest > 0)) return Matrix::Identity(m.rows(), m.cols());
    const CostMatrix costs = (-m.cwiseAbs() / largest).cast<float>();
    auto found = solve_assignment(AssignmentCosts(costs), {}, {}, {});
    Matrix p = Matrix::Zero(m.rows(), m.cols());
    for (Index i = 0; found && i < m.rows(); ++i) {
        const Index j = found->column_of_row(i);
        p(i, j) = m(i, j) < 0 ? -1 : 1;
    }
    return p;
}

}  // namespace orthoscope
