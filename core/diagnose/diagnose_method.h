// The method `diagnose`: why do two sets not align? Each suspected cause is tried, seen as a lane, and ranked by how
// much of the squared error its remedy takes away.
#pragma once

#include "core/alignment/procrustes_method.h"

namespace orthoscope {

struct DiagnoseOptions {
    ProcrustesOptions fit;  // the alignment that fails
    bool search = true;

    template <class V>
    void describe(V& v) {
        fit.describe(v);
        v.flag("search", search,
               "Where nothing simpler explains the rows, look for another order of them with procrustes-wasserstein "
               "(up to 1,500 rows).");
    }
};

const Method& diagnose_method();

}  // namespace orthoscope
