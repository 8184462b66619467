#include "core/shape/eigenbasis_solver.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/linalg/lapack.h"
#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

constexpr Index block = 16;
constexpr double tolerance = 1e-9;
// Solves cost little beside orthogonalising, and the basis that a cube needs is a third smaller.
constexpr int power = 3;

// The constant of all, then each component against the larger ones together: orthonormal in y = A^1/2 phi.
Matrix null_space(const Laplacian& laplacian, const std::vector<Index>& active, Index columns) {
    Vector area = Vector::Zero(laplacian.components);
    for (Index v : active) area(laplacian.component[std::size_t(v)]) += laplacian.mass(v);
    Matrix out = Matrix::Zero(Index(active.size()), columns);
    double before = area(0);
    for (Index c = 0; c < columns; ++c) {
        if (c > 0) before += c > 1 ? area(c - 1) : 0;
        for (Index i = 0; i < out.rows(); ++i) {
            const Index v = active[std::size_t(i)], mine = laplacian.component[std::size_t(v)];
            const double root = std::sqrt(laplacian.mass(v));
            if (c == 0) out(i, c) = root;
            else if (mine < c) out(i, c) = -root / before;
            else if (mine == c) out(i, c) = root / area(c);
        }
        out.col(c).normalize();
    }
    return out;
}

}  // namespace

EigenbasisSolver::EigenbasisSolver(const Laplacian& laplacian, Index k, int threads)
    : laplacian_(laplacian), threads_(threads) {
    const Index n = laplacian.mass.size();
    std::vector<Index> place(static_cast<std::size_t>(n), -1);
    for (Index v = 0; v < n; ++v)
        if (laplacian.component[std::size_t(v)] >= 0) place[std::size_t(v)] = Index(active_.size()), active_.push_back(v);
    const Index m = Index(active_.size());
    k_ = std::clamp<Index>(k, 1, m);
    const Vector scale = scales();
    std::vector<Eigen::Triplet<double>> entries;
    entries.reserve(std::size_t(laplacian.stiffness.nonZeros()));
    for (Index j = 0; j < m; ++j)
        for (SparseMatrix::InnerIterator it(laplacian.stiffness, active_[std::size_t(j)]); it; ++it)
            if (const Index i = place[std::size_t(it.row())]; i >= 0)
                entries.emplace_back(int(i), int(j), it.value() * scale(i) * scale(j));
    scaled_.resize(m, m);
    scaled_.setFromTriplets(entries.begin(), entries.end());
    null_ = null_space(laplacian, active_, std::min(laplacian.components, k_));
    // Weyl: the k-th value is about 4 pi k / area.
    shift_ = 4 * std::numbers::pi / laplacian.area * std::max(0.1, 0.05 * double(k_));
}

Vector EigenbasisSolver::scales() const { return laplacian_.mass(active_).cwiseSqrt().cwiseInverse(); }

Status EigenbasisSolver::factor(const Context& context) {
    const Index m = scaled_.rows(), wanted = k_ - null_.cols();
    if (wanted == 0) return done_ = true, success();
    if (m <= 3 * wanted + 12 * block) return solve_dense(context);
    const LanczosRules rules{wanted, block, 3 * wanted + 10 * block, threads_, tolerance, power};
    const auto bytes = std::uint64_t(m) * 8 * std::uint64_t(rules.columns + 4 * k_ + 3 * block);
    if (auto status = context.fits(bytes, "eigenbasis"); !status) return status.error();
    auto made = SparseFactor::make(scaled_, shift_, context);
    if (!made) return made.error();
    factor_ = std::move(*made);
    found_vectors_.resize(m, 0);
    lanczos_.emplace(null_, rules, 1);
    return success();
}

Status EigenbasisSolver::solve_dense(const Context& context) {
    const Index m = scaled_.rows(), wanted = k_ - null_.cols();
    const auto bytes = std::uint64_t(m) * 8 * std::uint64_t(5 * m);
    if (auto status = context.fits(bytes, "eigenbasis"); !status) return status.error();
    if (context.stopped()) return cancelled_error();
    // The null space is moved to the top, so that the rest comes first.
    Matrix full = Matrix(scaled_);
    full += 4 * full.diagonal().maxCoeff() * product_transposed(null_, null_);
    auto eigen = symmetric_eigen(full);
    if (!eigen) return eigen.error();
    found_values_ = eigen->values.head(wanted), found_vectors_ = eigen->vectors.leftCols(wanted);
    done_ = true;
    return success();
}

Status EigenbasisSolver::iterate(const Context& context) {
    if (done_) return success();
    return lanczos_->step([&](Matrix& b) -> Status {
        for (int k = 0; k < power; ++k) {
            if (auto status = factor_->solve(b, threads_, context); !status) return status;
            b *= shift_;
        }
        return success();
    });
}

