#include "core/shape/prepare_rows.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/base/random.h"
#include "core/neighbours/farthest_points.h"
#include "core/neighbours/kd_tree.h"
#include "core/shape/geodesics_graph.h"
#include "core/shape/geodesics_mesh.h"

namespace orthoscope {
namespace {

constexpr std::uint64_t thinning_seed = 1;
constexpr Index near_rows = 12;

Matrix chosen(const Matrix& values, const std::vector<Index>& rows) {
    Matrix out(Index(rows.size()), values.cols());
    for (std::size_t i = 0; i < rows.size(); ++i) out.row(Index(i)) = values.row(rows[i]);
    return out;
}

Selection selection_of(std::vector<Index> kept, Index rows) {
    Selection selection{std::move(kept), Indices::Constant(rows, -1)};
    for (std::size_t i = 0; i < selection.kept.size(); ++i) selection.number(selection.kept[i]) = std::int64_t(i);
    return selection;
}

// Kept rows in a grid of cells as wide as the tolerance; no coordinate is negative.
class Cells {
  public:
    Cells(const Matrix& points, double width) : points_(points), width_(width) {}

    Index nearest_within(Index row) const {
        Index best = -1;
        double limit = width_ * width_;
        const auto middle = cell(row);
        for (std::int64_t x = -1; x <= 1; ++x)
            for (std::int64_t y = -1; y <= 1; ++y)
                for (std::int64_t z = -1; z <= 1; ++z) {
                    const auto found = rows_.find(key({middle[0] + x, middle[1] + y, middle[2] + z}));
                    if (found == rows_.end()) continue;
                    for (Index other : found->second)
                        if (const double d = (points_.row(other) - points_.row(row)).squaredNorm(); d <= limit)
                            if (best < 0 || d < limit) best = other, limit = d;
                }
        return best;
    }
    void add(Index row) { rows_[key(cell(row))].push_back(row); }

  private:
    using Cell = std::array<std::int64_t, 3>;
    Cell cell(Index row) const {
        Cell cell{};
        for (Index j = 0; j < std::min<Index>(3, points_.cols()); ++j)
            cell[std::size_t(j)] = std::int64_t(std::floor(points_(row, j) / width_));
        return cell;
    }
    // Cells that share a key only cost a comparison.
    static std::uint64_t key(const Cell& c) {
        return std::uint64_t(c[0]) * 0x9E3779B97F4A7C15u ^ std::uint64_t(c[1]) * 0xC2B2AE3D27D4EB4Fu ^
               std::uint64_t(c[2]) * 0x165667B19E3779F9u;
    }

