// The method `generalized-procrustes`: k row-paired sets turned onto their common mean.
#pragma once

#include "core/alignment/procrustes_method.h"

namespace orthoscope {

struct GeneralizedOptions {
    ProcrustesOptions fit;
    std::int64_t iterations = 100;
    double tolerance = 1e-9;

    template <class V>
    void describe(V& v) {
        fit.describe(v);
        v.integer("iterations", iterations, 1, 100000, "Most rounds over all sets.");
        v.number("tolerance", tolerance, 0, 1, "", "A round that lowers the cost by less than this share of it is the last.");
    }
};

const Method& generalized_method();

}  // namespace orthoscope
