#include "core/shape/block_lanczos.h"

#include <Eigen/Dense>
#include <algorithm>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

// block -= basis (basis' block); returns basis' block.
Matrix project_out(const double* basis, Index columns, Matrix& block) {
    const Index n = block.rows(), b = block.cols();
    Matrix h = Matrix::Zero(columns, b);
    if (columns == 0) return h;
    multiply(Op::Transposed, Op::Plain, columns, b, n, 1, basis, n, block.data(), n, 0, h.data(), columns);
    multiply(Op::Plain, Op::Plain, n, b, columns, -1, basis, n, h.data(), columns, 1, block.data(), n);
    return h;
}

// Orthonormal columns by Cholesky of the Gram matrix: block becomes Q, block = Q R. False: close to rank deficient, and
// nothing changed.
bool cholesky_qr(Matrix& block, Matrix& r) {
    const Index b = block.cols();
    Matrix gram = Matrix::Zero(b, b);
    add_transposed_product(block.rows(), b, b, block.data(), block.rows(), block.data(), block.rows(), gram);
    const Eigen::LLT<Matrix> llt(gram);
    const Vector pivots = Matrix(llt.matrixLLT()).diagonal();
    if (llt.info() != Eigen::Success || !(pivots.minCoeff() > 1e-6 * pivots.maxCoeff())) return false;
    r = llt.matrixU();
    block = product(block, r.triangularView<Eigen::Upper>().solve(Matrix::Identity(b, b)));
    return true;
}

}  // namespace

BlockLanczos::BlockLanczos(Matrix locked, const LanczosRules& rules, std::uint64_t seed)
    : locked_(std::move(locked)), rules_(rules), random_(seed) {
    const Index n = locked_.rows();
    rules_.columns = std::clamp(rules_.columns, rules_.wanted + 3 * rules_.block, n - locked_.cols() - rules_.block);
    basis_.resize(n, rules_.columns);
    projected_ = Matrix::Zero(rules_.columns, rules_.columns);
    next_ = random_.normal(n, rules_.block);
    Matrix h, r;
    orthogonalise(next_, h, r);
}

// Against the locked vectors and the basis, twice; then among its own columns. Directions that vanish are replaced by
// random ones, with no weight in `factor`.
void BlockLanczos::orthogonalise(Matrix& block, Matrix& coefficients, Matrix& factor) {
    const Index b = block.cols();
    coefficients = Matrix::Zero(count_, b), factor = Matrix::Identity(b, b);
    for (int pass = 0; pass < 2; ++pass) {
        project_out(locked_.data(), locked_.cols(), block);
        coefficients += project_out(basis_.data(), count_, block) * factor;
        Matrix r;
        if (cholesky_qr(block, r)) {
            factor = r * factor;
            continue;
        }
        Eigen::ColPivHouseholderQR<Matrix> qr(block);
        qr.setThreshold(1e-12);
        const Index rank = qr.rank();
        r = Matrix(qr.matrixR().topRows(b).triangularView<Eigen::Upper>());
        r.bottomRows(b - rank).setZero();
        factor = r * qr.colsPermutation().transpose() * factor;
        block = qr.householderQ() * Matrix::Identity(block.rows(), b);
        if (rank < b) {
            block.rightCols(b - rank) = random_.normal(block.rows(), b - rank);
            pass = 0;  // the new ones once more
        }
    }
}

Status BlockLanczos::step(const Operator& apply) {
    if (count_ + next_.cols() > rules_.columns) restart();
    const Index b = next_.cols(), first = count_;
    basis_.middleCols(first, b) = next_;
    count_ += b, ++steps_;
    Matrix image = basis_.middleCols(first, b);
    if (auto status = apply(image); !status) return status;
    Matrix h;
    orthogonalise(image, h, coupling_);
    projected_.block(0, first, count_, b) = h;
    projected_.block(first, 0, b, count_) = h.transpose();
    next_ = std::move(image);
    return success();
}

bool BlockLanczos::check() {
    const Index b = coupling_.rows();
    auto eigen = symmetric_eigen(projected_.topLeftCorner(count_, count_));
    if (!eigen) return false;
    values_ = eigen->values.reverse();
    ritz_ = eigen->vectors.rowwise().reverse();
    last_ = (coupling_ * ritz_.bottomRows(b)).colwise().norm().transpose();
    return count_ >= rules_.wanted && residuals().head(rules_.wanted).maxCoeff() <= rules_.tolerance;
}

Vector BlockLanczos::residuals() const {
    const double smallest = values_(std::min(rules_.wanted, count_) - 1);
    return last_.array() * smallest / values_.array().square();
}

Matrix BlockLanczos::vectors(Index k) const {
    const Index n = basis_.rows(), b = coupling_.rows();
    Matrix y = ritz_.leftCols(k) * values_.head(k).asDiagonal();
    Matrix out(n, k);
    multiply(Op::Plain, Op::Plain, n, k, count_, 1, basis_.data(), n, y.data(), count_, 0, out.data(), n);
    const Matrix tail = coupling_ * ritz_.bottomRows(b).leftCols(k);
    multiply(Op::Plain, Op::Plain, n, k, b, 1, next_.data(), n, tail.data(), b, 1, out.data(), n);
    out.colwise().normalize();
    return out;
}

// The wanted Ritz vectors and half a block more stay; the block that comes next couples with all of them.
void BlockLanczos::restart() {
    check();
    const Index keep = std::min(rules_.wanted + rules_.block, count_ - 1);
    Matrix kept(basis_.rows(), keep);
    multiply(Op::Plain, Op::Plain, basis_.rows(), keep, count_, 1, basis_.data(), basis_.rows(), ritz_.data(), count_, 0,
             kept.data(), basis_.rows());
    basis_.leftCols(keep) = kept;
    projected_.setZero();
    projected_.diagonal().head(keep) = values_.head(keep);
    count_ = keep;
}

}  // namespace orthoscope