    const Matrix& points_;
    double width_;
    std::unordered_map<std::uint64_t, std::vector<Index>> rows_;
};

// Beside so many rows farthest points of a random part are as good, at a bounded cost.
Result<std::vector<Index>> spread_rows(const Matrix& points, Index wanted, const Context& context) {
    if (points.rows() <= 20 * wanted) return farthest_points(points, wanted, context);
    const auto pool = Random(thinning_seed).choose(points.rows(), 20 * wanted);
    auto kept = farthest_points(chosen(points, pool), wanted, context);
    if (kept)
        for (auto& row : *kept) row = pool[std::size_t(row)];
    return kept;
}

}  // namespace

void select_rows(const Selection& s, Dataset& set, Prepared& prepared) {
    std::vector<Index> faces, corners;
    if (auto* mesh = std::get_if<Mesh>(&set.payload)) {
        Triangles kept(mesh->triangles.rows(), 3);
        for (Index t = 0; t < mesh->triangles.rows(); ++t) {
            const auto a = s.number(mesh->triangles(t, 0)), b = s.number(mesh->triangles(t, 1)), c = s.number(mesh->triangles(t, 2));
            if (a < 0 || b < 0 || c < 0 || a == b || b == c || c == a) continue;
            kept.row(Index(faces.size())) << std::int32_t(a), std::int32_t(b), std::int32_t(c);
            faces.push_back(t);
        }
        mesh->triangles = kept.topRows(Index(faces.size())).eval();
        mesh->vertices = chosen(mesh->vertices, s.kept);
    } else if (auto* cloud = std::get_if<PointCloud>(&set.payload)) {
        cloud->points = chosen(cloud->points, s.kept);
    }
    for (Index t : faces) corners.insert(corners.end(), {3 * t, 3 * t + 1, 3 * t + 2});
    for (auto& attribute : set.attributes)
        attribute.values = chosen(attribute.values, attribute.domain == Attribute::Domain::Row    ? s.kept
                                                    : attribute.domain == Attribute::Domain::Face ? faces
                                                                                                  : corners);
    std::vector<std::string> labels;
    if (!set.labels.empty())
        for (Index row : s.kept) labels.push_back(set.labels[std::size_t(row)]);
    set.labels = std::move(labels);
    Indices rows(Index(s.kept.size()));
    for (std::size_t i = 0; i < s.kept.size(); ++i) rows(Index(i)) = prepared.rows(s.kept[i]);
    prepared.rows = std::move(rows);
    for (auto& row : prepared.back)
        if (row >= 0) row = s.number(row);
}

void drop_faces(Dataset& set) {
    if (auto* mesh = std::get_if<Mesh>(&set.payload)) set.payload = PointCloud{Matrix(std::move(mesh->vertices))};
    std::erase_if(set.attributes, [](auto& a) { return a.domain != Attribute::Domain::Row; });
}

Selection welded(const Matrix& points, double tolerance) {
    std::vector<Index> kept;
    Indices leader(points.rows());
    if (tolerance > 0) {
        Matrix shifted = points.rowwise() - points.colwise().minCoeff();
        Cells cells(shifted, tolerance);
        for (Index i = 0; i < points.rows(); ++i) {
            const Index found = cells.nearest_within(i);
            leader(i) = found < 0 ? i : found;
            if (found < 0) cells.add(i), kept.push_back(i);
        }
    } else {
        const auto alike = first_alike(points);
        for (Index i = 0; i < points.rows(); ++i)
            if (leader(i) = alike[std::size_t(i)]; leader(i) == i) kept.push_back(i);
    }
    Selection selection = selection_of(std::move(kept), points.rows());
    for (Index i = 0; i < points.rows(); ++i) selection.number(i) = selection.number(leader(i));
    return selection;
}

bool largest_component(const Dataset& set, const Context& context, Selection& selection) {
    const Matrix& points = set.values();
    std::vector<std::int32_t> component;
    std::vector<double> size;
    if (const auto* triangles = set.triangles()) {
        const auto mesh = half_edge_mesh(points, *triangles);
        component = mesh.component;
        size.resize(component.size());
        for (std::size_t h = 0; h < mesh.tail.size(); h += 3)
            size[std::size_t(component[std::size_t(mesh.tail[h])])] += mesh.length[h] * mesh.apex_y[h];
    } else {
        HopGraph graph;
        if (!neighbour_graph(points, near_rows, context, graph)) return false;
        component = graph.component;
        size.resize(component.size());
        for (auto c : component) ++size[std::size_t(c)];
    }
    const auto largest = std::max_element(size.begin(), size.end()) - size.begin();
    std::vector<Index> kept;
    for (Index i = 0; i < points.rows(); ++i)
        if (component[std::size_t(i)] == largest) kept.push_back(i);
    selection = selection_of(std::move(kept), points.rows());
    return !context.stopped();
}

bool thinned(const Matrix& points, Index wanted, bool farthest, const Context& context, Selection& selection) {
    auto kept = farthest ? spread_rows(points, wanted, context) : Random(thinning_seed).choose(points.rows(), wanted);
    if (!kept || context.stopped()) return false;
    std::sort(kept->begin(), kept->end());
    selection = selection_of(std::move(*kept), points.rows());
    auto nearest = KdTree(chosen(points, selection.kept)).nearest(points, 1, 1, context);
    if (!nearest) return false;
    for (Index i = 0; i < points.rows(); ++i)
        if (selection.number(i) < 0) selection.number(i) = nearest->row(i);
    return true;
}

}  // namespace orthoscope
