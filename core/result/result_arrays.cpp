#include "core/result/result_arrays.h"

#include <algorithm>
#include <array>

#include "core/io/npy.h"
#include "core/io/write.h"

namespace orthoscope {
namespace {

constexpr std::array<std::string_view, 4> row_names{"translation", "source_center", "target_center", "mean"};
constexpr std::array<std::string_view, 12> column_names{
    "values", "mass", "source_eigenvalues", "target_eigenvalues", "angles_degrees", "energies", "residuals",
    "twin", "parallel_quantiles", "stick", "shape_dna", "error_bounds"};

template <class List>
bool holds(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

bool is_row_array(std::string_view name) { return holds(row_names, name); }
bool is_column_array(std::string_view name) { return holds(column_names, name) || name == "weights"; }

Status write_array(std::string_view name, const Matrix& values, const std::filesystem::path& path) {
    // "mean" is one row of a subspace and a whole set of a group.
    if ((is_row_array(name) && values.rows() == 1) || (is_column_array(name) && values.cols() == 1))
        return write_npy(Vector(values.reshaped()), path);
    // p planes of two rows each.
    if (name == "planes" && values.rows() % 2 == 0) {
        Matrix rows(values.rows() / 2, 2 * values.cols());
        for (Index i = 0; i < rows.rows(); ++i) rows.row(i) << values.row(2 * i), values.row(2 * i + 1);
        return write_npy(rows, {rows.rows(), 2, values.cols()}, path);
    }
    return write_npy(values, path);
}

Result<ReadArray> read_array(std::string_view name, const std::filesystem::path& path) {
    auto source = Source::open(path);
    if (!source) return source.error();
    const auto refuse = [&](const std::string& what) { return source->at_byte(0, what); };
    if (!is_npy(source->head())) return refuse("found other bytes; expected an NPY file");
    auto header = parse_npy_header(*source, source->bytes().size());
    if (!header) return header.error();
    if (header->element != Element::F64 && header->element != Element::I64)
        return refuse("found " + header->type + "; expected float64 or int64");
    const auto& shape = header->shape;
    if (shape.empty() || shape.size() > 3) return refuse("found shape " + shape_text(shape) + "; expected 1 to 3 axes");
    InputSpec as_matrix;
    as_matrix.kind = Kind::Matrix;
    ArrayPlan plan;
    plan.rows = shape[0], plan.leading = {shape[0]};
    for (std::size_t i = 0; i < shape.size(); ++i) {
        plan.order.push_back(static_cast<Index>(i));
        if (i) plan.frame.push_back(shape[i]), plan.columns *= shape[i];
    }
    plan.unknown = name == "geodesic_errors";
    ReadArray out;
    out.integers = header->element == Element::I64;
    if (plan.rows == 0 || plan.columns == 0) {
        out.values = Matrix(plan.rows, plan.columns);
        return out;
    }
    const ArrayView view{source->bytes().data() + header->data_offset, *header->element, header->big_endian, shape,
                         header->fortran ? fortran_strides(shape) : c_strides(shape)};
    std::vector<std::string> warnings;
    auto values = matrix_from_view(view, plan, *source, header->data_offset, {}, warnings);
    if (!values) return values.error();
    if (shape.size() == 3 && shape[1] == 2) {
        Matrix planes(2 * plan.rows, shape[2]);
        for (Index i = 0; i < plan.rows; ++i) {
            planes.row(2 * i) = values->row(i).head(shape[2]);
            planes.row(2 * i + 1) = values->row(i).tail(shape[2]);
        }
        *values = std::move(planes);
    }
    out.values = is_row_array(name) && shape.size() == 1 ? Matrix(values->transpose()) : std::move(*values);
    return out;
}

}  // namespace orthoscope
