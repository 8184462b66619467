#include "core/maps/matching_problem.h"

#include "core/base/text.h"

namespace orthoscope {

Status check_shapes(const Pairs& pairs, const std::string& method) {
    for (auto& set : pairs.sets) {
        const Kind kind = set->kind();
        if (kind != Kind::Mesh && kind != Kind::Cloud)
            return input_error(set->name, "is of kind " + std::string(name_of(kind)) + "; " + method + " expects meshes or clouds");
        if (set->columns() < 2 || set->columns() > 3)
            return input_error(set->name, "has " + counted(std::uint64_t(set->columns()), "column") + "; " + method + " expects 2 or 3");
        if (set->rows() < 3)
            return input_error(set->name, "holds " + counted(std::uint64_t(set->rows()), "row") + "; " + method + " expects at least 3");
        if (!set->values().allFinite())
            return input_error(set->name, "holds a coordinate that is not finite; " + method + " expects finite ones");
    }
    return success();
}

std::vector<std::pair<Index, Index>> landmark_pairs(const Pairs& pairs) {
    std::vector<std::pair<Index, Index>> list;
    for (auto& landmark : pairs.options.landmarks) list.emplace_back(landmark.source, landmark.target);
    return list;
}

void FilterOptions::into(MatchingPlan& plan) const {
    plan.balance_rounds = filter ? int(filter_rounds) : 0;
    plan.balanced_rules.neighbours = neighbours, plan.balanced_rules.epsilon = epsilon;
    plan.balanced_rules.relaxation = relaxation, plan.balanced_rules.uncovered = uncovered;
    plan.area_masses = masses == Masses::Area;
}

void SlicedOptions::into(MatchingPlan& plan, const RunSettings& settings) const {
    auto& rules = plan.sliced_rules;
    rules.directions = static_cast<SlicedDirections>(directions), rules.weights = static_cast<SlicedWeights>(weights);
    rules.count = count, rules.iterations = int(iterations), rules.rows = rows, rules.coupling = coupling;
    rules.seed = settings.seed, rules.threads = settings.threads;
}

}  // namespace orthoscope
