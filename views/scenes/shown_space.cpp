#include "views/scenes/shown_space.h"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <deque>
#include <mutex>
#include <numbers>
#include <optional>

#include "core/base/random.h"
#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

constexpr Index most_rows = 5000;
constexpr Index exact_dimension = 256;  // beyond it a block power iteration is faster than all eigenvectors

void fix_signs(Matrix& axes) {
    for (Index k = 0; k < axes.cols(); ++k) {
        Index at = 0;
        axes.col(k).cwiseAbs().maxCoeff(&at);
        if (axes(at, k) < 0) axes.col(k) *= -1;
    }
}

// Every set centred on its own mean: where they stand apart, that offset is no direction of theirs.
Matrix pooled_rows(const std::vector<const Matrix*>& sets, Index dimension) {
    Index rows = 0;
    for (auto set : sets) rows += std::min(set->rows(), most_rows);
    Matrix pooled = Matrix::Zero(rows, dimension);
    Index at = 0;
    for (auto set : sets) {
        const Index n = std::min(set->rows(), most_rows);
        if (n == 0) continue;
        auto block = pooled.block(at, 0, n, set->cols());
        if (n == set->rows()) {
            block = *set;
        } else {
            const std::vector<Index> chosen = Random(1).choose(set->rows(), n);
            for (Index c = 0; c < set->cols(); ++c)  // column by column, as the numbers lie in memory
                for (Index i = 0; i < n; ++i) block(i, c) = (*set)(chosen[static_cast<std::size_t>(i)], c);
        }
        const RowVector mean = block.colwise().mean();
        block.rowwise() -= mean;
        at += n;
    }
    return pooled;
}

// Of a symmetric matrix; the first axes of the space where LAPACK finds none (entries that are not finite).
PrincipalAxes leading(const Matrix& symmetric, Index count) {
    PrincipalAxes result;
    // Eigen's own solver: LAPACK's would wait, call by call, for the products of a running method to leave OpenBLAS.
    Eigen::SelfAdjointEigenSolver<Matrix> eigen;
    if (symmetric.allFinite()) eigen.compute(symmetric);
    if (!symmetric.allFinite() || eigen.info() != Eigen::Success) {
        result.axes = Matrix::Identity(symmetric.rows(), count);
        result.variances = Vector::Zero(count);
        return result;
    }
    result.axes = eigen.eigenvectors().rightCols(count).rowwise().reverse();
    result.variances = eigen.eigenvalues().tail(count).reverse();
    return result;
}

PrincipalAxes by_power_iteration(const Matrix& centred, Index count) {
    Random random(1);
    Matrix basis = random.normal(centred.cols(), count + 8);
    const auto orthonormal = [](const Matrix& m) {
        return Matrix(Eigen::HouseholderQR<Matrix>(m).householderQ() * Matrix::Identity(m.rows(), m.cols()));
    };
    const Matrix transposed = centred.transpose();
    basis = orthonormal(basis);
    for (int round = 0; round < 12; ++round)
        basis = orthonormal(product(transposed, product(centred, basis)));
    const Matrix image = product(centred, basis);
    PrincipalAxes result = leading(image.transpose() * image, count);
    result.axes = basis * result.axes;
    return result;
}

std::string percent(double share) {
    const long value = std::lround(100 * share);
    return (value == 100 && share < 0.995 ? "99" : std::to_string(value)) + " % of the variance";
}

}  // namespace

PrincipalAxes principal_axes(const Matrix& centred, Index count) {
    PrincipalAxes result;
    if (centred.cols() <= exact_dimension) {
        const Matrix transposed = centred.transpose();
        result = leading(product_transposed(transposed, transposed), count);
    } else {
        result = by_power_iteration(centred, count);
    }
    fix_signs(result.axes);
    result.total = centred.squaredNorm();
    return result;
}

