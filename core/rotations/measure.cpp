#include "core/rotations/measure.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

#include "core/linalg/lapack.h"

namespace orthoscope {
namespace {

using Complex = std::complex<double>;

// Column k of the result: column 2k + i column 2k+1.
Eigen::MatrixXcd complexified(const Matrix& pairs) {
    Eigen::MatrixXcd out(pairs.rows(), pairs.cols() / 2);
    for (Index k = 0; k < out.cols(); ++k) {
        out.col(k).real() = pairs.col(2 * k);
        out.col(k).imag() = pairs.col(2 * k + 1);
    }
    return out;
}

std::vector<Index> numbered(Index count) {
    std::vector<Index> list(static_cast<std::size_t>(count));
    std::iota(list.begin(), list.end(), Index(0));
    return list;
}

// Blocks by single linkage of angles; a number for each plane.
std::vector<Index> linked(const MeasuredPlanes& planes, double steps) {
    auto block = numbered(planes.count());
    const Vector error = planes.residuals / std::sqrt(std::max(1.0, 2 * steps));
    for (Index i = 0; i < planes.count(); ++i)
        for (Index j = 0; j < i; ++j) {
            const double tolerance = std::max(1e-7, 2 * std::hypot(error(i), error(j)));
            const double apart = (planes.angles.row(i) - planes.angles.row(j))
                                     .unaryExpr([](double d) { return std::abs(std::remainder(d, 2 * std::numbers::pi)); })
                                     .maxCoeff();
            if (apart > tolerance || block[std::size_t(i)] == block[std::size_t(j)]) continue;
            std::replace(block.begin(), block.end(), Index(block[std::size_t(i)]), Index(block[std::size_t(j)]));
        }
    return block;
}

// Turns the planes of one block into those of falling energy: eigenvectors of its Hermitian covariance.
void choose_by_energy(MeasuredPlanes& planes, const std::vector<Index>& members, const Matrix& coordinates) {
    const Index n = Index(members.size());
    Matrix basis(planes.basis.rows(), 2 * n);
    for (Index i = 0; i < n; ++i) basis.middleCols(2 * i, 2) = planes.basis.middleCols(2 * members[std::size_t(i)], 2);
    const Eigen::MatrixXcd c = complexified(product(coordinates, basis));
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> eigen(c.adjoint() * c);
    const Eigen::MatrixXcd w = eigen.eigenvectors().rowwise().reverse();
    for (Index k = 0; k < n; ++k) {
        // c w: with w = p + i q the new a is sum p a - q b, the new b sum q a + p b.
        Vector a = Vector::Zero(basis.rows()), b = a;
        for (Index i = 0; i < n; ++i) {
            const double p = w(i, k).real(), q = w(i, k).imag();
            a += p * basis.col(2 * i) - q * basis.col(2 * i + 1);
            b += q * basis.col(2 * i) + p * basis.col(2 * i + 1);
        }
        planes.basis.col(2 * members[std::size_t(k)]) = a, planes.basis.col(2 * members[std::size_t(k)] + 1) = b;
    }
}

// Reads the angles off the frames; a half turn has no direction of its own and stays as it is.
void refine_angles(MeasuredPlanes& planes, const FrameSteps& steps, const Matrix& coordinates) {
    const Matrix read = plane_angles(planes.basis, steps, coordinates);
    planes.angles = (planes.angles.array().abs() > std::numbers::pi - 1e-7 || read.array() == 0).select(planes.angles, read);
    planes.angles = (planes.angles.array().abs() < 1e-7).select(0.0, planes.angles);
    for (Index k = 0; k < planes.angles.rows(); ++k) {
        const auto own = [](double a) { return a != 0 && std::abs(a) < std::numbers::pi - 1e-7; };
        const auto first = std::find_if(planes.angles.row(k).begin(), planes.angles.row(k).end(), own);
        if (first == planes.angles.row(k).end() || *first > 0) continue;
        planes.basis.col(2 * k + 1) *= -1;
        for (double& a : planes.angles.row(k))
            if (own(a)) a = -a;
    }
}

void find_blocks(MeasuredPlanes& planes, const FrameSteps& steps, const Matrix& coordinates, double energy) {
    const auto block = linked(planes, double((steps.next.array() >= 0).count()));
    bool several = false;
    for (Index b = 0; b < planes.count(); ++b) {
        std::vector<Index> members;
        for (Index i = 0; i < planes.count(); ++i)
            if (block[std::size_t(i)] == b) members.push_back(i);
        for (Index i : members) planes.blocks(i) = b;
        if (members.size() < 2) continue;
        several = true;
        for (Index i : members) planes.kinds(i) = PlanesState::Multiple;
        choose_by_energy(planes, members, coordinates);
    }
    if (!several) return;
    refine_angles(planes, steps, coordinates);
    measure_planes(planes, steps, coordinates, energy);
}

// Lone directions that the data bear out.
void take_lone(const Split& split, const FrameSteps& steps, const Matrix& coordinates, MeasuredPlanes& out) {
    std::vector<Index> fixed, flipped;
    const Matrix along = product(coordinates, split.lone);
    for (Index l = 0; l < split.lone.cols(); ++l) {
        double miss = 0, size = 0;
        bool turns_over = false;
        for (Index j = 0; j < steps.maps; ++j) {
            const auto sides = steps.sides(along.col(l), j);
            miss += (sides.after - split.lone_signs(l, j) * sides.before).squaredNorm(), size += sides.after.squaredNorm();
            turns_over = turns_over || split.lone_signs(l, j) < 0;
        }
        if (miss > loose * loose * size) ++out.loose_count;
        else (turns_over ? flipped : fixed).push_back(l);
    }
    out.fixed = split.lone(Eigen::all, fixed), out.flipped = split.lone(Eigen::all, flipped);
}

}  // namespace

void measure_planes(MeasuredPlanes& planes, const FrameSteps& steps, const Matrix& coordinates, double energy) {
    const Index p = planes.angles.rows();
    const Matrix along = product(coordinates, planes.basis);
    Vector miss = Vector::Zero(p), size = miss, weight = miss;
    Eigen::VectorXcd pull = Eigen::VectorXcd::Zero(p);
    for (Index j = 0; j < planes.angles.cols(); ++j) {
        const auto sides = steps.sides(along, j);
        const Eigen::MatrixXcd before = complexified(sides.before), after = complexified(sides.after);
        const Eigen::MatrixXcd mean_before = complexified(sides.mean_before), mean_after = complexified(sides.mean_after);
        for (Index k = 0; k < p; ++k) {
            const Complex turn = std::polar(1.0, planes.angles(k, j));
            miss(k) += (after.col(k) - turn * before.col(k)).squaredNorm(), size(k) += after.col(k).squaredNorm();
            pull(k) += std::conj(1.0 - turn) * (mean_after(k) - mean_before(k) * turn), weight(k) += std::norm(1.0 - turn);
        }
    }
    planes.energies.resize(p), planes.residuals.resize(p), planes.centres = RowVector::Zero(2 * p);
    for (Index k = 0; k < p; ++k) {
        planes.energies(k) = along.middleCols(2 * k, 2).squaredNorm() / energy;
        planes.residuals(k) = size(k) > 0 ? std::sqrt(miss(k) / size(k)) : 0;
        if (weight(k) > 1e-12)
            planes.centres(2 * k) = pull(k).real() / weight(k), planes.centres(2 * k + 1) = pull(k).imag() / weight(k);
    }
}

Matrix plane_angles(const Matrix& basis, const FrameSteps& steps, const Matrix& coordinates) {
    const Matrix along = product(coordinates, basis);
    Matrix angles(basis.cols() / 2, steps.maps);
    for (Index j = 0; j < steps.maps; ++j) {
        const auto sides = steps.sides(along, j);
        const Eigen::MatrixXcd before = complexified(sides.before), after = complexified(sides.after);
        for (Index k = 0; k < angles.rows(); ++k) {
            Eigen::VectorXcd advance = before.col(k).conjugate().cwiseProduct(after.col(k));
            if (steps.closed && steps.ordered)
                for (Complex& a : advance) a = a == 0.0 ? a : a / std::abs(a);
            angles(k, j) = std::arg(advance.sum());
        }
    }
    return angles;
}

void sort_planes(MeasuredPlanes& planes) {
    auto order = numbered(planes.count());
    std::stable_sort(order.begin(), order.end(), [&](Index i, Index j) { return planes.energies(i) > planes.energies(j); });
    const MeasuredPlanes old = planes;
    std::vector<Index> number(order.size(), -1);
    Index blocks = 0;
    for (std::size_t at = 0; at < order.size(); ++at) {
        const Index from = order[at], to = Index(at);
        planes.basis.middleCols(2 * to, 2) = old.basis.middleCols(2 * from, 2);
        planes.angles.row(to) = old.angles.row(from), planes.energies(to) = old.energies(from);
        planes.residuals(to) = old.residuals(from), planes.kinds(to) = old.kinds(from);
        planes.centres.segment(2 * to, 2) = old.centres.segment(2 * from, 2);
        auto& block = number[std::size_t(old.blocks(from))];
        planes.blocks(to) = block < 0 ? block = blocks++ : block;
    }
}

MeasuredPlanes measure_split(const Split& split, const FrameSteps& steps, const Matrix& coordinates, double energy) {
    MeasuredPlanes out;
    const Index p = Index(split.planes.size()), k = coordinates.cols();
    out.basis.resize(k, 2 * p), out.angles.resize(p, steps.maps);
    for (Index i = 0; i < p; ++i) {
        const auto& plane = split.planes[std::size_t(i)];
        out.basis.col(2 * i) = plane.a, out.basis.col(2 * i + 1) = plane.b;
        for (Index j = 0; j < steps.maps; ++j) out.angles(i, j) = plane.angles[std::size_t(j)];
    }
    out.blocks = Indices::LinSpaced(p, 0, std::max<Index>(0, p - 1)), out.kinds = Indices::Constant(p, PlanesState::Single);
    refine_angles(out, steps, coordinates);
    measure_planes(out, steps, coordinates, energy);
    find_blocks(out, steps, coordinates, energy);
    sort_planes(out);
    take_lone(split, steps, coordinates, out);
    return out;
}

void put_planes(const MeasuredPlanes& planes, const Matrix& directions, PlanesState& state) {
    state.planes = share(product(planes.basis.transpose(), directions));
    state.angles = share(planes.angles);
    state.energies = share(Matrix(planes.energies)), state.residuals = share(Matrix(planes.residuals));
    state.blocks = share(planes.blocks), state.kinds = share(planes.kinds);
    state.centres = share(Matrix(planes.centres));
    state.fixed = share(product(planes.fixed.transpose(), directions));
    state.flipped = share(product(planes.flipped.transpose(), directions));
}

void put_phasors(const MeasuredPlanes& planes, const Matrix& coordinates, PlanesState& state) {
    state.phasors = share(product(coordinates, planes.basis));
    Matrix rest(coordinates.rows(), planes.fixed.cols() + planes.flipped.cols());
    rest << product(coordinates, planes.fixed), product(coordinates, planes.flipped);
    state.rest = share(std::move(rest));
}

}  // namespace orthoscope
