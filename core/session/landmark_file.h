// Files of picked pairs: `source target` a line, with a weight where there is a third column.
#pragma once

#include <filesystem>
#include <vector>

#include "core/alignment/start.h"
#include "core/base/result.h"

namespace orthoscope {

// Separated by blanks, commas or tabs; '#' starts a comment; an NPY table of two columns is read too. `base` (0 or 1)
// is the number of the first row. Errors name FILE:line N, what was found and what was expected.
Result<std::vector<Landmark>> read_landmarks(const std::filesystem::path& path, int base);

// Rows from 0; weights where one of them is not 1, with all their digits.
Status write_landmarks(const std::vector<Landmark>& landmarks, const std::filesystem::path& path);

}  // namespace orthoscope
