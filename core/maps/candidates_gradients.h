// Gradients of eigenfunctions at vertices.
#pragma once

#include <vector>

#include "core/base/context.h"
#include "core/maps/shape_pair.h"

namespace orthoscope {

// Of functions 1 .. count the root of the eigenvalue: the size of the gradient. Of a component's own constant
// a hundredth of the largest.
Vector gradient_units(const Eigenbasis& basis, Index count);

// For each of `rows` the gradients of functions 1 .. count of the basis (the constant left out), each over
// its unit: rows 2 i and 2 i + 1, in a right-handed frame of the tangent plane (x, y, outward normal). Of
// clouds by least squares over 12 neighbours in the plane that fits them; the frame's handedness is then
// arbitrary. The unit of length is such that the mean square over the rows is 1.
Result<Matrix> function_gradients(const Dataset& shape, const Eigenbasis& basis,
                                  const std::vector<Index>& rows, Index count, const Context& context);

}  // namespace orthoscope
