#include "core/alignment/icp/normals.h"
#include "core/base/median.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <vector>

namespace orthoscope {
namespace {

// Enough for a plane through noise, few enough to stay on one side of an edge.
Index neighbours_for(Index d) { return d == 2 ? 7 : 12; }

// The normal of the neighbours of one row, and their surface variation.
template <int D>
double local_normal(const Matrix& points, const std::int64_t* rows, Index count, RowVector& normal) {
    using Square = Eigen::Matrix<double, D, D>;
    Eigen::Matrix<double, 1, D> mean = Eigen::Matrix<double, 1, D>::Zero();
    for (Index i = 0; i < count; ++i) mean += points.row(rows[i]);
    mean /= double(count);
    Square covariance = Square::Zero();
    for (Index i = 0; i < count; ++i) {
        const Eigen::Matrix<double, 1, D> x = points.row(rows[i]) - mean;
        covariance += x.transpose() * x;
    }
    const double trace = covariance.trace();
    normal.setZero(D);
    if (!(trace > 0)) return 0;
    // Scaled first: the closed form of the eigenvalues loses digits on tiny numbers.
    Eigen::SelfAdjointEigenSolver<Square> solver(covariance / trace);
    normal = solver.eigenvectors().col(0).transpose();
    return std::max(0.0, solver.eigenvalues()(0));
}

double local_normal(const Matrix& points, const std::int64_t* rows, Index count, RowVector& normal) {
    return points.cols() == 2 ? local_normal<2>(points, rows, count, normal)
                              : local_normal<3>(points, rows, count, normal);
}

// Area-weighted means of the triangles round each vertex.
Matrix of_triangles(const Matrix& points, const Triangles& triangles) {
    Matrix sum = Matrix::Zero(points.rows(), 3);
    for (Index t = 0; t < triangles.rows(); ++t) {
        const Eigen::RowVector3d a = points.row(triangles(t, 0)), b = points.row(triangles(t, 1)),
                                 c = points.row(triangles(t, 2));
        const Eigen::RowVector3d area = (b - a).cross(c - a);
        for (int corner = 0; corner < 3; ++corner) sum.row(triangles(t, corner)) += area;
    }
    return sum;
}

void to_unit_rows(Matrix& m) {
    for (Index i = 0; i < m.rows(); ++i)
        if (const double length = m.row(i).norm(); length > 0) m.row(i) /= length;
}

}  // namespace

Normals::Origin origin_of_normals(const Pairs& pairs) {
    const Dataset& set = *pairs.sets[1];
    const bool same_shape = pairs.options.rows == RowNorm::AsIs || pairs.options.rows == RowNorm::Center;
    const auto* given = set.attribute("normal");
    if (given && same_shape && given->domain == Attribute::Domain::Row && given->values.cols() == pairs.dimension() &&
        given->values.rows() == pairs.target->rows() && given->values.allFinite() &&
        given->values.squaredNorm() > 0)
        return Normals::Origin::File;
    const auto* triangles = set.triangles();
    if (triangles && triangles->rows() > 0 && pairs.dimension() == 3 && set.columns() == 3)
        return Normals::Origin::Triangles;
    return Normals::Origin::Neighbours;
}

double surface_variation(const Matrix& points, const KdTree& tree) {
    const Index d = points.cols(), k = neighbours_for(d), m = points.rows();
    if (m < 2 * k) return 1;
    const Index step = std::max<Index>(1, m / 400);
    std::vector<double> values, at(static_cast<std::size_t>(d)), squared(static_cast<std::size_t>(k));
    std::vector<std::int64_t> rows(static_cast<std::size_t>(k));
    RowVector normal;
    for (Index i = 0; i < m; i += step) {
        for (Index j = 0; j < d; ++j) at[std::size_t(j)] = points(i, j);
        const Index count = tree.nearest(at.data(), k, rows.data(), squared.data());
        values.push_back(local_normal(points, rows.data(), count, normal));
    }
    return values.empty() ? 0 : upper_median(std::move(values));
}

Result<Normals> normals_of_neighbours(const Matrix& points, const KdTree& tree, int threads, const Context& context) {
    const Index d = points.cols(), k = neighbours_for(d), m = points.rows();
    Normals normals{Normals::Origin::Neighbours, Matrix::Zero(m, d), 1};
    if (m < d + 1) return normals;
    std::vector<double> variation(static_cast<std::size_t>(m));
    const bool heard = in_pieces(m, 512, threads, context, [&](Index first, Index last) {
        std::vector<double> at(static_cast<std::size_t>(d)), squared(static_cast<std::size_t>(k));
        std::vector<std::int64_t> rows(static_cast<std::size_t>(k));
        RowVector normal;
        for (Index i = first; i < last; ++i) {
            for (Index j = 0; j < d; ++j) at[std::size_t(j)] = points(i, j);
            const Index count = tree.nearest(at.data(), k, rows.data(), squared.data());
            variation[std::size_t(i)] = local_normal(points, rows.data(), count, normal);
            normals.directions.row(i) = normal;
        }
    });
    if (!heard) return cancelled_error();
    normals.variation = variation.empty() ? 0 : upper_median(std::move(variation));
    return normals;
}

Result<Normals> normals_of(const Pairs& pairs, const KdTree& tree, int threads, const Context& context) {
    const auto origin = origin_of_normals(pairs);
    if (origin == Normals::Origin::Neighbours) return normals_of_neighbours(*pairs.target, tree, threads, context);
    Normals normals{origin, {}, 0};
    normals.directions = origin == Normals::Origin::File ? pairs.sets[1]->attribute("normal")->values
                                                         : of_triangles(*pairs.target, *pairs.sets[1]->triangles());
    to_unit_rows(normals.directions);
    return normals;
}

}  // namespace orthoscope
