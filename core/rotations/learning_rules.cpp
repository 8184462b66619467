#include "core/rotations/learning_rules.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

using Complex = std::complex<double>;

constexpr double blind = 1e-9;     // of the largest value: below, a rule sees nothing
constexpr double mixing = 1e-6;    // coupling of two planes by the steps that counts as mixing

// Planes of an antisymmetric matrix from its real Schur form, by falling weight: columns in twos and their weights.
struct Pairs2 {
    Matrix basis;
    Vector weights;
};
Result<Pairs2> antisymmetric_planes(const Matrix& a) {
    auto made = real_schur(a);
    if (!made) return made.error();
    std::vector<std::pair<double, Index>> found;
    for (Index i = 0; i + 1 < a.rows(); ++i)
        if (made->t(i + 1, i) != 0) {
            found.emplace_back((made->t(i, i + 1) - made->t(i + 1, i)) / 2, i);
            ++i;
        }
    std::stable_sort(found.begin(), found.end(), [](auto& x, auto& y) { return std::abs(x.first) > std::abs(y.first); });
    Pairs2 out{Matrix(a.rows(), 2 * Index(found.size())), Vector(Index(found.size()))};
    for (std::size_t k = 0; k < found.size(); ++k) {
        const auto& [weight, at] = found[k];
        out.weights(Index(k)) = std::abs(weight);
        out.basis.col(2 * Index(k)) = made->z.col(at);
        out.basis.col(2 * Index(k) + 1) = weight < 0 ? Vector(-made->z.col(at + 1)) : Vector(made->z.col(at + 1));
    }
    return out;
}

// |off-diagonal block of M| between two planes, against what each does in itself.
double coupling(const Matrix& inside, Index i, Index j) {
    const double own = std::sqrt(inside.block(2 * i, 2 * i, 2, 2).norm() * inside.block(2 * j, 2 * j, 2, 2).norm());
    const double cross = std::max(inside.block(2 * i, 2 * j, 2, 2).norm(), inside.block(2 * j, 2 * i, 2, 2).norm());
    return own > 0 ? cross / own : 0;
}

// Runs of nearly equal weights become blocks where the data mix any of their planes.
void find_unresolved(MeasuredPlanes& planes, const Vector& weights, const Matrix& moment, double gap) {
    const Matrix inside = product(planes.basis.transpose(), product(moment, planes.basis));
    const Index p = planes.angles.rows();
    planes.kinds = Indices::Constant(p, PlanesState::Single), planes.blocks = Indices::Zero(p);
    std::int64_t block = 0;
    for (Index first = 0, end = 0; first < p; first = end) {
        for (end = first + 1; end < p && weights(end - 1) - weights(end) < gap * weights(end - 1);) ++end;
        double mixed = 0;
        for (Index i = first; i < end; ++i)
            for (Index j = first; j < i; ++j) mixed = std::max(mixed, coupling(inside, i, j));
        for (Index i = first; i < end; ++i) {
            planes.blocks(i) = block;
            if (mixed > mixing) planes.kinds(i) = PlanesState::Unresolved;
            else ++block;
        }
        if (mixed > mixing) ++block;
    }
}

// Eigenvectors that the antisymmetric matrix turns into one another, as groups of columns.
std::vector<std::vector<Index>> partners(const Matrix& turning) {
    const Index n = turning.rows();
    std::vector<Index> group(static_cast<std::size_t>(n));
    std::iota(group.begin(), group.end(), Index(0));
    for (Index i = 0; i < n; ++i) {
        Index j = 0;
        if (turning.row(i).cwiseAbs().maxCoeff(&j) <= 1e-7 * turning.cwiseAbs().maxCoeff()) continue;
        std::replace(group.begin(), group.end(), Index(group[std::size_t(i)]), Index(group[std::size_t(j)]));
    }
    std::vector<std::vector<Index>> list;
    for (Index g = 0; g < n; ++g) {
        std::vector<Index> members;
        for (Index i = 0; i < n; ++i)
            if (group[std::size_t(i)] == g) members.push_back(i);
        if (!members.empty()) list.push_back(std::move(members));
    }
    return list;
}

}  // namespace

Matrix rule_matrix(LearningRule rule, const FrameSteps& steps, const Matrix& coordinates) {
    const auto sides = steps.sides(coordinates, 0);
    if (rule == LearningRule::Antisymmetric) {
        const Matrix m = product(sides.before.transpose(), sides.after);
        return m - m.transpose();
    }
    const Matrix d = sides.after - sides.before;
    return product(d.transpose(), d);
}

void fit_angles(Matrix& basis, const FrameSteps& steps, const Matrix& coordinates, Matrix& angles) {
    angles = plane_angles(basis, steps, coordinates);
    for (Index k = 0; k < angles.rows(); ++k)
        if (angles(k) < 0) basis.col(2 * k + 1) *= -1, angles(k) = -angles(k);
}

