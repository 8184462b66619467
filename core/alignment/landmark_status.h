// What a list of picked pairs is good for: whether it gives a start.
#pragma once

#include <string>
#include <vector>

#include "core/alignment/start.h"

namespace orthoscope {

struct LandmarkStatus {
    enum class Kind { TooFew, Collinear, OutOfRange, GivesStart } kind = Kind::TooFew;
    int rank = 0;          // directions that the pairs span on both sets
    std::string sentence;  // "2 of 3 needed", "collinear: ...", "gives a start"
};

// `source` n x d and `target` m x d', as loaded. Three pairs of positive weight whose rows are neither one point nor on
// one line, on either set, give a start: the second singular value of their centred rows is above 1e-3 of the first.
// Where a method needs fewer, as the matching of shapes does, any will do.
// In the plane two different points would do; a third is asked for all the same, as it tells a mirror image.
LandmarkStatus landmark_status(const Matrix& source, const Matrix& target, const std::vector<Landmark>& landmarks, int needed = 3);

}  // namespace orthoscope
