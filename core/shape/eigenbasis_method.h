// The method `laplacian-eigenbasis`: the smallest eigenpairs of one shape's Laplacian.
#pragma once

#include "core/method/method.h"
#include "core/shape/laplacian.h"

namespace orthoscope {

struct EigenbasisOptions {
    LaplacianKind laplacian = LaplacianKind::Intrinsic;
    std::int64_t k = 100;

    template <class V>
    void describe(V& v) {
        v.choice("laplacian", laplacian, {"cotangent", "intrinsic", "tufted"},
                 "Weights of the triangles as they are, of the intrinsic Delaunay triangles, or of the tufted cover; of a "
                 "cloud always the last.");
        v.integer("k", k, 1, 10000, "Number of eigenpairs, the constant included.");
    }
};

const MethodInfo& eigenbasis_info();
const Method& eigenbasis_method();

}  // namespace orthoscope
