// The method `spectral-decay`: how fast the singular values of matrices fall, and where signal ends; or the eigenvalues of
// the Laplacian of shapes.
#pragma once

#include "core/method/method.h"
#include "core/shape/laplacian.h"
#include "core/spectrum/layer.h"

namespace orthoscope {

enum class Operator { Auto, Rows, Laplacian };

struct DecayOptions {
    Centring center = Centring::None;
    Operator operator_ = Operator::Auto;
    Decomposition decomposition = Decomposition::Auto;
    std::int64_t directions = 32, values = 256, shuffles = 20, tail = 10, neighbours = 20, front = 0, k = 100;
    LaplacianKind laplacian = LaplacianKind::Intrinsic;

    template <class V>
    void describe(V& v) {
        v.choice("center", center, {"none", "columns"}, "The matrix as it is, or with the mean of each column taken off.");
        v.choice("operator", operator_, {"auto", "rows", "laplacian"},
                 "Whose values: of the matrix of rows, or of the Laplacian of a mesh or cloud; auto takes the Laplacian of meshes.");
        v.choice("decomposition", decomposition, {"auto", "exact", "randomized"},
                 "All values, or the first ones from random probes with their error; auto is exact up to 4,096 columns.");
        v.integer("directions", directions, 0, 4096, "Singular vectors kept on either side, to be looked at; 0 is faster.");
        v.integer("values", values, 1, 4096, "How many values a randomised decomposition looks for.");
        v.integer("shuffles", shuffles, 0, 1000, "Column-shuffled copies of parallel analysis; 0 leaves it and the twin out.");
        v.integer("tail", tail, 3, 1'000'000, "Fewest squares that a power-law tail may have.");
        v.integer("neighbours", neighbours, 3, 200, "Neighbours of a row for the dimension by maximum likelihood.");
        v.integer("front", front, 0, 255, "Which of several matrices is in front at the end, from 0; metrics are of that one.");
        v.integer("k", k, 2, 10000, "Eigenvalues of a Laplacian, the 0 of the constant included.");
        v.choice("laplacian", laplacian, {"cotangent", "intrinsic", "tufted"},
                 "Weights of a mesh's triangles as they are, of the intrinsic Delaunay triangles, or of the tufted cover.");
    }
};

constexpr int most_layers = 256;

const MethodInfo& decay_info();
const Method& decay_method();

}  // namespace orthoscope
