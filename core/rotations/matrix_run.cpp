#include "core/rotations/matrix_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr double same_angle = 1e-8;  // radians

// |P Q - turn P| of each plane, P its two rows.
Matrix block_residuals(const Matrix& planes, const Matrix& angles, const Matrix& q) {
    const Matrix moved = product(planes, q);
    Matrix out(angles.rows(), 1);
    for (Index k = 0; k < out.rows(); ++k) {
        const double c = std::cos(angles(k)), s = std::sin(angles(k));
        const auto a = planes.row(2 * k), b = planes.row(2 * k + 1);
        out(k) = std::sqrt((moved.row(2 * k) - c * a - s * b).squaredNorm() + (moved.row(2 * k + 1) + s * a - c * b).squaredNorm());
    }
    return out;
}

}  // namespace

MatrixRun::MatrixRun(Matrix matrix, std::shared_ptr<const Matrix> rows, const RunSettings& settings)
    : matrix_(std::move(matrix)), rows_(std::move(rows)), settings_(settings) {
    state_.moment = share(matrix_);
    defect_ = orthogonality_defect(matrix_);
    show(MatrixPhase::Matrix, {{"matrix_defect", defect_}});
}

void MatrixRun::show(MatrixPhase phase, Metrics metrics) {
    frame_.phase = int(phase), frame_.metrics = std::move(metrics);
    frame_.state = std::make_shared<const State>(state_);
}

Status MatrixRun::split(const Context& context) {
    context.report(-1, "real Schur form");
    const Index d = matrix_.rows();
    // Rounding of a narrower file is taken off; an orthogonal matrix stays as it is.
    if (defect_ > 1e-13 * std::sqrt(double(d)) * double(d)) {
        auto factor = polar_factors(matrix_, 1, nullptr);
        if (!factor) return factor.error();
        matrix_ = std::move(*factor);
    }
    auto made = split_maps(matrix_, 1, settings_.seed);
    if (!made) return made.error();
    split_ = std::move(*made);
    state_.action = share(matrix_), state_.schur = share(split_.schur), state_.eigenvalues = share(split_.eigenvalues);
    show(MatrixPhase::Schur, {{"determinant", split_.lone_signs.size() ? split_.lone_signs.prod() : 1.0}});
    return success();
}

void MatrixRun::find_planes() {
    auto& found = split_.planes;
    const Index p = Index(found.size()), d = matrix_.rows();
    std::vector<double> energy;
    for (auto& plane : found)
        energy.push_back(rows_ ? (*rows_ * plane.a).squaredNorm() + (*rows_ * plane.b).squaredNorm()
                               : 4 - 4 * std::cos(plane.angles[0]));
    std::vector<std::size_t> order(found.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return energy[i] > energy[j]; });
    const double all = rows_ ? rows_->squaredNorm() : (matrix_ - Matrix::Identity(d, d)).squaredNorm();
    Matrix planes(2 * p, d), angles(p, 1), energies(p, 1);
    for (Index k = 0; k < p; ++k) {
        const auto& plane = found[order[std::size_t(k)]];
        planes.row(2 * k) = plane.a.transpose(), planes.row(2 * k + 1) = plane.b.transpose();
        angles(k) = plane.angles[0], energies(k) = all > 0 ? energy[order[std::size_t(k)]] / all : 0;
    }
    Indices blocks = Indices::LinSpaced(p, 0, std::max<Index>(0, p - 1)), kinds = Indices::Constant(p, PlanesState::Single);
    for (Index i = 0; i < p; ++i)
        for (Index j = 0; j < i; ++j)
            if (std::abs(angles(i) - angles(j)) < same_angle) {
                blocks(i) = blocks(j), kinds(i) = kinds(j) = PlanesState::Multiple;
                break;
            }
    std::vector<Index> fixed, flipped;
    for (Index l = 0; l < split_.lone.cols(); ++l) (split_.lone_signs(l, 0) > 0 ? fixed : flipped).push_back(l);
    state_.residuals = share(block_residuals(planes, angles, matrix_));
    state_.planes = share(planes), state_.angles = share(angles), state_.energies = share(energies);
    state_.blocks = share(blocks), state_.kinds = share(kinds), state_.centres = share(Matrix(Matrix::Zero(1, 2 * p)));
    state_.fixed = share(Matrix(split_.lone(Eigen::all, fixed).transpose()));
    state_.flipped = share(Matrix(split_.lone(Eigen::all, flipped).transpose()));
    if (rows_) {
        state_.mean = share(Matrix(Matrix::Zero(1, d)));
        state_.phasors = share(product_transposed(*rows_, planes));
        Matrix rest(rows_->rows(), state_.fixed->rows() + state_.flipped->rows());
        rest << product_transposed(*rows_, *state_.fixed), product_transposed(*rows_, *state_.flipped);
        state_.rest = share(std::move(rest));
    }
    show(MatrixPhase::Planes, {{"worst_residual", p > 0 ? state_.residuals->maxCoeff() : 0.0}, {"plane_count", double(p)}});
}

Result<StepStatus> MatrixRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    if (frame_.phase == int(MatrixPhase::Matrix)) {
        if (auto status = split(context); !status) return status.error();
    } else {
        find_planes();
    }
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return frame_.phase == int(MatrixPhase::Planes) ? StepStatus::Completed : StepStatus::Running;
}

}  // namespace orthoscope
