// Pairs of shapes made by hand: bases of polynomials, orthonormal under their mass.
#pragma once

#include <Eigen/Cholesky>

#include "core/base/random.h"
#include "core/maps/shape_pair.h"

namespace orthoscope {

inline DatasetPtr cloud_of(Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = "points", set->payload = PointCloud{std::move(points)};
    return set;
}

// 1, x, y, z, x^2, xy, ... without the last few, k of them, mass-orthonormal; the first is the constant.
inline std::shared_ptr<const Eigenbasis> polynomial_basis(const Matrix& p, const Vector& mass, Index k) {
    Matrix f(p.rows(), 10);
    f.col(0).setOnes(), f.middleCols(1, 3) = p;
    Index at = 4;
    for (Index a = 0; a < 3; ++a)
        for (Index b = a; b < 3; ++b) f.col(at++) = p.col(a).cwiseProduct(p.col(b));
    const Matrix gram = f.transpose() * mass.asDiagonal() * f;
    const Matrix upper = gram.llt().matrixU();
    auto basis = std::make_shared<Eigenbasis>();
    basis->vectors = f * upper.triangularView<Eigen::Upper>().solve(Matrix::Identity(10, 10));
    basis->vectors.conservativeResize(Eigen::NoChange, k);
    basis->values = Vector::LinSpaced(k, 0, double(k) - 1);
    basis->mass = mass, basis->area = mass.sum(), basis->residuals = Vector::Zero(k);
    return basis;
}

// A lopsided cloud of n points with masses, seen twice: the target lists the source's points in another order.
struct PlantedPair {
    ShapePair pair;
    std::vector<Index> order;  // source row of each target row
};
inline PlantedPair planted_pair(Index n, Index k, std::uint64_t seed) {
    Random random(seed);
    Matrix p(n, 3);
    Vector mass(n);
    for (Index i = 0; i < n; ++i) {
        const double a = random.uniform(), b = random.uniform(), c = random.uniform();
        p.row(i) << a * a * a, 0.7 * b * b + 0.3 * a, 0.5 * c * c * c - 0.4 * a * b;
        mass(i) = 0.5 + random.uniform();
    }
    mass /= mass.sum();
    const auto order = random.permutation(n);
    PlantedPair made;
    made.order = order;
    auto source = polynomial_basis(p, mass, k);
    auto target = std::make_shared<Eigenbasis>(*source);
    target->vectors = Matrix(source->vectors(order, Eigen::all)), target->mass = Vector(mass(order));
    made.pair.source = cloud_of(p), made.pair.target = cloud_of(Matrix(p(order, Eigen::all)));
    made.pair.source_basis = source, made.pair.target_basis = target;
    return made;
}

}  // namespace orthoscope
