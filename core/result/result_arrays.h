// How the arrays of a Report lie in NPY files (cli.md).
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/run/report.h"

namespace orthoscope {

// Names that are one-dimensional in the file; in a Report those of the first kind are rows, the others columns.
bool is_row_array(std::string_view name);
bool is_column_array(std::string_view name);

Status write_array(std::string_view name, const Matrix& values, const std::filesystem::path& path);

// What read_array found: float64 values, or int64 ones.
struct ReadArray {
    Matrix values;
    bool integers = false;
};
Result<ReadArray> read_array(std::string_view name, const std::filesystem::path& path);

}  // namespace orthoscope
