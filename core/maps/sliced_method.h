// The method `sliced-refinement`: a given map refined along sliced Wasserstein distances.
#pragma once

#include "core/maps/matching_problem.h"

namespace orthoscope {

struct SlicedMethodOptions {
    BasisOptions basis;
    SlicedOptions slices;
    FilterOptions filter;

    template <class V>
    void describe(V& v) {
        basis.describe(v), slices.describe(v), filter.describe(v);
    }
    MatchingPlan plan(const RunSettings& settings) const;
};

const MethodInfo& sliced_refinement_info();
const Method& sliced_refinement_method();

}  // namespace orthoscope
