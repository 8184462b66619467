#include "core/maps/fit.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr int most_iterations = 400;
constexpr double tolerance = 1e-6;

// One family of commutators sum_j |C X_j - s Y_j C|^2, leading blocks.
struct Commutators {
    std::vector<Matrix> x, y;
    Matrix xx, yy;     // sum X X', sum Y' Y
    Matrix curvature;  // k2 x k1: the diagonal of the second derivative over 2
    double weight = 0;
    bool symmetric = true;

    Commutators(const OperatorPairs& all, Index k1, Index k2, double signed_weight, bool is_symmetric)
        : xx(Matrix::Zero(k1, k1)),
          yy(Matrix::Zero(k2, k2)),
          curvature(Matrix::Zero(k2, k1)),
          symmetric(is_symmetric) {
        if (signed_weight == 0 || all.source.empty()) return;
        weight = std::abs(signed_weight) / double(all.source.size());
        for (std::size_t j = 0; j < all.source.size(); ++j) {
            x.push_back(all.source[j].topLeftCorner(k1, k1));
            y.push_back(all.target[j].topLeftCorner(k2, k2) * (signed_weight < 0 ? -1 : 1));
            xx += product_transposed(x[j], x[j]), yy += product(Matrix(y[j].transpose()), y[j]);
            curvature -= 2 * y[j].diagonal() * x[j].diagonal().transpose();
        }
        curvature.rowwise() += xx.diagonal().transpose();
        curvature.colwise() += yy.diagonal();
        curvature *= weight;
    }

    // out += half the gradient at c.
    void add(const Matrix& c, Matrix& out) const {
        if (x.empty()) return;
        Matrix sum = product(c, xx) + product(yy, c);
        for (std::size_t j = 0; j < x.size(); ++j)
            if (symmetric)
                sum -= 2 * product(y[j], product(c, x[j]));
            else
                sum -= product(y[j], product_transposed(c, x[j])) +
                       product(Matrix(y[j].transpose()), product(c, x[j]));
        out += weight * sum;
    }
};

class Energy {
  public:
    Energy(const FitProblem& p, Index k1, Index k2, const FitWeights& w)
        : multiplication_(p.multiplication, k1, k2, w.multiplication, true),
          orientation_(p.orientation, k1, k2, w.orientation, false) {
        const Matrix a = p.source_coefficients.topRows(k1), b = p.target_coefficients.topRows(k2);
        const double share = w.descriptors / double(std::max<Index>(a.cols(), 1));
        aa_ = share * product_transposed(a, a), ba_ = share * product_transposed(b, a),
        bb_ = share * b.squaredNorm();
        mask_ = w.laplacian * laplacian_mask(p.source_values.head(k1), p.target_values.head(k2), w.mask);
        diagonal_ = mask_ + multiplication_.curvature + orientation_.curvature;
        diagonal_.rowwise() += aa_.diagonal().transpose();
        const double least = std::max(1e-12 * diagonal_.maxCoeff(), 1e-300);
        diagonal_ = diagonal_.cwiseMax(least);
    }

    // Half the gradient without the constant part: a symmetric linear map of c.
    Matrix applied(const Matrix& c) const {
        Matrix out = product(c, aa_) + mask_.cwiseProduct(c);
        multiplication_.add(c, out), orientation_.add(c, out);
        return out;
    }
    const Matrix& right_side() const { return ba_; }
    const Matrix& diagonal() const { return diagonal_; }
    double value(const Matrix& c) const { return c.cwiseProduct(applied(c) - 2 * ba_).sum() + bb_; }
    bool closed() const { return multiplication_.x.empty() && orientation_.x.empty(); }

    // Row p solves C_p (a a' + diag M_p) = (b a')_p in the columns that are free.
    Matrix solved(const Matrix& start) const {
        Matrix c = start;
        const Index free = c.cols() - 1;
        const Matrix known = ba_ - start.col(0) * aa_.row(0);
        for (Index p = 0; p < c.rows() && free > 0; ++p) {
            Matrix system = aa_.bottomRightCorner(free, free);
            system.diagonal() += mask_.row(p).tail(free).transpose();
            // Where neither term holds an entry it stays 0.
            system.diagonal().array() += 1e-12 * std::max(system.diagonal().maxCoeff(), 1e-300);
            c.row(p).tail(free) = system.ldlt().solve(known.row(p).tail(free).transpose()).transpose();
        }
        return c;
    }

  private:
    Commutators multiplication_, orientation_;
    Matrix aa_, ba_, mask_, diagonal_;
    double bb_ = 0;
};

// Minus half the gradient in the free columns.
Matrix downhill(const Energy& energy, const Matrix& c) {
    Matrix r = energy.right_side() - energy.applied(c);
    r.col(0).setZero();
    return r;
}