Matrix plane_overlap(const Matrix& reference, const Matrix& planes) {
    const Matrix cosines = product_transposed(reference, planes);
    Matrix out(reference.rows() / 2, planes.rows() / 2);
    for (Index i = 0; i < out.rows(); ++i)
        for (Index j = 0; j < out.cols(); ++j) out(i, j) = std::min(1.0, cosines.block(2 * i, 2 * j, 2, 2).squaredNorm() / 2);
    return out;
}

namespace {

Result<RulePlanes> by_antisymmetry(const Matrix& matrix, Index most) {
    auto found = antisymmetric_planes(matrix);
    if (!found) return found.error();
    RulePlanes out;
    Index p = 0;
    while (p < std::min(most, found->weights.size()) && found->weights(p) > blind * found->weights(0)) ++p;
    out.planes.basis = found->basis.leftCols(2 * p);
    out.values.resize(2 * found->weights.size());
    for (Index k = 0; k < found->weights.size(); ++k) out.values(2 * k) = out.values(2 * k + 1) = found->weights(k);
    return out;
}

Result<RulePlanes> by_differences(const Matrix& matrix, const Matrix& moment, Index most) {
    auto eigen = symmetric_eigen(matrix);
    if (!eigen) return eigen.error();
    RulePlanes out;
    out.values = eigen->values.reverse().cwiseMax(0);
    Index n = 0;
    while (n < std::min(2 * most + 2, out.values.size()) && out.values(n) > blind * out.values(0)) ++n;
    const Matrix vectors = eigen->vectors.rowwise().reverse().leftCols(n);
    const Matrix turning = product(vectors.transpose(), product(moment - moment.transpose(), vectors));
    std::vector<Vector> columns, lone;
    std::vector<double> weights;
    for (auto& members : partners(turning)) {
        auto pairs = antisymmetric_planes(turning(members, members));
        if (!pairs) return pairs.error();
        const Matrix basis = product(vectors(Eigen::all, members), pairs->basis);
        for (Index k = 0; k < basis.cols(); ++k) columns.push_back(basis.col(k));
        // An odd one out has no partner to turn to.
        if (basis.cols() < Index(members.size()) && members.size() == 1) lone.push_back(vectors.col(members.front()));
    }
    for (std::size_t k = 0; k + 1 < columns.size(); k += 2)
        weights.push_back((columns[k].dot(matrix * columns[k]) + columns[k + 1].dot(matrix * columns[k + 1])) / 2);
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return weights[i] > weights[j]; });
    order.resize(std::min(order.size(), std::size_t(most)));
    out.planes.basis.resize(matrix.rows(), 2 * Index(order.size()));
    for (std::size_t k = 0; k < order.size(); ++k) {
        out.planes.basis.col(2 * Index(k)) = columns[2 * order[k]];
        out.planes.basis.col(2 * Index(k) + 1) = columns[2 * order[k] + 1];
    }
    out.planes.flipped.resize(matrix.rows(), Index(lone.size()));
    for (std::size_t l = 0; l < lone.size(); ++l) out.planes.flipped.col(Index(l)) = lone[l];
    return out;
}

// What a rule gives each plane: 2 s^2 sin, or 4 s^2 sin^2 of half the angle.
Vector rule_weights(const Matrix& matrix, const Matrix& basis, LearningRule rule) {
    const Matrix inside = product(basis.transpose(), product(matrix, basis));
    Vector out(basis.cols() / 2);
    for (Index k = 0; k < out.size(); ++k)
        out(k) = rule == LearningRule::Antisymmetric ? std::abs(inside(2 * k, 2 * k + 1))
                                                     : (inside(2 * k, 2 * k) + inside(2 * k + 1, 2 * k + 1)) / 2;
    return out;
}

}  // namespace

Result<RulePlanes> rule_planes(LearningRule rule, const Matrix& matrix, const Matrix& moment, const FrameSteps& steps,
                               const Matrix& coordinates, double energy, Index most, double gap) {
    auto out = rule == LearningRule::Antisymmetric ? by_antisymmetry(matrix, most) : by_differences(matrix, moment, most);
    if (!out) return out;
    auto& planes = out->planes;
    fit_angles(planes.basis, steps, coordinates, planes.angles);
    measure_planes(planes, steps, coordinates, energy);
    find_unresolved(planes, rule_weights(matrix, planes.basis, rule), moment, gap);
    planes.fixed.resize(planes.basis.rows(), 0);
    if (rule == LearningRule::Antisymmetric) planes.flipped.resize(planes.basis.rows(), 0);
    return out;
}

}  // namespace orthoscope
