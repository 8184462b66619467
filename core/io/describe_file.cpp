#include "core/io/describe_file.h"

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>
#include <numeric>
#include <unordered_set>

namespace orthoscope {
namespace {

constexpr double quick_flops = 4e8;  // a rank that takes longer is left out

// splitmix64, to spread the bits of a row's values over its hash.
std::uint64_t mixed(std::uint64_t hash, double value) {
    std::uint64_t x = hash + 0x9e3779b97f4a7c15u + std::bit_cast<std::uint64_t>(value + 0.0);  // -0 is 0
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

Index duplicate_rows(const Matrix& values) {
    std::vector<std::pair<std::uint64_t, Index>> rows(static_cast<std::size_t>(values.rows()));
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].second = static_cast<Index>(i);
    for (Index column = 0; column < values.cols(); ++column)
        for (auto& [hash, row] : rows) hash = mixed(hash, values(row, column));
    std::sort(rows.begin(), rows.end());
    Index count = 0;
    for (std::size_t i = 1; i < rows.size(); ++i)
        count += rows[i].first == rows[i - 1].first &&
                 values.row(rows[i].second) == values.row(rows[i - 1].second);
    return count;
}

Index repeated(const std::vector<std::string>& labels) {
    const std::unordered_set<std::string_view> distinct(labels.begin(), labels.end());
    return static_cast<Index>(labels.size() - distinct.size());
}

Index constant_columns(const Matrix& values) {
    Index count = 0;
    for (Index column = 0; values.rows() > 1 && column < values.cols(); ++column)
        count += values.col(column).minCoeff() == values.col(column).maxCoeff();
    return count;
}

Index constant_rows(const Matrix& values) {
    if (values.cols() < 2) return 0;
    return (values.rowwise().minCoeff().array() == values.rowwise().maxCoeff().array()).count();
}

std::optional<Index> quick_rank(const Matrix& values) {
    const double small = static_cast<double>(std::min(values.rows(), values.cols()));
    if (static_cast<double>(values.size()) * small > quick_flops) return std::nullopt;
    const double scale = values.cwiseAbs().maxCoeff();  // keeps squares of huge values finite
    if (scale == 0) return 0;
    return Eigen::ColPivHouseholderQR<Matrix>(values / scale).rank();
}

class Pieces {
  public:
    explicit Pieces(Index count) : parent_(static_cast<std::size_t>(count)) {
        std::iota(parent_.begin(), parent_.end(), 0);
    }
    std::int32_t find(std::int32_t i) {
        while (at(i) != i) i = at(i) = at(at(i));
        return i;
    }
    void join(std::int32_t a, std::int32_t b) { at(find(a)) = find(b); }

