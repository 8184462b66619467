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

// Frames in planes (columns in twos), and both sides of each step: made once for all that is measured.
struct Phasors {
    Matrix along;                         // T x 2 p
    std::vector<FrameSteps::Sides> sides;  // one a map

    Phasors(Matrix values, const FrameSteps& steps, Index maps) : along(std::move(values)) {
        for (Index j = 0; j < maps; ++j) sides.push_back(steps.sides(along, j));
    }
    // Turns plane k round: its angles change their sign.
    void flip(Index k) {
        along.col(2 * k + 1) *= -1;
        for (auto& s : sides) {
            s.before.col(2 * k + 1) *= -1, s.after.col(2 * k + 1) *= -1;
            s.mean_before(2 * k + 1) *= -1, s.mean_after(2 * k + 1) *= -1;
        }
    }
};

Complex place(const RowVector& means, Index k) { return {means(2 * k), means(2 * k + 1)}; }

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

// Columns of the planes `members`, in twos.
std::vector<Index> columns_of(const std::vector<Index>& members) {
    std::vector<Index> list;
    for (Index k : members) list.push_back(2 * k), list.push_back(2 * k + 1);
    return list;
}

// Turns the planes of one block into those of falling energy: eigenvectors of its Hermitian covariance. `along` turns with
// them.
void choose_by_energy(MeasuredPlanes& planes, const std::vector<Index>& members, Matrix& along) {
    const Index n = Index(members.size());
    const auto columns = columns_of(members);
    const Matrix frames = along(Eigen::all, columns), basis = planes.basis(Eigen::all, columns);
    const Matrix gram = product(frames.transpose(), frames);
    Eigen::MatrixXcd covariance(n, n);
    for (Index i = 0; i < n; ++i)
        for (Index k = 0; k < n; ++k) {
            const auto g = gram.block(2 * i, 2 * k, 2, 2);
            covariance(i, k) = Complex(g(0, 0) + g(1, 1), g(0, 1) - g(1, 0));
        }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> eigen(covariance);
    // z w in real columns: with w = p + i q the new a is a p - b q, the new b is a q + b p.
    Matrix turn(2 * n, 2 * n);
    for (Index i = 0; i < n; ++i)
        for (Index k = 0; k < n; ++k) {
            const Complex w = eigen.eigenvectors()(i, n - 1 - k);
            turn.block(2 * i, 2 * k, 2, 2) << w.real(), w.imag(), -w.imag(), w.real();
        }
    planes.basis(Eigen::all, columns) = product(basis, turn);
    along(Eigen::all, columns) = product(frames, turn);
}

// The angles (p x m) of planes, as plane_angles has them.
Matrix angles_of(const Phasors& z, const FrameSteps& steps) {
    Matrix angles(z.along.cols() / 2, Index(z.sides.size()));
    for (Index j = 0; j < angles.cols(); ++j) {
        const auto& [before, after, mean_before, mean_after] = z.sides[std::size_t(j)];
        for (Index k = 0; k < angles.rows(); ++k) {
            const auto a0 = before.col(2 * k).array(), b0 = before.col(2 * k + 1).array();
            const auto a1 = after.col(2 * k).array(), b1 = after.col(2 * k + 1).array();
            Vector real = a0 * a1 + b0 * b1, imaginary = a0 * b1 - b0 * a1;
            if (steps.closed && steps.ordered) {
                const Vector size = (real.array().square() + imaginary.array().square()).sqrt();
                real = (size.array() > 0).select(real.array() / size.array(), 0.0);
                imaginary = (size.array() > 0).select(imaginary.array() / size.array(), 0.0);
            }
            angles(k, j) = std::atan2(imaginary.sum(), real.sum());
        }
    }
    return angles;
}