// Of B, from those of (s (B + s)^-1)^power.
Vector EigenbasisSolver::values_of(const Vector& ritz) const {
    return shift_ * (ritz.array().cwiseMax(1e-300).pow(-1.0 / power) - 1);
}

Status EigenbasisSolver::check(const Context& context) {
    if (done_ || !lanczos_->check()) return success();
    return accept(context);
}

// Joins what the search found to what is known, and counts.
Status EigenbasisSolver::accept(const Context& context) {
    const Index zeros = null_.cols(), wanted = k_ - zeros, known = found_values_.size(), fresh = lanczos_->wanted();
    auto news = lanczos_->vectors(fresh, context);
    if (!news) return news.error();
    Vector values(known + fresh);
    values.head(known) = found_values_;
    // Rayleigh quotients, as the power and its root round.
    if (!in_pieces(fresh, 1, threads_, context, [&](Index j, Index) { values(known + j) = news->col(j).dot(scaled_ * news->col(j)); }))
        return cancelled_error();
    Matrix vectors = known ? Matrix(scaled_.rows(), known + fresh) : std::move(*news);
    if (known) vectors << found_vectors_, *news;
    std::vector<Index> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), Index(0));
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return values(a) < values(b); });
    found_values_ = values(order);
    found_vectors_ = std::is_sorted(order.begin(), order.end()) ? std::move(vectors) : Matrix(vectors(Eigen::all, order));
    if (context.stopped()) return cancelled_error();
    // Copies of the last value itself may lie beyond it.
    const double last = found_values_(wanted - 1) * (1 - 1e-6);
    auto counted = factor_->count_below(scaled_, last, context);
    if (!counted) return counted.error();
    const Index missing = *counted - laplacian_.components - (found_values_.array() < last).count();
    if (missing <= 0 || scaled_.rows() < zeros + known + fresh + missing + 6 * block) {
        found_values_ = Vector(found_values_.head(wanted));
        if (found_vectors_.cols() > wanted) found_vectors_ = Matrix(found_vectors_.leftCols(wanted));
        done_ = true;
        return success();
    }
    Matrix locked(scaled_.rows(), zeros + found_values_.size());
    locked << null_, found_vectors_;
    lanczos_.emplace(std::move(locked), LanczosRules{missing, block, 3 * missing + 10 * block, threads_, tolerance, power}, 2);
    return success();
}

Vector EigenbasisSolver::values() const {
    const Index zeros = null_.cols(), known = found_values_.size();
    const Index fresh = done_ || !lanczos_ ? 0 : lanczos_->values().size();
    Vector all(known + fresh);
    all << found_values_, Vector::Zero(fresh);
    if (fresh) all.tail(fresh) = values_of(lanczos_->values());
    std::sort(all.begin(), all.end());
    Vector out = Vector::Zero(std::min(k_, zeros + all.size()));
    out.tail(out.size() - zeros) = all.head(out.size() - zeros);
    return out.cwiseMax(0);
}

double EigenbasisSolver::residual() const {
    if (done_ || !lanczos_ || lanczos_->values().size() < lanczos_->wanted()) return done_ ? 0 : 1;
    return lanczos_->residuals().head(lanczos_->wanted()).maxCoeff();
}

Result<Eigenbasis> EigenbasisSolver::finish(const Context& context) const {
    Eigenbasis out;
    const Index n = laplacian_.mass.size(), zeros = null_.cols();
    out.values = values();
    out.residuals.resize(k_);
    out.vectors = Matrix::Zero(n, k_);
    const Vector scale = scales();
    const bool heard = in_pieces(k_, 1, threads_, context, [&](Index j, Index) {
        const Vector y = j < zeros ? null_.col(j) : found_vectors_.col(j - zeros);
        out.residuals(j) = (scaled_ * y - out.values(j) * y).norm();
        Index at = 0;
        const Vector phi = y.cwiseProduct(scale);
        phi.cwiseAbs().maxCoeff(&at);
        const double sign = phi(at) < 0 ? -1 : 1;
        double* to = out.vectors.col(j).data();
        for (std::size_t i = 0; i < active_.size(); ++i) to[active_[i]] = sign * phi(Index(i));
    });
    if (!heard) return cancelled_error();
    if (out.values(k_ - 1) > 0) out.residuals /= out.values(k_ - 1);
    else out.residuals /= scaled_.diagonal().maxCoeff();
    out.mass = laplacian_.mass, out.area = laplacian_.area;
    out.components = laplacian_.components, out.notes = laplacian_.notes;
    return out;
}

}  // namespace orthoscope
