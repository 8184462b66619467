// The method `functional-map`: the whole chain of shape matching, from two shapes to a ranked list of dense maps.
#pragma once

#include "core/maps/matching_problem.h"

namespace orthoscope {

struct FunctionalMapOptions {
    BasisOptions basis;
    std::int64_t step = 10, candidates = 3;
    enum class Search { Full, Fast } search = Search::Full;
    bool sliced = true;
    SlicedOptions slices;
    FilterOptions filter;

    template <class V>
    void describe(V& v) {
        basis.describe(v);
        v.choice("search", search, {"full", "fast"},
                 "How many starts are tried: fits, signs, placements and compositions, or fits of two sizes alone.");
        v.integer("candidates", candidates, 1, 12, "Distinct maps that are kept and ranked.");
        v.integer("step", step, 1, 100, "Eigenvectors that ZoomOut adds at each step on its way to k.");
        v.flag("sliced", sliced, "Refine the best map along sliced distances after ZoomOut.");
        slices.describe(v);
        filter.describe(v);
    }
    MatchingPlan plan(const RunSettings& settings) const;
};

const MethodInfo& functional_map_info();
const Method& functional_map_method();

}  // namespace orthoscope
