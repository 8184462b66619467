#include "core/shape/sparse_factor.h"

#include <Eigen/SparseCholesky>

namespace orthoscope {

struct SparseFactor::Impl {
    Eigen::SimplicialLDLT<SparseMatrix> ldlt;
};

Result<SparseFactor> SparseFactor::make(const SparseMatrix& a, double shift, const Context& context) {
    if (context.stopped()) return cancelled_error();
    auto impl = std::make_shared<Impl>();
    impl->ldlt.setShift(shift);
    impl->ldlt.compute(a);
    if (impl->ldlt.info() != Eigen::Success || !(impl->ldlt.vectorD().minCoeff() > 0))
        return input_error("Laplacian", "the factorisation met a pivot that is not positive");
    SparseFactor out;
    out.impl_ = std::move(impl);
    return out;
}

Status SparseFactor::solve(Matrix& b, int, const Context& context) const {
    for (Index j = 0; j < b.cols(); ++j) {
        if (context.stopped()) return cancelled_error();
        b.col(j) = Vector(impl_->ldlt.solve(b.col(j)));
    }
    return success();
}

Result<Index> SparseFactor::count_below(const SparseMatrix& a, double value, const Context& context) const {
    if (context.stopped()) return cancelled_error();
    Eigen::SimplicialLDLT<SparseMatrix> ldlt;
    ldlt.setShift(-value);
    ldlt.compute(a);
    if (ldlt.info() != Eigen::Success || !ldlt.vectorD().allFinite()) return Index(-1);
    return Index((ldlt.vectorD().array() < 0).count());
}

Index SparseFactor::nonzeros() const { return impl_->ldlt.matrixL().nestedExpression().nonZeros(); }

}  // namespace orthoscope
