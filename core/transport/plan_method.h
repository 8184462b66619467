// The method `transport-plan`: the cheapest way to carry one cloud onto the other, with squared Euclidean
// costs, as they lie or under a start pose; exact, entropic, quadratically regularised or with few partners a
// row.
#pragma once

#include "core/method/method.h"

namespace orthoscope {

struct PlanOptions {
    enum class Kind { Entropic, Exact, Quadratic, Sparse } plan = Kind::Entropic;
    double epsilon = 0.02, tolerance = 1e-6;
    std::int64_t partners = 3, iterations = 2000;

    template <class V>
    void describe(V& v) {
        v.choice(
            "plan", plan, {"entropic", "exact", "quadratic", "sparse"},
            "The plan wanted: blurred by entropy, exact, regularised by squares (many zeros), or with few "
            "partners for each source row.");
        v.number("epsilon", epsilon, 1e-6, 100, "mean costs",
                 "Strength of the blur of all plans but the exact one, as a share of the mean squared distance.");
        v.integer("partners", partners, 1, 10000, "Most partners of a source row in a sparse plan.");
        v.number("tolerance", tolerance, 1e-12, 1, "mass",
                 "The plan is done when its marginals are off by less.");
        v.integer("iterations", iterations, 1, 1000000, "Most iterations.");
    }
};

const Method& transport_plan_method();

}  // namespace orthoscope
