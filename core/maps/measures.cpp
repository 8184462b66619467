#include "core/maps/measures.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <vector>

#include "core/base/median.h"
#include "core/base/random.h"
#include "core/neighbours/kd_tree.h"

namespace orthoscope {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr Index near_rows = 6;
constexpr std::size_t judge_all = 20'000, judge_drawn = 5'000;

bool is_surface(const Dataset& shape) {
    const auto* triangles = shape.triangles();
    return shape.kind() == Kind::Mesh && triangles && triangles->rows() > 0;
}

Eigen::Vector3d point(const Matrix& points, Index row) {
    Eigen::Vector3d p = Eigen::Vector3d::Zero();
    for (Index j = 0; j < std::min<Index>(3, points.cols()); ++j) p(j) = points(row, j);
    return p;
}

Eigen::Vector3d doubled_area(const Matrix& points, Index a, Index b, Index c) {
    return (point(points, b) - point(points, a)).cross(point(points, c) - point(points, a));
}

double median_of(std::vector<double> values) { return values.empty() ? none : median(std::move(values)); }

using Edge = std::pair<Index, Index>;

Nearest neighbours(const Matrix& points) {
    return *KdTree(points).nearest(points, near_rows + 1, 1, {});
}

// Each once, the lower end first.
std::vector<Edge> edges_of(const Dataset& shape) {
    std::vector<Edge> edges;
    if (is_surface(shape)) {
        const Triangles& t = *shape.triangles();
        for (Index f = 0; f < t.rows(); ++f)
            for (int c = 0; c < 3; ++c) edges.push_back(std::minmax<Index>(t(f, c), t(f, (c + 1) % 3)));
    } else if (shape.rows() > 1) {
        const auto found = neighbours(shape.values());
        for (Index i = 0; i < found.row.size(); ++i)
            if (const Index from = i / found.k; found.row(i) >= 0) edges.push_back(std::minmax<Index>(from, found.row(i)));
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::erase_if(edges, [](const Edge& e) { return e.first == e.second; });
    return edges;
}

void draw(std::vector<Index>& rows, std::uint64_t seed) {
    Random random(seed);
    std::vector<Index> kept;
    for (Index i : random.choose(Index(rows.size()), Index(judge_drawn))) kept.push_back(rows[std::size_t(i)]);
    rows = std::move(kept);
}

}  // namespace

double coverage(const Indices& map, Index source_vertices) {
    if (source_vertices == 0) return none;
    std::vector<bool> hit(static_cast<std::size_t>(source_vertices));
    for (auto v : map)
        if (v >= 0) hit[std::size_t(v)] = true;
    return double(std::count(hit.begin(), hit.end(), true)) / double(source_vertices);
}

double shape_area(const Dataset& shape) {
    const Matrix& points = shape.values();
    if (is_surface(shape)) {
        double sum = 0;
        const Triangles& t = *shape.triangles();
        for (Index f = 0; f < t.rows(); ++f) sum += doubled_area(points, t(f, 0), t(f, 1), t(f, 2)).norm() / 2;
        return sum;
    }
    if (points.rows() <= near_rows) return none;
    // A disc that holds six of n rows has 6 / n of the area.
    const auto found = neighbours(points);
    std::vector<double> squared;
    for (Index i = near_rows; i < found.squared.size(); i += found.k) squared.push_back(found.squared(i));
    return double(points.rows()) * std::numbers::pi * median_of(std::move(squared)) / double(near_rows);
}

double orientation_preserved(const Dataset& source, const Dataset& target, const Indices& map) {
    if (!is_surface(source) || !is_surface(target) || source.columns() != 3) return none;
    const Matrix& points = source.values();
    Matrix normals = Matrix::Zero(points.rows(), 3);
    const Triangles& faces = *source.triangles();
    for (Index f = 0; f < faces.rows(); ++f) {
        const RowVector normal = doubled_area(points, faces(f, 0), faces(f, 1), faces(f, 2)).transpose();
        for (int c = 0; c < 3; ++c) normals.row(faces(f, c)) += normal;
    }
    normals.rowwise().normalize();
    Index kept = 0, judged = 0;
    const Triangles& t = *target.triangles();
    for (Index f = 0; f < t.rows(); ++f) {
        const Index a = map(t(f, 0)), b = map(t(f, 1)), c = map(t(f, 2));
        if (a < 0 || b < 0 || c < 0) continue;
        const Eigen::Vector3d image = doubled_area(points, a, b, c);
        if (!(image.squaredNorm() > 0)) continue;
        ++judged, kept += (normals.row(a) + normals.row(b) + normals.row(c)).dot(image.transpose()) > 0;
    }
    return judged ? double(kept) / double(judged) : none;
}

double edge_stretch(const Dataset& source, const Dataset& target, const Indices& map) {
    const Matrix &x = source.values(), &y = target.values();
    auto length = [](const Matrix& points, Edge e) { return (points.row(e.first) - points.row(e.second)).norm(); };
    std::vector<double> lengths;
    for (const Edge& e : edges_of(source)) lengths.push_back(length(x, e));
    const double floor = median_of(std::move(lengths)) / 100, per = std::sqrt(shape_area(target) / shape_area(source));
    double sum = 0;
    Index judged = 0;
    for (const Edge& e : edges_of(target)) {
        const Edge image{map(e.first), map(e.second)};
        const double before = length(y, e);
        if (image.first < 0 || image.second < 0 || !(before > 0)) continue;
        sum += std::abs(std::log(std::max(length(x, image), floor) * per / before)), ++judged;
    }
    return judged ? sum / double(judged) : none;
}

double dirichlet_energy(const Matrix& source_points, const Eigen::SparseMatrix<double>& source_stiffness,
                        const Eigen::SparseMatrix<double>& target_stiffness, const Indices& map) {
    // g' W g = -sum over i < j of W_ij |g_i - g_j|^2, for the rows of W sum to 0.
    auto energy = [&](const Eigen::SparseMatrix<double>& w, auto place) {
        double sum = 0;
        for (Index column = 0; column < w.outerSize(); ++column)
            for (Eigen::SparseMatrix<double>::InnerIterator entry(w, column); entry; ++entry) {
                if (entry.row() >= column) continue;
                const Index a = place(entry.row()), b = place(column);
                if (a >= 0 && b >= 0) sum -= entry.value() * (source_points.row(a) - source_points.row(b)).squaredNorm();
            }
        return sum;
    };
    const double own = energy(source_stiffness, [](Index i) { return i; });
    return own > 0 ? energy(target_stiffness, [&](Index i) { return Index(map(i)); }) / own : none;
}

double orthogonality_error(const Matrix& c) {
    const Index k = std::min(c.rows(), c.cols());
    if (k == 0) return none;
    const Matrix gram = c.cols() <= c.rows() ? Matrix(c.transpose() * c) : Matrix(c * c.transpose());
    return (gram - Matrix::Identity(k, k)).norm() / std::sqrt(double(k));
}

double commutativity_error(const Matrix& c, const Vector& source_values, const Vector& target_values) {
    if (c.size() == 0) return none;
    const Vector l1 = source_values.head(c.cols()), l2 = target_values.head(c.rows());
    const double scale = std::max(l1.maxCoeff(), l2.maxCoeff()) * c.norm();
    return scale > 0 ? (c * l1.asDiagonal() - l2.asDiagonal() * c).norm() / scale : none;
}

Result<double> bijectivity_error(const Geodesics& source, double area, const Indices& map, const Indices& back, int threads,
                                 const Context& context) {
    std::vector<Index> rows;
    for (Index x = 0; x < back.size(); ++x)
        if (back(x) >= 0 && map(back(x)) >= 0) rows.push_back(x);
    if (rows.size() > judge_all) draw(rows, 1);
    std::vector<std::pair<Index, Index>> pairs;
    for (Index x : rows) pairs.emplace_back(x, map(back(x)));
    const auto distances = source.pairs(pairs, threads, context);
    if (!distances) return distances.error();
    double sum = 0;
    Index judged = 0;
    for (double d : *distances)
        if (std::isfinite(d)) sum += d, ++judged;
    return judged ? sum / double(judged) / std::sqrt(area) : none;
}

Result<GeodesicError> geodesic_error(const Geodesics& source, double area, const Indices& map, const Indices& truth,
                                     std::uint64_t seed, int threads, const Context& context) {
    std::vector<Index> rows;
    for (Index i = 0; i < truth.size(); ++i)
        if (truth(i) >= 0) rows.push_back(i);
    GeodesicError error{none, none, Vector::Constant(map.size(), none), 0, rows.size() > judge_all};
    if (error.sampled) draw(rows, seed);
    error.judged = Index(rows.size());
    std::vector<std::pair<Index, Index>> pairs;
    for (Index i : rows)  // an uncovered row stands for itself: one search fewer
        pairs.emplace_back(truth(i), map(i) >= 0 ? map(i) : truth(i));
    const auto distances = source.pairs(pairs, threads, context);
    if (!distances) return distances.error();
    std::optional<double> diameter;
    std::vector<double> counted;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double d = map(rows[i]) >= 0 ? (*distances)(Index(i)) : std::numeric_limits<double>::infinity();
        if (!std::isfinite(d)) {
            if (!diameter) {
                const auto found = source.diameter(context);
                if (!found) return found.error();
                diameter = *found;
            }
            d = *diameter;
        }
        counted.push_back(d / std::sqrt(area));
        if (map(rows[i]) >= 0) error.errors(rows[i]) = counted.back();
    }
    if (counted.empty()) return error;
    error.mean = Eigen::Map<const Vector>(counted.data(), Index(counted.size())).mean();
    error.median = median_of(std::move(counted));
    return error;
}

}  // namespace orthoscope
