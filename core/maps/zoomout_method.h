// The method `zoomout`: spectral upsampling of a given map or functional map.
#pragma once

#include "core/maps/matching_problem.h"

namespace orthoscope {

struct ZoomOutMethodOptions {
    BasisOptions basis;
    std::int64_t from = 0, step = 5;
    bool icp = false;
    FilterOptions filter;

    template <class V>
    void describe(V& v) {
        basis.describe(v);
        v.integer("from", from, 0, 1000, "Eigenvectors at the first step; 0 takes the size of the functional map given, or 20 of a map.");
        v.integer("step", step, 1, 100, "Eigenvectors that are added at each step on the way to k.");
        v.flag("icp", icp, "Keep the size of the first step, and the matrix orthogonal (iterative closest points on the embeddings).");
        filter.describe(v);
    }
    MatchingPlan plan(const RunSettings& settings) const;
};

const MethodInfo& zoomout_info();
const Method& zoomout_method();

}  // namespace orthoscope
