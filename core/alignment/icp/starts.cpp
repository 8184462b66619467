#include "core/alignment/icp/starts.h"

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "core/linalg/lapack.h"
#include "core/linalg/procrustes.h"

namespace orthoscope {
namespace {

Matrix from_quaternion(double x, double y, double z, double w) {
    Matrix r(3, 3);
    r << 1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w),  //
        2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w),   //
        2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y);
    return r;
}

// Columns: principal axes by falling variance, right-handed.
Matrix principal_axes(const Matrix& centred) {
    auto eigen = symmetric_eigen(centred.transpose() * centred);
    Matrix axes = eigen ? Matrix(eigen->vectors.rowwise().reverse()) : Matrix::Identity(centred.cols(), centred.cols());
    if (axes.determinant() < 0) axes.col(axes.cols() - 1) *= -1;
    return axes;
}

// Closed form over pairs of rows, as a pose about the pivot; nullopt where they leave a turn open.
std::optional<RigidPose> fitted(const Pairs& pairs, const RowVector& pivot, const std::vector<Index>& source,
                                const std::vector<Index>& target, const std::vector<double>& weight) {
    const Index d = pairs.dimension();
    auto fit = procrustes(RowPairs{*pairs.source, *pairs.target, source, target, weight}, {true, true, false});
    // One direction may be missing in the pairs, as a rotation has no choice about it; two leave a turn.
    if (!fit || fit->sigma(0) <= 0 || fit->sigma(std::max<Index>(0, d - 2)) <= 1e-9 * fit->sigma(0)) return std::nullopt;
    return RigidPose{fit->rotation, (pivot - fit->pivot) * fit->rotation + fit->place};
}

}  // namespace

std::vector<Matrix> rotation_grid(Index d, Index count) {
    std::vector<Matrix> grid;
    const double turn = 2 * std::numbers::pi;
    if (d == 2) {
        Vector angle(1);
        for (Index i = 0; i < count; ++i) angle(0) = turn * (double(i) + 0.5) / double(count), grid.push_back(turn_of(angle));
        return grid;
    }
    const double phi = std::numbers::sqrt2, psi = 1.533751168755204288118041;
    for (Index i = 0; i < count; ++i) {
        const double s = double(i) + 0.5, t = s / double(count), a = turn * s / phi, b = turn * s / psi;
        const double r = std::sqrt(t), q = std::sqrt(1 - t);
        grid.push_back(from_quaternion(r * std::sin(a), r * std::cos(a), q * std::sin(b), q * std::cos(b)));
    }
    return grid;
}

std::vector<IcpStart> principal_axis_starts(const Matrix& source_centred, const Matrix& target, const RowVector& target_mean) {
    const Index d = source_centred.cols();
    const Matrix from = principal_axes(source_centred), to = principal_axes(target.rowwise() - target_mean);
    std::vector<IcpStart> starts;
    for (int signs = 0; signs < (1 << d); ++signs) {
        Vector flip(d);
        std::string name = "principal axes";
        for (Index j = 0; j < d; ++j) flip(j) = (signs >> j) & 1 ? -1 : 1, name += flip(j) < 0 ? " -" : " +";
        if (flip.prod() > 0) starts.push_back({name, {from * flip.asDiagonal() * to.transpose(), target_mean}, false});
    }
    return starts;
}

std::optional<RigidPose> landmark_pose(const Pairs& pairs, const RowVector& pivot, std::string& why) {
    const auto& marks = pairs.options.landmarks;
    const Index d = pairs.dimension();
    std::vector<Index> source, target;
    std::vector<double> weight;
    for (auto& mark : marks)
        if (mark.weight > 0) source.push_back(mark.source), target.push_back(mark.target), weight.push_back(mark.weight);
    if (static_cast<Index>(source.size()) < d) {
        why = "the landmarks were not used: found " + std::to_string(source.size()) + "; a start in " +
              std::to_string(d) + " dimensions needs at least " + std::to_string(d);
        return std::nullopt;
    }
    auto pose = fitted(pairs, pivot, source, target, weight);
    if (!pose)
        why = d == 2 ? "the landmarks were not used: they lie in one point, which leaves the turn open"
                     : "the landmarks were not used: they lie on one line, about which any turn fits them alike";
    return pose;
}

std::optional<RigidPose> given_pose(const Pairs& pairs, const RowVector& pivot, const RowVector& target_mean, std::string& why) {
    const Start& start = *pairs.options.start;
    if (const Matrix* given = start.rotation()) {
        auto parts = svd(*given);
        if (!parts || !given->allFinite() || parts->sigma(parts->sigma.size() - 1) <= 0) {
            why = "the start " + start.origin + " was not used: its matrix has no nearest rotation";
            return std::nullopt;
        }
        Matrix u = parts->u;
        if (u.determinant() * parts->v.determinant() < 0) {
            u.col(u.cols() - 1) *= -1;
            why = "the start " + start.origin + " mirrors; the nearest rotation was taken";
        } else if ((given->transpose() * *given - Matrix::Identity(given->rows(), given->cols())).norm() > 1e-6) {
            why = "the start " + start.origin + " is not a rotation; the nearest one was taken";
        }
        const Matrix rotation = u * parts->v.transpose();
        return RigidPose{rotation, start.translation ? RowVector(pivot * rotation + *start.translation) : target_mean};
    }
    std::vector<Index> source, target;
    for (Index i = 0; start.matching && i < start.matching->size(); ++i)
        if ((*start.matching)(i) >= 0) source.push_back(i), target.push_back((*start.matching)(i));
    if (!source.empty())
        if (auto pose = fitted(pairs, pivot, source, target, {})) return pose;
    why = "the start " + start.origin + " was not used: it holds neither a rotation nor a matching that fixes one";
    return std::nullopt;
}

}  // namespace orthoscope
