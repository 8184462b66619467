// Two shapes made ready for matching.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "core/shape/eigenbasis.h"

namespace orthoscope {

// Numerics of core/maps take this; all members are shared and immutable. Both bases are those of the shapes
// scaled to area 1 (unit_area): only then is the functional map of an isometry up to scale orthogonal, and
// only then can |C Phi1(x) - Phi2(y)| compare points.
struct ShapePair {
    DatasetPtr source, target;
    std::shared_ptr<const Eigenbasis> source_basis, target_basis;
    std::vector<std::pair<Index, Index>> landmarks;  // source vertex, target vertex; may be empty
};

// The same basis for the shape scaled to area 1: values times area, vectors times its root, mass over area. A
// basis that has area 1 already is returned as it is.
std::shared_ptr<const Eigenbasis> unit_area(std::shared_ptr<const Eigenbasis> basis);

// A pair whose bases are unit_area. Errors (Input): a landmark outside its shape, bases and shapes of
// different sizes, fewer than two vectors.
Result<ShapePair> make_shape_pair(DatasetPtr source, DatasetPtr target,
                                  std::shared_ptr<const Eigenbasis> source_basis,
                                  std::shared_ptr<const Eigenbasis> target_basis,
                                  std::vector<std::pair<Index, Index>> landmarks);

}  // namespace orthoscope
