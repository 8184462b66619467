#include "views/scenes/view_bounds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/base/random.h"

namespace orthoscope {
namespace {

constexpr Index spread_directions = 120;
constexpr Index most_samples = 600, most_outer = 300;

// Both ways along the axes, and a Fibonacci lattice on the sphere.
Eigen::Matrix3Xd view_directions() {
    Eigen::Matrix3Xd found(3, 6 + spread_directions);
    found.leftCols(3) = Eigen::Matrix3d::Identity();
    found.middleCols(3, 3) = -Eigen::Matrix3d::Identity();
    for (Index k = 0; k < spread_directions; ++k) {
        const double z = 1 - (2 * double(k) + 1) / double(spread_directions), r = std::sqrt(1 - z * z);
        const double angle = double(k) * std::numbers::pi * (3 - std::sqrt(5.0));
        found.col(6 + k) << r * std::cos(angle), r * std::sin(angle), z;
    }
    return found;
}

}  // namespace

ViewBounds::ViewBounds() : directions_(view_directions()) {
    clear();
}

void ViewBounds::clear() {
    outermost_ = Eigen::Matrix3Xd::Zero(3, directions_.cols());
    reach_ = Eigen::RowVectorXd::Constant(directions_.cols(), -std::numeric_limits<double>::infinity());
}

void ViewBounds::add(const Eigen::Vector3d& place) {
    if (!place.allFinite()) return;
    const Eigen::RowVectorXd reach = place.transpose() * directions_;
    for (Index k = 0; k < reach.size(); ++k)
        if (reach[k] > reach_[k]) reach_[k] = reach[k], outermost_.col(k) = place;
}

void ViewBounds::add(const Matrix& rows) {
    const Eigen::Matrix3Xd& d = directions_;
    const Matrix reach = rows.lazyProduct(Matrix(d.topRows(rows.cols())));
    for (Index k = 0; k < d.cols(); ++k) {
        double most = reach_[k];
        Index at = -1;
        for (Index i = 0; i < rows.rows(); ++i)
            if (reach(i, k) > most && std::isfinite(reach(i, k))) most = reach(i, k), at = i;
        if (at < 0) continue;
        reach_[k] = most;
        outermost_.col(k).setZero();
        outermost_.col(k).head(rows.cols()) = rows.row(at).transpose();
    }
}

std::vector<Eigen::Vector3d> ViewBounds::places() const {
    std::vector<Eigen::Vector3d> found;
    for (Index k = 0; k < reach_.size(); ++k)
        if (std::isfinite(reach_[k])) found.emplace_back(outermost_.col(k));
    return found;
}

Matrix bounding_rows(const Matrix& rows) {
    if (rows.rows() <= most_samples) return rows;
    std::vector<Index> chosen = Random(4).choose(rows.rows(), most_samples);
    const RowVector mean = rows.colwise().mean();  // evaluated once: Eigen would take it anew for every entry
    const Vector away = (rows.rowwise() - mean).rowwise().squaredNorm();
    std::vector<Index> order(static_cast<std::size_t>(rows.rows()));
    std::iota(order.begin(), order.end(), Index(0));
    std::nth_element(order.begin(), order.begin() + most_outer, order.end(),
                     [&](Index a, Index b) { return away[a] > away[b]; });
    chosen.insert(chosen.end(), order.begin(), order.begin() + most_outer);
    Matrix some(static_cast<Index>(chosen.size()), rows.cols());
    for (std::size_t i = 0; i < chosen.size(); ++i) some.row(static_cast<Index>(i)) = rows.row(chosen[i]);
    return some;
}

}  // namespace orthoscope