// Reads the angles off the frames; a half turn has no direction of its own and stays as it is.
void refine_angles(MeasuredPlanes& planes, const FrameSteps& steps, Phasors& z) {
    const Matrix read = angles_of(z, steps);
    planes.angles = (planes.angles.array().abs() > std::numbers::pi - 1e-7 || read.array() == 0).select(planes.angles, read);
    planes.angles = (planes.angles.array().abs() < 1e-7).select(0.0, planes.angles);
    for (Index k = 0; k < planes.angles.rows(); ++k) {
        const auto own = [](double a) { return a != 0 && std::abs(a) < std::numbers::pi - 1e-7; };
        const auto first = std::find_if(planes.angles.row(k).begin(), planes.angles.row(k).end(), own);
        if (first == planes.angles.row(k).end() || *first > 0) continue;
        planes.basis.col(2 * k + 1) *= -1, z.flip(k);
        for (double& a : planes.angles.row(k))
            if (own(a)) a = -a;
    }
}

void measure(MeasuredPlanes& planes, const Phasors& z, double energy) {
    const Index p = planes.angles.rows();
    Vector miss = Vector::Zero(p), size = miss, weight = miss;
    Eigen::VectorXcd pull = Eigen::VectorXcd::Zero(p);
    for (Index j = 0; j < planes.angles.cols(); ++j) {
        const auto& [before, after, mean_before, mean_after] = z.sides[std::size_t(j)];
        for (Index k = 0; k < p; ++k) {
            const Complex turn = std::polar(1.0, planes.angles(k, j));
            const double c = turn.real(), s = turn.imag();
            const auto a0 = before.col(2 * k), b0 = before.col(2 * k + 1), a1 = after.col(2 * k), b1 = after.col(2 * k + 1);
            miss(k) += (a1 - c * a0 + s * b0).squaredNorm() + (b1 - s * a0 - c * b0).squaredNorm();
            size(k) += a1.squaredNorm() + b1.squaredNorm();
            pull(k) += std::conj(1.0 - turn) * (place(mean_after, k) - place(mean_before, k) * turn), weight(k) += std::norm(1.0 - turn);
        }
    }
    planes.energies.resize(p), planes.residuals.resize(p), planes.centres = RowVector::Zero(2 * p);
    for (Index k = 0; k < p; ++k) {
        planes.energies(k) = z.along.middleCols(2 * k, 2).squaredNorm() / energy;
        planes.residuals(k) = size(k) > 0 ? std::sqrt(miss(k) / size(k)) : 0;
        if (weight(k) > 1e-12)
            planes.centres(2 * k) = pull(k).real() / weight(k), planes.centres(2 * k + 1) = pull(k).imag() / weight(k);
    }
}

void find_blocks(MeasuredPlanes& planes, const FrameSteps& steps, Matrix along, double energy) {
    const auto block = linked(planes, double((steps.next.array() >= 0).count()));
    std::vector<std::vector<Index>> members(std::size_t(planes.count()));
    for (Index i = 0; i < planes.count(); ++i) members[std::size_t(block[std::size_t(i)])].push_back(i);
    bool several = false;
    for (std::size_t b = 0; b < members.size(); ++b) {
        for (Index i : members[b]) planes.blocks(i) = Index(b);
        if (members[b].size() < 2) continue;
        several = true;
        for (Index i : members[b]) planes.kinds(i) = PlanesState::Multiple;
        choose_by_energy(planes, members[b], along);
    }
    if (!several) return;
    Phasors z(std::move(along), steps, planes.angles.cols());
    refine_angles(planes, steps, z);
    measure(planes, z, energy);
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
    measure(planes, {product(coordinates, planes.basis), steps, planes.angles.cols()}, energy);
}

Matrix plane_angles(const Matrix& basis, const FrameSteps& steps, const Matrix& coordinates) {
    return angles_of({product(coordinates, basis), steps, steps.maps}, steps);
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
    Phasors z(product(coordinates, out.basis), steps, steps.maps);
    refine_angles(out, steps, z);
    measure(out, z, energy);
    find_blocks(out, steps, std::move(z.along), energy);
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
