// Writing: OFF, PLY, OBJ, NPY, CSV. A file is written beside its place and renamed, so a failure leaves no half.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace orthoscope {

// By suffix: .off .ply .obj .npy .csv; another suffix is a usage error that lists these. Colours ("color", 0..1)
// are kept by PLY, OFF (COFF) and OBJ; labels by CSV. Numbers in text have 17 significant digits.
Status write(const Dataset& dataset, const std::filesystem::path& path);

// NPY version 1.0, C order, little endian.
Status write_npy(const Matrix& values, const std::filesystem::path& path);               // rows x columns
Status write_npy(const Vector& values, const std::filesystem::path& path);               // 1-D
Status write_npy(const Indices& values, const std::filesystem::path& path);              // 1-D int64
Status write_npy(const Matrix& rows, const std::vector<Index>& shape, const std::filesystem::path& path);  // N-D
// Any text, written the same safe way.
Status write_text(std::string_view text, const std::filesystem::path& path);

}  // namespace orthoscope
