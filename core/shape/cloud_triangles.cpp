#include "core/shape/cloud_triangles.h"

#include <Eigen/Dense>
#include <algorithm>
#include <numeric>
#include <vector>

#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

using Point = Eigen::Vector2d;

double turn(const Point& a, const Point& b, const Point& c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
}

// The Delaunay triangles at the origin are the sides of the convex hull of the origin and of the points inverted in the
// unit circle that do not touch the origin: pairs of numbers, counter-clockwise.
std::vector<std::pair<Index, Index>> delaunay_star(const std::vector<Point>& points) {
    struct Inverted {
        Point at;
        Index from;
    };
    double nearest = INFINITY;
    for (auto& p : points)
        if (p.squaredNorm() > 0) nearest = std::min(nearest, p.squaredNorm());
    std::vector<Inverted> all{{Point::Zero(), -1}};
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i].squaredNorm() > 0) all.push_back({points[i] * (nearest / points[i].squaredNorm()), Index(i)});
    std::sort(all.begin(), all.end(), [](auto& a, auto& b) {
        return a.at.x() != b.at.x() ? a.at.x() < b.at.x() : a.at.y() != b.at.y() ? a.at.y() < b.at.y() : a.from < b.from;
    });
    std::vector<Inverted> hull;  // Andrew's monotone chains, lower then upper
    for (int side = 0; side < 2; ++side) {
        const std::size_t floor = hull.size() + 1;
        for (auto& p : all) {
            while (hull.size() > floor && turn(hull[hull.size() - 2].at, hull.back().at, p.at) <= 1e-14) hull.pop_back();
            hull.push_back(p);
        }
        hull.pop_back();
        std::reverse(all.begin(), all.end());
    }
    std::vector<std::pair<Index, Index>> star;
    for (std::size_t i = 0; i < hull.size(); ++i) {
        auto &a = hull[i], &b = hull[(i + 1) % hull.size()];
        // A side through the origin would be a triangle without area.
        if (a.from >= 0 && b.from >= 0 && turn(a.at, b.at, Point::Zero()) > 1e-12) star.push_back({a.from, b.from});
    }
    return star;
}

// Points relative to the first, in the plane of the two largest principal axes.
std::vector<Point> flattened(const Matrix& around, const RowVector& centre) {
    std::vector<Point> out(static_cast<std::size_t>(around.rows()));
    if (around.cols() == 2) {
        for (Index i = 0; i < around.rows(); ++i) out[std::size_t(i)] = (around.row(i) - centre).transpose();
        return out;
    }
    const Matrix spread = around.rowwise() - around.colwise().mean();
    Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes;
    axes.computeDirect(Eigen::Matrix3d(spread.transpose() * spread));
    for (Index i = 0; i < around.rows(); ++i) {
        const Eigen::Vector3d p = (around.row(i) - centre).transpose();
        out[std::size_t(i)] = {p.dot(axes.eigenvectors().col(2)), p.dot(axes.eigenvectors().col(1))};
    }
    return out;
}

// The first point at each place, in order.
std::vector<Index> places_of(const Matrix& points) {
    std::vector<Index> order(static_cast<std::size_t>(points.rows())), places;
    std::iota(order.begin(), order.end(), Index(0));
    auto compare = [&](Index a, Index b) {
        for (Index c = 0; c < points.cols(); ++c)
            if (points(a, c) != points(b, c)) return points(a, c) < points(b, c) ? -1 : 1;
        return 0;
    };
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
        const int c = compare(a, b);
        return c ? c < 0 : a < b;
    });
    for (std::size_t i = 0; i < order.size(); ++i)
        if (i == 0 || compare(order[i - 1], order[i]) != 0) places.push_back(order[i]);
    std::sort(places.begin(), places.end());
    return places;
}

}  // namespace

Result<Triangles> cloud_triangles(const Matrix& points, Index neighbours, const Context& context) {
    const auto places = places_of(points);
    const Matrix distinct = points(places, Eigen::all);
    const KdTree tree(distinct);
    const Index k = std::min<Index>(neighbours + 1, distinct.rows());
    std::vector<double> squared(static_cast<std::size_t>(k)), query(static_cast<std::size_t>(points.cols()));
    std::vector<std::int64_t> row(static_cast<std::size_t>(k));
    std::vector<std::int32_t> found;
    for (Index i = 0; i < points.rows(); ++i) {
        if (i % 256 == 0) {
            if (context.stopped()) return cancelled_error();
            context.report(double(i) / double(points.rows()), "local triangles");
        }
        for (Index c = 0; c < points.cols(); ++c) query[std::size_t(c)] = points(i, c);
        const Index count = tree.nearest(query.data(), k, row.data(), squared.data());
        Matrix around(count, points.cols());
        for (Index j = 0; j < count; ++j) around.row(j) = distinct.row(row[std::size_t(j)]);
        for (auto [a, b] : delaunay_star(flattened(around, points.row(i))))
            for (Index v : {i, places[std::size_t(row[std::size_t(a)])], places[std::size_t(row[std::size_t(b)])]})
                found.push_back(std::int32_t(v));
    }
    Triangles triangles(Index(found.size()) / 3, 3);
    for (Index t = 0; t < triangles.rows(); ++t)
        for (Index c = 0; c < 3; ++c) triangles(t, c) = found[std::size_t(3 * t + c)];
    return triangles;
}

}  // namespace orthoscope