  private:
    std::int32_t& at(std::int32_t i) { return parent_[static_cast<std::size_t>(i)]; }
    std::vector<std::int32_t> parent_;
};

bool zero_area(const Matrix& vertices, const Triangles& faces, Index face) {
    const Index columns = std::min<Index>(3, vertices.cols());
    Eigen::Vector3d corner[3] = {Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero()};
    for (int k = 0; k < 3; ++k) corner[k].head(columns) = vertices.row(faces(face, k)).head(columns);
    const Eigen::Vector3d a = corner[1] - corner[0], b = corner[2] - corner[0], c = corner[2] - corner[1];
    return a.cross(b).norm() <= 1e-12 * std::max({a.squaredNorm(), b.squaredNorm(), c.squaredNorm()});
}

void count_edges(const Triangles& faces, MeshFacts& facts) {
    std::vector<std::uint64_t> edges;
    edges.reserve(static_cast<std::size_t>(faces.rows()) * 3);
    for (Index face = 0; face < faces.rows(); ++face)
        for (int k = 0; k < 3; ++k) {
            const auto [low, high] = std::minmax({faces(face, k), faces(face, (k + 1) % 3)});
            edges.push_back(static_cast<std::uint64_t>(low) << 32 | static_cast<std::uint64_t>(high));
        }
    std::sort(edges.begin(), edges.end());
    for (std::size_t begin = 0, end; begin < edges.size(); begin = end) {
        for (end = begin; end < edges.size() && edges[end] == edges[begin];) ++end;
        facts.boundary_edges += end - begin == 1;
        facts.nonmanifold_edges += end - begin > 2;
    }
}

MeshFacts describe_mesh(const Matrix& vertices, const Triangles& faces) {
    MeshFacts facts;
    facts.faces = faces.rows();
    Pieces pieces(vertices.rows());
    std::vector<bool> used(static_cast<std::size_t>(vertices.rows()));
    for (Index face = 0; face < faces.rows(); ++face) {
        pieces.join(faces(face, 0), faces(face, 1));
        pieces.join(faces(face, 1), faces(face, 2));
        for (int k = 0; k < 3; ++k) used[static_cast<std::size_t>(faces(face, k))] = true;
        facts.zero_area_faces += zero_area(vertices, faces, face);
    }
    for (Index vertex = 0; vertex < vertices.rows(); ++vertex) {
        if (!used[static_cast<std::size_t>(vertex)])
            ++facts.unreferenced_vertices;
        else
            facts.components += pieces.find(static_cast<std::int32_t>(vertex)) == vertex;
    }
    count_edges(faces, facts);
    return facts;
}

// Vertices of one frame, n x 3, of a sequence of such frames.
Matrix first_frame(const FrameSequence& sequence) {
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const RowVector frame = sequence.frames.row(0);
    return Eigen::Map<const RowMajor>(frame.data(), sequence.shape[0], sequence.shape[1]);
}

void set_bounds(const Dataset& dataset, DatasetFacts& facts) {
    const Matrix& values = dataset.values();
    facts.lowest = values.minCoeff(), facts.highest = values.maxCoeff();
    auto sequence = std::get_if<FrameSequence>(&dataset.payload);
    if (sequence && sequence->triangles.rows() && sequence->shape.size() == 2) {
        const Index axes = sequence->shape[1];
        facts.minimum = RowVector::Constant(axes, facts.highest),
        facts.maximum = RowVector::Constant(axes, facts.lowest);
        for (Index column = 0; column < values.cols(); ++column) {
            double &low = facts.minimum[column % axes], &high = facts.maximum[column % axes];
            low = std::min(low, values.col(column).minCoeff()),
            high = std::max(high, values.col(column).maxCoeff());
        }
    } else if (values.cols() <= 3) {
        facts.minimum = values.colwise().minCoeff(), facts.maximum = values.colwise().maxCoeff();
    }
}

nlohmann::json list(const RowVector& row) {
    return std::vector<double>(row.data(), row.data() + row.size());
}

}  // namespace

DatasetFacts describe(const Dataset& dataset) {
    DatasetFacts facts;
    const Matrix& values = dataset.values();
    facts.kind = dataset.kind();
    facts.rows = values.rows(), facts.columns = values.cols();
    facts.labels = static_cast<Index>(dataset.labels.size());
    facts.repeated_labels = repeated(dataset.labels);
    if (values.size() == 0) return facts;
    set_bounds(dataset, facts);
    facts.duplicate_rows = duplicate_rows(values);
    facts.constant_rows = constant_rows(values);
    facts.constant_columns = constant_columns(values);
    if (facts.kind == Kind::Embedding || facts.kind == Kind::Matrix) facts.rank = quick_rank(values);
    if (auto mesh = std::get_if<Mesh>(&dataset.payload))
        facts.mesh = describe_mesh(mesh->vertices, mesh->triangles);
    auto sequence = std::get_if<FrameSequence>(&dataset.payload);
    if (sequence && sequence->triangles.rows() && sequence->shape.size() == 2)
        facts.mesh = describe_mesh(first_frame(*sequence), sequence->triangles);
    return facts;
}

std::vector<std::string> DatasetFacts::problems() const {
    std::vector<std::string> list;
    const auto say = [&](Index count, const char* one, const char* many) {
        if (count) list.push_back(std::to_string(count) + " " + (count == 1 ? one : many));
    };
    const bool mesh_like = mesh.has_value();
    if (kind != Kind::Matrix) say(duplicate_rows, "row repeats an earlier row", "rows repeat an earlier row");
    if (kind == Kind::Embedding || kind == Kind::Matrix || (kind == Kind::Sequence && !mesh_like)) {
        say(constant_rows, "row holds one value throughout", "rows hold one value throughout");
        say(constant_columns, "column does not vary", "columns do not vary");
    }
    if (rank && *rank < std::min(rows, columns))
        list.push_back("the rank is " + std::to_string(*rank) + " of " +
                       std::to_string(std::min(rows, columns)));
    say(repeated_labels, "label repeats an earlier label", "labels repeat an earlier label");
    if (!mesh_like) return list;
    say(mesh->zero_area_faces, "face has no area", "faces have no area");
    say(mesh->unreferenced_vertices, "vertex is in no face", "vertices are in no face");
    say(mesh->nonmanifold_edges, "edge is in more than two faces", "edges are in more than two faces");
    if (mesh->components > 1)
        list.push_back("the mesh has " + std::to_string(mesh->components) + " components");
    return list;
}

nlohmann::json facts(const Dataset& dataset) {
    const DatasetFacts facts = describe(dataset);
    nlohmann::json json{{"kind", name_of(facts.kind)},
                        {"rows", facts.rows},
                        {"columns", facts.columns},
                        {"labels", facts.labels},
                        {"values", {{"min", facts.lowest}, {"max", facts.highest}}},
                        {"duplicate_rows", facts.duplicate_rows},
                        {"constant_rows", facts.constant_rows},
                        {"constant_columns", facts.constant_columns},
                        {"problems", facts.problems()}};
    if (facts.labels) json["repeated_labels"] = facts.repeated_labels;
    if (facts.minimum.size()) json["bounds"] = {{"min", list(facts.minimum)}, {"max", list(facts.maximum)}};
    if (facts.rank) json["rank"] = *facts.rank;
    if (auto sequence = std::get_if<FrameSequence>(&dataset.payload)) {
        json["axes"] = sequence->axes;
        json["frame_shape"] = sequence->shape;
        json["leading"] = sequence->leading;
    }
    if (!facts.mesh) return json;
    json["faces"] = facts.mesh->faces;
    json["components"] = facts.mesh->components;
    json["unreferenced_vertices"] = facts.mesh->unreferenced_vertices;
    json["zero_area_faces"] = facts.mesh->zero_area_faces;
    json["boundary_edges"] = facts.mesh->boundary_edges;
    json["nonmanifold_edges"] = facts.mesh->nonmanifold_edges;
    return json;
}

}  // namespace orthoscope
