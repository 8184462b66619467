#include "core/shape/block_lanczos.h"

#include <Eigen/Dense>
#include <algorithm>

#include "core/linalg/blas_threads.h"
#include "core/linalg/lapack.h"
#include "core/neighbours/kd_tree.h"
#include "core/shape/tall_products.h"

namespace orthoscope {
namespace {

// block -= basis (basis' block); returns basis' block.
Matrix project_out(const double* basis, Index columns, Matrix& block, int threads) {
    if (columns == 0) return Matrix::Zero(0, block.cols());
    Matrix h = tall_gram(basis, columns, block, threads);
    tall_subtract(basis, h, block, threads);
    return h;
}

// Orthonormal columns by Cholesky of the Gram matrix: block becomes Q, block = Q R. False: close to rank deficient, and
// nothing changed.
bool cholesky_qr(Matrix& block, Matrix& r, int threads) {
    const Index b = block.cols();
    const Eigen::LLT<Matrix> llt(tall_gram(block.data(), b, block, threads));
    const Vector pivots = Matrix(llt.matrixLLT()).diagonal();
    if (llt.info() != Eigen::Success || !(pivots.minCoeff() > 1e-6 * pivots.maxCoeff())) return false;
    r = llt.matrixU();
    Matrix q = Matrix::Zero(block.rows(), b);
    tall_subtract(block.data(), -r.triangularView<Eigen::Upper>().solve(Matrix::Identity(b, b)), q, threads);
    block.swap(q);
    return true;
}

}  // namespace

BlockLanczos::BlockLanczos(Matrix locked, const LanczosRules& rules, std::uint64_t seed)
    : locked_(std::move(locked)), rules_(rules), random_(seed) {
    const Index n = locked_.rows();
    rules_.block = std::min(rules_.block, tall_width);
    rules_.columns = std::clamp(rules_.columns, rules_.wanted + 3 * rules_.block, n - locked_.cols() - rules_.block);
    basis_.resize(n, rules_.columns);
    projected_ = Matrix::Zero(rules_.columns, rules_.columns);
    next_ = random_.normal(n, rules_.block);
    Matrix h, r;
    orthogonalise(next_, 0, h, r);
}

// Against the basis from column `from` on, where all but rounding lies, then against all and the locked vectors; each time
// then among its own columns. Directions that vanish are replaced by
// random ones, with no weight in `factor`.
void BlockLanczos::orthogonalise(Matrix& block, Index from, Matrix& coefficients, Matrix& factor) {
    const Index b = block.cols();
    coefficients = Matrix::Zero(count_, b), factor = Matrix::Identity(b, b);
    for (int pass = 0; pass < 2; ++pass) {
        const Index first = pass == 0 ? from : 0;
        project_out(locked_.data(), locked_.cols(), block, rules_.threads);
        coefficients.bottomRows(count_ - first) +=
            project_out(basis_.data() + first * basis_.rows(), count_ - first, block, rules_.threads) * factor;
        Matrix r;
        if (cholesky_qr(block, r, rules_.threads)) {
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
            pass = 0, from = 0;  // the new ones once more
        }
    }
}

Status BlockLanczos::step(const Operator& apply) {
    const bool restarted = count_ + next_.cols() > rules_.columns;
    if (restarted) restart();
    const Index b = next_.cols(), first = count_;
    basis_.middleCols(first, b) = next_;
    count_ += b, ++steps_;
    Matrix image = basis_.middleCols(first, b);
    if (auto status = apply(image); !status) return status;
    Matrix h;
    // Three terms, but after a restart every kept vector couples.
    orthogonalise(image, restarted ? 0 : std::max<Index>(0, first - b), h, coupling_);
    projected_.block(0, first, count_, b) = h;
    projected_.block(first, 0, b, count_) = h.transpose();
    next_ = std::move(image);
    return success();
}

bool BlockLanczos::check() {
    const BlasThreads one(1);
    const Index b = coupling_.rows();
    auto eigen = symmetric_eigen(projected_.topLeftCorner(count_, count_));
    if (!eigen) return false;
    values_ = eigen->values.reverse();
    ritz_ = eigen->vectors.rowwise().reverse();
    last_ = (coupling_ * ritz_.bottomRows(b)).colwise().norm().transpose();
    return count_ >= rules_.wanted && residuals().head(rules_.wanted).maxCoeff() <= rules_.tolerance;
}

Vector BlockLanczos::residuals() const {
    const double power = rules_.power;
    const Vector sigma = values_.cwiseMax(0).array().pow(1 / power);
    return last_.array() * sigma(std::min(rules_.wanted, count_) - 1) / (power * sigma.array().pow(power + 1));
}

bool BlockLanczos::in_row_slices(const Context& context, const std::function<void(Index, Index)>& work) const {
    const BlasThreads one(1);
    return in_pieces(basis_.rows(), 4096, rules_.threads, context, [&](Index a, Index b) { work(a, b - a); });
}

Result<Matrix> BlockLanczos::vectors(Index k, const Context& context) const {
    const Index n = basis_.rows(), b = coupling_.rows();
    Matrix y = ritz_.leftCols(k) * values_.head(k).asDiagonal();
    const Matrix tail = coupling_ * ritz_.bottomRows(b).leftCols(k);
    Matrix out(n, k);
    const bool heard = in_row_slices(context, [&](Index first, Index rows) {
        multiply(Op::Plain, Op::Plain, rows, k, count_, 1, basis_.data() + first, n, y.data(), count_, 0, out.data() + first, n);
        multiply(Op::Plain, Op::Plain, rows, k, b, 1, next_.data() + first, n, tail.data(), b, 1, out.data() + first, n);
    });
    if (!heard) return cancelled_error();
    out.colwise().normalize();
    return out;
}

// The wanted Ritz vectors and half a block more stay; the block that comes next couples with all of them.
void BlockLanczos::restart() {
    check();
    const Index keep = std::min(rules_.wanted + rules_.block, count_ - 1);
    Matrix kept(basis_.rows(), keep);
    const Index n = basis_.rows();
    in_row_slices({}, [&](Index first, Index rows) {
        multiply(Op::Plain, Op::Plain, rows, keep, count_, 1, basis_.data() + first, n, ritz_.data(), count_, 0,
                 kept.data() + first, n);
    });
    basis_.leftCols(keep) = kept;
    projected_.setZero();
    projected_.diagonal().head(keep) = values_.head(keep);
    count_ = keep;
}

}  // namespace orthoscope
