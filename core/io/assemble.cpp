#include "core/io/assemble.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "core/io/text.h"

namespace orthoscope {
namespace {

Index find(const std::vector<VertexColumn>& columns, std::string_view name) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name) return Index(i);
    return -1;
}

// All names present: their columns, in that order; else empty.
std::vector<Index> find_all(const std::vector<VertexColumn>& columns,
                            std::initializer_list<std::string_view> names) {
    std::vector<Index> found;
    for (auto name : names)
        if (const Index at = find(columns, name); at >= 0) found.push_back(at);
    if (found.size() != names.size()) found.clear();
    return found;
}

std::vector<Index> find_first(const std::vector<VertexColumn>& columns,
                              std::initializer_list<std::initializer_list<std::string_view>> choices) {
    for (auto& names : choices)
        if (auto found = find_all(columns, names); !found.empty()) return found;
    return {};
}

Matrix gather(const Matrix& table, const std::vector<Index>& from) {
    Matrix values(table.rows(), Index(from.size()));
    for (std::size_t i = 0; i < from.size(); ++i) values.col(Index(i)) = table.col(from[i]);
    return values;
}

void add_attribute(Dataset& dataset, std::string name, Matrix values) {
    if (!values.allFinite()) {
        dataset.warnings.push_back("The attribute " + in_quotes(name) +
                                   " holds values that are not finite, and was left out.");
        return;
    }
    dataset.attributes.push_back({std::move(name), Attribute::Domain::Row, std::move(values)});
}

}  // namespace

void Fans::add(std::span<const std::int32_t> polygon) {
    if (polygon.size() < 3) {
        ++skipped_;
        return;
    }
    if (polygon.size() > 3) ++split_;
    for (std::size_t i = 2; i < polygon.size(); ++i)
        corners_.insert(corners_.end(), {polygon[0], polygon[i - 1], polygon[i]});
}

Triangles Fans::triangles() const {
    using Rows = Eigen::Matrix<std::int32_t, Eigen::Dynamic, 3, Eigen::RowMajor>;
    return Eigen::Map<const Rows>(corners_.data(), Index(count()), 3);
}

void Fans::warn(std::vector<std::string>& warnings) const {
    if (split_)
        warnings.push_back(counted(split_, "polygon") + " of more than three corners " +
                           (split_ == 1 ? "was" : "were") + " split into triangles.");
    if (skipped_)
        warnings.push_back(counted(skipped_, "face") + " of fewer than three corners " +
                           (skipped_ == 1 ? "was" : "were") + " left out.");
}

Result<Matrix> sort_columns(const Source& source, const std::vector<VertexColumn>& columns, Matrix table,
                            Dataset& dataset) {
    auto place = find_first(columns, {{"x", "y", "z"}, {"x", "y"}});
    if (place.empty())
        return input_error(source.name(), "no columns x and y were found; expected coordinates");
    auto color = find_first(columns, {{"red", "green", "blue", "alpha"},
                                      {"red", "green", "blue"},
                                      {"r", "g", "b", "a"},
                                      {"r", "g", "b"},
                                      {"diffuse_red", "diffuse_green", "diffuse_blue"}});
    auto normal = find_first(columns, {{"nx", "ny", "nz"}, {"normal_x", "normal_y", "normal_z"}});
    auto texture = find_first(columns, {{"s", "t"}, {"u", "v"}, {"texture_u", "texture_v"}});
    std::vector<bool> used(columns.size());
    for (auto* group : {&place, &color, &normal, &texture})
        for (Index column : *group) used[std::size_t(column)] = true;

    if (!color.empty()) {
        Matrix values = gather(table, color);
        for (Index i = 0; i < values.cols(); ++i)
            values.col(i) *= columns[std::size_t(color[std::size_t(i)])].scale;
        add_attribute(dataset, "color", std::move(values));
    }
    if (!normal.empty()) add_attribute(dataset, "normal", gather(table, normal));
    if (!texture.empty()) add_attribute(dataset, "texture", gather(table, texture));
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (!used[i]) add_attribute(dataset, columns[i].name, table.col(Index(i)));

    const bool whole = place.size() == columns.size() && std::is_sorted(place.begin(), place.end());
    Matrix points = whole ? std::move(table) : gather(table, place);
    if (auto finite = check_finite(source, points, "vertex"); !finite) return finite.error();
    return points;
}

Status check_finite(const Source& source, const Matrix& values, std::string_view row_name) {
    if (values.allFinite()) return success();
    for (Index row = 0; row < values.rows(); ++row)
        for (Index column = 0; column < values.cols(); ++column)
            if (!std::isfinite(values(row, column)))
                return input_error(source.name() + ":" + std::string(row_name) + " " + std::to_string(row),
                                   "found " + std::to_string(values(row, column)) + " in column " +
                                       std::to_string(column) + " (counted from 0); expected finite numbers");
    return success();
}

Matrix from_rows(const std::vector<double>& values, Index columns) {
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const Rows>(values.data(), columns ? Index(values.size()) / columns : 0, columns);
}

Payload table_payload(Matrix values) {
    if (values.cols() == 2 || values.cols() == 3) return PointCloud{std::move(values)};
    return EmbeddingSet{std::move(values)};
}

FileInfo describe(const Dataset& dataset, std::string type) {
    MemberInfo member{"", std::move(type), {dataset.rows(), dataset.columns()}, dataset.kind(), {}};
    if (member.kind == Kind::Mesh)
        member.other_kinds = {Kind::Cloud, Kind::Embedding, Kind::Matrix};
    else
        for (Kind kind : {Kind::Cloud, Kind::Embedding, Kind::Matrix, Kind::Sequence})
            if (kind != member.kind) member.other_kinds.push_back(kind);
    return {dataset.origin.format, {std::move(member)}, dataset.warnings};
}

Result<FileInfo> describe(const Result<Dataset>& dataset, std::string type) {
    if (!dataset) return dataset.error();
    return describe(*dataset, std::move(type));
}

}  // namespace orthoscope