namespace {

ShownSpace as_they_are(Index dimension) {
    ShownSpace space;
    space.axes = Matrix::Identity(dimension, dimension);
    space.sentence = dimension == 3 ? "as they are, 3 dimensions"
                                    : "as they are, " + std::to_string(dimension) +
                                          (dimension == 1 ? " dimension" : " dimensions, from the front");
    return space;
}

ShownSpace find_space(const std::vector<const Matrix*>& sets, Index dimension) {
    ShownSpace space;
    const Matrix pooled = pooled_rows(sets, dimension);
    const PrincipalAxes principal = principal_axes(pooled, 3);
    space.identity = false;
    space.axes = principal.axes;
    space.sentence = std::to_string(dimension) + " dimensions on 3 " + (sets.size() > 1 ? "shared " : "") +
                     "principal axes";
    if (principal.total > 0)
        space.sentence += ", " + percent(principal.variances.cwiseMax(0).sum() / principal.total);
    return space;
}

// What tells sets apart: their sizes, and numbers spread over them.
using Likeness = std::vector<double>;
Likeness likeness_of(const std::vector<const Matrix*>& sets, Index dimension) {
    constexpr Index numbers = 256;
    Likeness likeness{double(dimension)};
    for (auto set : sets) {
        likeness.insert(likeness.end(), {double(set->rows()), double(set->cols())});
        const Index step = std::max<Index>(1, set->size() / numbers);
        for (Index i = 0; i < set->size(); i += step) likeness.push_back(set->data()[i]);
    }
    return likeness;
}

class KnownSpaces {
  public:
    std::optional<ShownSpace> find(const Likeness& likeness) {
        const std::lock_guard lock(mutex_);
        for (auto& [key, space] : kept_)
            if (key == likeness) return space;
        return {};
    }
    void keep(Likeness likeness, const ShownSpace& space) {
        constexpr std::size_t most = 8;
        const std::lock_guard lock(mutex_);
        if (kept_.size() == most) kept_.pop_front();
        kept_.emplace_back(std::move(likeness), space);
    }

  private:
    std::mutex mutex_;
    std::deque<std::pair<Likeness, ShownSpace>> kept_;
};

KnownSpaces& known_spaces() {
    static KnownSpaces spaces;
    return spaces;
}

}  // namespace

ShownSpace principal_space(const std::vector<const Matrix*>& sets, Index dimension) {
    if (dimension <= 3) return as_they_are(dimension);
    auto likeness = likeness_of(sets, dimension);
    if (auto known = known_spaces().find(likeness)) return *known;
    const auto space = find_space(sets, dimension);
    known_spaces().keep(std::move(likeness), space);
    return space;
}

bool principal_space_known(const std::vector<const Matrix*>& sets, Index dimension) {
    return dimension <= 3 || known_spaces().find(likeness_of(sets, dimension)).has_value();
}

ShownSpace turning_space(const RotationPath& path, const std::vector<const Matrix*>& sets) {
    const auto& planes = path.planes();
    const Index d = path.dimension();
    ShownSpace space;
    space.identity = false;
    space.axes.resize(d, 3);
    space.axes.leftCols(2) = path.basis().middleCols(planes.front().first, 2);
    const auto degrees = [](double angle) {
        return std::to_string(std::lround(angle * 180 / std::numbers::pi)) + "°";
    };
    space.sentence =
        std::to_string(d) + " dimensions on the plane that turns most, " + degrees(planes.front().angle);
    Index third = 0;
    if (planes.size() > 1) {
        third = planes[1].first;
        space.sentence += ", and one axis of the next, " + degrees(planes[1].angle);
    } else {
        while (third == planes.front().first || third == planes.front().first + 1) ++third;
        space.sentence += ", and one axis at rest";
    }
    space.axes.col(2) = path.basis().col(third);
    const Matrix pooled = pooled_rows(sets, d);
    const double total = pooled.squaredNorm();
    if (total > 0) space.sentence += "; " + percent((pooled * space.axes).squaredNorm() / total);
    return space;
}

}  // namespace orthoscope
