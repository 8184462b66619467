#include "core/descent/lab_problem.h"

#include <cmath>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index most_side = 2048;

std::string size_of(Index rows, Index columns) { return std::to_string(rows) + " x " + std::to_string(columns); }

// Eigenvalues from 1 down to 1 / condition, evenly in their logarithms, in random directions.
Matrix make_covariance(Index n, double condition, Random& random) {
    if (condition <= 1) return Matrix::Identity(n, n);
    const Matrix q = random_orthogonal(n, random, false);
    Vector values(n);
    for (Index i = 0; i < n; ++i) values(i) = std::pow(condition, n > 1 ? -double(i) / double(n - 1) : 0.0);
    return q * values.asDiagonal() * q.transpose();
}

Matrix make_target(const Matrix& w, LabTarget kind, Random& random) {
    const Matrix left = random_orthogonal(w.rows(), random, true), right = random_orthogonal(w.cols(), random, true);
    if (kind == LabTarget::Turned) return product(product(left, w), right);
    const Index r = std::min(w.rows(), w.cols());
    Vector values(r);
    for (Index i = 0; i < r; ++i) values(i) = 1 / double(i + 1);
    values *= w.norm() / values.norm();
    return left.leftCols(r) * values.asDiagonal() * right.topRows(r);
}

Status take_second(const Dataset& set, LabProblem& problem) {
    const Matrix& w = problem.start;
    const Matrix& values = set.values();
    if (!values.allFinite()) return input_error(set.name, "holds a value that is not a number; expected finite entries");
    if (set.kind() == Kind::Sequence) {
        const auto& shape = std::get<FrameSequence>(set.payload).shape;
        if (shape.size() != 2 || shape[0] != w.rows() || shape[1] != w.cols())
            return input_error(set.name, "is a sequence of arrays of " + std::to_string(values.cols()) + " entries; expected gradients of " +
                                             size_of(w.rows(), w.cols()) + ", as the matrix is");
        problem.gradients = values;
        return success();
    }
    if (values.rows() != w.rows() || values.cols() != w.cols())
        return input_error(set.name, "is " + size_of(values.rows(), values.cols()) + "; expected a target of " +
                                         size_of(w.rows(), w.cols()) + ", as the matrix is, or a sequence of gradients");
    problem.target = values;
    return success();
}

}  // namespace

Matrix LabProblem::gradient(const Matrix& w, std::int64_t step) const {
    if (!given()) return product(Matrix(w - target), covariance);
    Matrix g(start.rows(), start.cols());
    for (Index i = 0; i < g.rows(); ++i)
        for (Index j = 0; j < g.cols(); ++j) g(i, j) = gradients(step, i * g.cols() + j);
    return g;
}

double LabProblem::loss(const Matrix& w) const {
    const Matrix off = w - target;
    return 0.5 * product(off, covariance).cwiseProduct(off).sum();
}

Result<LabProblem> lab_problem(const Pairs& inputs, const LabOptions& options, std::uint64_t seed) {
    const Dataset& set = *inputs.sets.front();
    LabProblem problem;
    problem.start = set.values();
    const Matrix& w = problem.start;
    if (!w.allFinite()) return input_error(set.name, "holds a value that is not a number; expected finite entries");
    if (w.norm() == 0) return input_error(set.name, "is all zeros; expected a matrix with singular values to follow");
    if (std::max(w.rows(), w.cols()) > most_side)
        return input_error(set.name, "is " + size_of(w.rows(), w.cols()) + "; expected at most " + std::to_string(most_side) + " rows and columns");
    if (inputs.sets.size() > 1)
        if (auto status = take_second(*inputs.sets[1], problem); !status) return status.error();
    if (problem.given()) return problem;
    Random random(seed);
    problem.covariance = make_covariance(w.cols(), options.condition, random);
    if (problem.target.size() == 0) problem.target = make_target(w, options.target, random);
    return problem;
}

}  // namespace orthoscope
