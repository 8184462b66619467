// One shape as a part of the other.
#pragma once

#include "core/data/dataset.h"

namespace orthoscope {

// Length of the edges that belong to one triangle, over the root of the area: 0 of a closed mesh, and of a cloud.
double boundary_length(const Dataset& shape);
// The source has more boundary than the target, by a tenth of the root of the area: what the target has beyond it may have
// no partner there.
bool may_be_part(const Dataset& source, const Dataset& target);

// Without a partner (-1) become target vertices that do not come home: y -> map(y) -> back(map(y)) ends farther than
// `away` roots of the target's area from y. Where a part is missing its vertices all go to the rim of the cut, and from
// there back to the rim. map: m source vertices, -1 none; back: n target vertices, -1 none (then nobody comes home).
// Returns how many lost their partner.
Index uncover(Indices& map, const Indices& back, const Dataset& target, double away = 0.05);

}  // namespace orthoscope
