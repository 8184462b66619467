// The columns of a CSV as they stand in the file, so that what is made of it can be written under the same header.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/io/format.h"

namespace orthoscope {

struct TableColumns {
    std::vector<std::string> names;  // of the columns of numbers, in order; empty: the file has no header
    std::string label_name;          // of the column of labels
    Index before_labels = 0;         // how many columns of numbers stand before the labels
};

// As read() takes a CSV with the same input.
TableColumns table_columns(const Source& source, const InputSpec& input);
// A CSV of the set's values and labels in that order. Where the set has more columns than names they are "column N".
Status write_table(const Dataset& dataset, const TableColumns& columns, const std::filesystem::path& path);

}  // namespace orthoscope
