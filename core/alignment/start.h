// Start: where a search begins, or an answer made elsewhere that is to be graded (--start).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/types.h"

namespace orthoscope {

// aligned = scale X R + t. Of a stack of iterates there is one R a step; nothing in it need be orthogonal.
struct Start {
    std::vector<Matrix> rotations;   // d x d each; empty: only a matching or a functional map
    std::optional<RowVector> translation;  // none: the method's own means
    double scale = 1;
    std::optional<Indices> matching;  // n: target row of each source row, -1 none
    std::optional<Matrix> functional_map;  // k2 x k1, of shapes; then a matching holds the source row of each target row
    std::string origin;              // the file, for messages

    const Matrix* rotation() const { return rotations.empty() ? nullptr : &rotations.back(); }
};

// A landmark: one source row and the target row that belongs to it.
struct Landmark {
    Index source = 0, target = 0;
    double weight = 1;
    bool operator==(const Landmark&) const = default;
};

}  // namespace orthoscope
