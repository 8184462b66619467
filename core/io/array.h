// Arrays of numbers as files hold them: any element type, byte order and axis order, turned into a
// column-major double Matrix, and into a Dataset by the rules of cli.md (dataset_from_array in format.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/format.h"

namespace orthoscope {

enum class Element { Bool, I8, I16, I32, I64, U8, U16, U32, U64, F16, BF16, F32, F64 };
std::size_t size_of(Element element);       // bytes
std::string_view name_of(Element element);  // "float64"

// Product of the sizes, or nothing where one is negative or the product passes 2^62.
std::optional<std::uint64_t> product(const std::vector<Index>& sizes);
// "(3, 4)", as numpy prints a shape.
std::string shape_text(const std::vector<Index>& shape);

// Any bytes as UTF-8 that can be shown and stored: control characters and invalid bytes become U+FFFD, and
// `changed`, where given, is set.
std::string printable(std::string_view text, bool* changed = nullptr);
// The error of a file of several members: none was named (usage), or one that is not there (input).
Error member_error(const Source& source, const std::string& wanted, const std::vector<std::string>& names);

// Numbers somewhere in memory; element [i, j, ...] lies at data + size_of(element) * (i * strides[0] + ...).
struct ArrayView {
    const std::byte* data = nullptr;
    Element element = Element::F64;
    bool big_endian = false;
    std::vector<Index> shape;
    std::vector<Index> strides;  // in elements
};
std::vector<Index> c_strides(const std::vector<Index>& shape);
std::vector<Index> fortran_strides(const std::vector<Index>& shape);

// How an array becomes a Dataset.
struct ArrayPlan {
    Kind kind = Kind::Matrix;
    std::vector<Index> order;    // the file's axes in the order in which they are kept
    std::vector<Index> leading;  // sizes of the axes flattened into rows, in C order
    std::vector<Index> frame;    // sizes of the axes flattened into columns, in C order
    std::string axes;            // of a sequence: one letter for each kept axis
    Index rows = 1, columns = 1;
    bool unknown = false;        // NaN stands for what is not known, and stays; else it is refused
};
// Usage error, naming --kind or --axes, where the shape does not fit. Frame axes are brought into the order y
// x c.
Result<ArrayPlan> plan_array(const std::vector<Index>& shape, const InputSpec& input);

// The array as plan.rows x plan.columns doubles, neither being 0. Refuses values that are not finite (naming
// row, column and the byte in `source`, at which the view's data begin at `data_offset`); asks for memory
// first; polls context. Integers of 2^53 and more may be rounded: a warning says so.
Result<Matrix> matrix_from_view(const ArrayView& view, const ArrayPlan& plan, const Source& source,
                                std::size_t data_offset, const Context& context,
                                std::vector<std::string>& warnings);

// matrix_from_view wrapped as the plan's kind.
Result<Dataset> dataset_from_view(const ArrayView& view, const std::string& name, const Source& source,
                                  std::size_t data_offset, const InputSpec& input, const Context& context);

}  // namespace orthoscope
