// One shape as a part of the other.
#pragma once

#include "core/data/dataset.h"

namespace orthoscope {

// Length of the edges that belong to one triangle, over the root of the area: 0 of a closed mesh, and of a cloud.
double boundary_length(const Dataset& shape);
// The source has more boundary than the target, by a tenth of the root of the area: what the target has beyond it may have
// no partner there.
bool may_be_part(const Dataset& source, const Dataset& target);

// Without a partner (-1) become target vertices that pay too much for one, as most vertices about them do: a vertex alone
// may pay much for want of a near partner, a missing part pays everywhere. price: m, as BalancedTransport::prices() has it.
// Returns how many lost their partner. Precondition: the target is a mesh.
Index uncover(Indices& map, const Vector& price, const Dataset& target);

}  // namespace orthoscope
