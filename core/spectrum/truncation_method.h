// The method `truncation`: what a matrix or a shape keeps when only its leading part is kept, and what other bases would.
#pragma once

#include "core/spectrum/decay_method.h"

namespace orthoscope {

enum class TruncationCut { Auto, Energy, Count };

struct TruncationOptions {
    Centring center = Centring::None;
    Operator operator_ = Operator::Auto;
    TruncationCut cut = TruncationCut::Auto;
    double energy = 0.9;
    std::int64_t rank = 10, k = 200;
    LaplacianKind laplacian = LaplacianKind::Intrinsic;

    template <class V>
    void describe(V& v) {
        v.choice("center", center, {"none", "columns"},
                 "Singular vectors of the matrix as it is, or with the mean of each column taken off first: principal components.");
        v.choice("operator", operator_, {"auto", "rows", "laplacian"},
                 "Leading part in singular vectors of the rows, or of the coordinates in eigenvectors of the shape's Laplacian; auto: of meshes.");
        v.choice("cut", cut, {"auto", "energy", "count"},
                 "Where the cut ends: at Gavish and Donoho's threshold (of shapes, and where it keeps nothing, by energy), at a share of the energy, or a number.");
        v.number("energy", energy, 0.01, 1, "", "Share of the squares that --cut energy keeps; of shapes about their centre.");
        v.integer("rank", rank, 1, 1'000'000, "Directions that --cut count keeps.");
        v.integer("k", k, 2, 10000, "Eigenvectors of a Laplacian.");
        v.choice("laplacian", laplacian, {"cotangent", "intrinsic", "tufted"},
                 "Weights of a mesh's triangles as they are, of the intrinsic Delaunay triangles, or of the tufted cover.");
    }
};

const MethodInfo& truncation_info();
const Method& truncation_method();

}  // namespace orthoscope
