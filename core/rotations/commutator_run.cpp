#include "core/rotations/commutator_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr double shown_speed = 5 * std::numbers::pi / 180;  // a step, of planes whose speed is free

// Runs of eigenvalues of which each agrees with the one before.
std::vector<std::vector<Index>> equal_runs(const Vector& values, double tolerance) {
    std::vector<std::vector<Index>> runs;
    for (Index i = 0; i < values.size(); ++i) {
        if (i > 0 && values(i - 1) - values(i) <= tolerance * (values(i - 1) + values(i))) runs.back().push_back(i);
        else runs.push_back({i});
    }
    return runs;
}

}  // namespace

Vector commutator_values(const Vector& eigenvalues) {
    const Index k = eigenvalues.size();
    Vector out(k * (k - 1) / 2);
    Index at = 0;
    for (Index i = 0; i < k; ++i)
        for (Index j = 0; j < i; ++j) out(at++) = std::pow(eigenvalues(i) - eigenvalues(j), 2);
    std::sort(out.begin(), out.end());
    return out;
}

CommutatorRun::CommutatorRun(CommutatorInput input, const CommutatorOptions& options)
    : input_(std::move(input)), options_(options) {
    const Index d = input_.rows ? input_.rows->cols() : input_.covariance.rows();
    state_.mean = share(Matrix(input_.rows ? Matrix(input_.rows->colwise().mean()) : Matrix(Matrix::Zero(1, d))));
    show(CommutatorPhase::Covariance, {{"dimensions", double(d)}});
}

void CommutatorRun::show(CommutatorPhase phase, Metrics metrics) {
    frame_.phase = int(phase), frame_.metrics = std::move(metrics);
    frame_.state = std::make_shared<const State>(state_);
}

Status CommutatorRun::find_directions(const Context& context) {
    context.report(-1, "eigenvalues of the covariance");
    Matrix directions;
    if (input_.rows) {
        const Matrix y = input_.rows->rowwise() - state_.mean->row(0);
        if (auto fits = context.fits(std::uint64_t(y.size()) * 24, "the covariance"); !fits) return fits;
        auto made = svd(y);
        if (!made) return made.error();
        values_ = made->sigma.cwiseAbs2() / double(y.rows()), directions = made->v.transpose();
    } else {
        auto made = symmetric_eigen(input_.covariance);
        if (!made) return made.error();
        values_ = made->values.reverse().cwiseMax(0), directions = made->vectors.rowwise().reverse().transpose();
    }
    trace_ = values_.sum();
    Index k = 0;
    while (k < std::min<Index>(options_.directions, values_.size()) && values_(k) > 1e-12 * values_(0)) ++k;
    state_.values = share(Matrix((input_.rows ? values_ * double(input_.rows->rows()) : values_).cwiseSqrt())), state_.kept = double(k);
    values_ = Vector(values_.head(k));
    state_.span = share(Matrix(directions.topRows(k))), state_.moment = share(Matrix(values_.asDiagonal()));
    const Vector mu = commutator_values(values_);
    state_.moment_values = share(Matrix(mu));
    equal_ = equal_runs(values_, options_.tolerance);
    double null_space = 0;
    for (auto& run : equal_) null_space += double(run.size() * (run.size() - 1) / 2);
    show(CommutatorPhase::Commutators, {{"smallest", mu.size() ? mu(0) : 0.0}, {"null_space", null_space}});
    return success();
}

void CommutatorRun::find_planes() {
    std::vector<std::pair<Index, Index>> pairs;
    std::vector<std::int64_t> blocks, kinds;
    std::int64_t block = 0;
    for (auto& run : equal_) {
        for (std::size_t i = 0; i + 1 < run.size(); i += 2) {
            pairs.emplace_back(run[i], run[i + 1]), blocks.push_back(block);
            kinds.push_back(run.size() == 2 ? PlanesState::Free : PlanesState::Unresolved);
        }
        block += run.size() > 1;
    }
    const Index p = Index(pairs.size()), d = state_.span->cols();
    Matrix planes(2 * p, d), angles(p, 1), energies(p, 1), residuals(p, 1);
    for (Index k = 0; k < p; ++k) {
        const auto [i, j] = pairs[std::size_t(k)];
        planes.row(2 * k) = state_.span->row(i), planes.row(2 * k + 1) = state_.span->row(j);
        angles(k) = kinds[std::size_t(k)] == PlanesState::Free ? shown_speed : 0;
        energies(k) = (values_(i) + values_(j)) / trace_, residuals(k) = (values_(i) - values_(j)) / (values_(i) + values_(j));
    }
    state_.planes = share(planes), state_.angles = share(angles), state_.energies = share(energies), state_.residuals = share(residuals);
    state_.blocks = share(Indices(Eigen::Map<Indices>(blocks.data(), p))), state_.kinds = share(Indices(Eigen::Map<Indices>(kinds.data(), p)));
    state_.centres = share(Matrix(Matrix::Zero(1, 2 * p)));
    state_.fixed = share(Matrix(0, d)), state_.flipped = share(Matrix(0, d));
    if (input_.rows) {
        const Matrix y = input_.rows->rowwise() - state_.mean->row(0);
        state_.phasors = share(product_transposed(y, planes)), state_.rest = share(Matrix(y.rows(), 0));
    }
    show(CommutatorPhase::Planes, {{"plane_count", double(p)}, {"worst_residual", p ? residuals.maxCoeff() : 0.0}});
}

Result<StepStatus> CommutatorRun::step(const Context& context) {
    if (context.stopped()) return cancelled_error();
    const auto begin = std::chrono::steady_clock::now();
    switch (static_cast<CommutatorPhase>(frame_.phase)) {
        case CommutatorPhase::Covariance:
            if (auto status = find_directions(context); !status) return status.error();
            break;
        case CommutatorPhase::Commutators: {
            // Every plane of the null space at unit speed; where more than two eigenvalues agree, some planes of many.
            Matrix g = Matrix::Zero(values_.size(), values_.size());
            for (auto& run : equal_)
                for (std::size_t i = 0; i + 1 < run.size(); i += 2) g(run[i], run[i + 1]) = 1, g(run[i + 1], run[i]) = -1;
            const Matrix c = values_.asDiagonal();
            const double size = g.norm() * c.norm();
            state_.generator = share(g);
            show(CommutatorPhase::Generator, {{"commutator", size > 0 ? (c * g - g * c).norm() / size : 0.0}});
            break;
        }
        default: find_planes(); break;
    }
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return frame_.phase == int(CommutatorPhase::Planes) ? StepStatus::Completed : StepStatus::Running;
}

}  // namespace orthoscope