Result<Fit> conjugate_gradients(const Energy& energy, const Matrix& start, const Context& context) {
    Fit fit{start, 0, 0, 0, false};
    Matrix& c = fit.functional_map;
    Matrix r = downhill(energy, c), z = r.cwiseQuotient(energy.diagonal()), direction = z;
    const double initial = r.norm();
    double slope = r.cwiseProduct(z).sum();
    fit.gradient = initial > 0 ? 1 : 0;
    while (fit.gradient > tolerance && fit.iterations < most_iterations) {
        if (context.stopped()) return cancelled_error();
        Matrix bent = energy.applied(direction);
        bent.col(0).setZero();
        const double curvature = direction.cwiseProduct(bent).sum();
        if (!(curvature > 0)) break;
        const double length = slope / curvature;
        c += length * direction, r -= length * bent;
        z = r.cwiseQuotient(energy.diagonal());
        const double next = r.cwiseProduct(z).sum();
        direction = z + next / slope * direction;
        slope = next, ++fit.iterations, fit.gradient = r.norm() / initial;
    }
    return fit;
}

}  // namespace

Matrix laplacian_mask(const Vector& source_values, const Vector& target_values, LaplacianMask mask) {
    const double most = std::max({source_values.maxCoeff(), target_values.maxCoeff(), 1e-300});
    Matrix out(target_values.size(), source_values.size());
    auto u = [most](double value) { return std::sqrt(std::max(value, 0.0) / most); };
    for (Index q = 0; q < out.cols(); ++q)
        for (Index p = 0; p < out.rows(); ++p) {
            const double s = u(source_values(q)), t = u(target_values(p));
            const double slant = s * s - t * t, a = s / (s * s + 1) - t / (t * t + 1),
                         b = 1 / (s * s + 1) - 1 / (t * t + 1);
            out(p, q) = mask == LaplacianMask::Slanted ? slant * slant : a * a + b * b;
        }
    return out;
}

Standard standardised(const ShapePair& pair, const Matrix& source_functions, const Matrix& target_functions) {
    const Vector left = pair.source_basis->mass / pair.source_basis->mass.sum();
    const Vector right = pair.target_basis->mass / pair.target_basis->mass.sum();
    Standard out{source_functions, target_functions};
    auto standard = [](auto column, const Vector& mass) {
        const double size = column.cwiseAbs().maxCoeff();
        column.array() -= mass.dot(column);
        const double spread = std::sqrt(mass.dot(column.cwiseAbs2()));
        if (!(spread > 1e-9 * size)) return false;
        column /= spread;
        return true;
    };
    Index kept = 0;
    for (Index j = 0; j < source_functions.cols(); ++j) {
        out.source.col(kept) = source_functions.col(j), out.target.col(kept) = target_functions.col(j);
        const bool varies = standard(out.source.col(kept), left),
                   both = standard(out.target.col(kept), right);
        if (varies && both) ++kept;
    }
    out.source.conservativeResize(Eigen::NoChange, kept),
        out.target.conservativeResize(Eigen::NoChange, kept);
    return out;
}

Result<FitProblem> fit_problem(const ShapePair& pair, const Standard& functions, Index k1, Index k2,
                               Index operators, const FitWeights& weights, const Context& context) {
    FitProblem out;
    out.source_values = pair.source_basis->values.head(k1),
    out.target_values = pair.target_basis->values.head(k2);
    out.source_coefficients = pair.source_basis->coefficients(functions.source, k1);
    out.target_coefficients = pair.target_basis->coefficients(functions.target, k2);
    const Index all = functions.source.cols(), count = std::min(operators, all);
    std::vector<Index> chosen;
    for (Index j = 0; j < count; ++j) chosen.push_back((2 * j + 1) * all / (2 * count));
    const Matrix left = functions.source(Eigen::all, chosen), right = functions.target(Eigen::all, chosen);
    if (context.stopped()) return cancelled_error();
    if (weights.multiplication != 0) {
        auto found = multiplication_operators(pair, left, right, k1, k2, context);
        if (!found) return found.error();
        out.multiplication = std::move(*found);
    }
    if (weights.orientation != 0) {
        auto found = orientation_operators(pair, left, right, k1, k2, context);
        if (!found) return found.error();
        out.orientation = std::move(*found);
    }
    return out;
}

Result<Fit> fit_functional_map(const FitProblem& problem, Index k1, Index k2, const FitWeights& weights,
                               const Context& context) {
    const Energy energy(problem, k1, k2, weights);
    Matrix start = Matrix::Zero(k2, k1);
    start(0, 0) = 1;
    if (!energy.closed()) {
        auto fit = conjugate_gradients(energy, start, context);
        if (!fit) return fit.error();
        fit->energy = energy.value(fit->functional_map), fit->converged = fit->gradient <= tolerance;
        return fit;
    }
    Fit fit{energy.solved(start), 0, 0, 0, true};
    fit.energy = energy.value(fit.functional_map);
    const double initial = downhill(energy, start).norm();
    fit.gradient = initial > 0 ? downhill(energy, fit.functional_map).norm() / initial : 0;
    return fit;
}

}  // namespace orthoscope
