#include "core/maps/zoomout_method.h"

#include "core/maps/matching_method.h"

namespace orthoscope {

MatchingPlan ZoomOutMethodOptions::plan(const RunSettings&) const {
    MatchingPlan plan;
    plan.laplacian = basis.laplacian, plan.vectors = basis.k;
    plan.from = from, plan.step = step, plan.icp = icp;
    filter.into(plan);
    return plan;
}

const Method& zoomout_method() {
    static const MatchingMethod<ZoomOutMethodOptions> method(zoomout_info());
    return method;
}

}  // namespace orthoscope
