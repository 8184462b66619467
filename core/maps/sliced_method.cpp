#include "core/maps/sliced_method.h"

#include "core/maps/matching_method.h"

namespace orthoscope {

MatchingPlan SlicedMethodOptions::plan(const RunSettings& settings) const {
    MatchingPlan plan;
    plan.laplacian = basis.laplacian, plan.vectors = basis.k;
    plan.zoomout = false, plan.sliced = true;
    slices.into(plan, settings), filter.into(plan);
    return plan;
}

const Method& sliced_refinement_method() {
    static const MatchingMethod<SlicedMethodOptions> method(sliced_refinement_info());
    return method;
}

}  // namespace orthoscope
