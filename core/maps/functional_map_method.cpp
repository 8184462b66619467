#include "core/maps/functional_map_method.h"

#include "core/maps/matching_method.h"

namespace orthoscope {

MatchingPlan FunctionalMapOptions::plan(const RunSettings& settings) const {
    MatchingPlan plan;
    plan.laplacian = basis.laplacian, plan.vectors = basis.k, plan.step = step;
    plan.search = true, plan.candidates = candidates, plan.sliced = sliced;
    plan.portfolio.threads = settings.threads, plan.portfolio.offered = int(candidates);
    plan.portfolio.fine = std::min(plan.portfolio.fine, plan.vectors);
    plan.portfolio.coarse = std::min(plan.portfolio.coarse, plan.vectors);
    for (auto& size : plan.portfolio.sizes) size = std::min(size, plan.vectors);
    if (search == Search::Fast) {
        plan.portfolio.sizes = {std::min<Index>(30, basis.k)}, plan.portfolio.orientations = {0, 0.1, 1};
        plan.portfolio.signs = plan.portfolio.placements = plan.portfolio.compositions = false;
    }
    slices.into(plan, settings), filter.into(plan);
    return plan;
}

const Method& functional_map_method() {
    static const MatchingMethod<FunctionalMapOptions> method(functional_map_info());
    return method;
}

}  // namespace orthoscope
