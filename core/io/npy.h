// NPY, versions 1 to 3 (numpy.lib.format), shared by the NPY and NPZ readers.
#pragma once

#include "core/io/array.h"

namespace orthoscope {

struct NpyHeader {
    std::string type;                // "float64", or what numpy wrote where it is none of ours
    std::optional<Element> element;  // none: objects, strings, records, complex numbers
    bool big_endian = false;
    bool fortran = false;
    bool guessed = false;  // two-byte void elements, taken for bfloat16 as ml_dtypes writes it
    std::vector<Index> shape;
    std::uint64_t data_offset = 0;
    std::uint64_t data_bytes = 0;  // 0 where the element is none
};

constexpr std::uint64_t npy_header_limit =
    65535;  // all that version 1 can state; numpy itself stops at 10,000

bool is_npy(std::string_view head);
// `source` holds the file's first bytes (all, or enough for the header); `size` is the length of the whole.
// Checks that the data announced fit in the file.
Result<NpyHeader> parse_npy_header(const Source& source, std::uint64_t size);
Result<Dataset> read_npy(const Source& source, const std::string& name, const InputSpec& input,
                         const Context& context);

}  // namespace orthoscope
