// Matrices whose singular values are known: what the laboratory of spectra is shown on.
#pragma once

#include "core/samples/sample.h"

namespace orthoscope {

struct GradedMatrixOptions {
    Index rows = 48, columns = 64;
    double condition = 1000;
    template <class V>
    void describe(V& v) {
        v.integer("rows", rows, 2, 2048, "rows");
        v.integer("columns", columns, 2, 4096, "columns");
        v.number("condition", condition, 1, 1e12, "", "largest singular value over the smallest; those between lie evenly in their logarithms");
    }
};
struct TeacherOptions {
    Index rows = 24, columns = 16;
    bool turned = true;
    template <class V>
    void describe(V& v) {
        v.integer("rows", rows, 2, 512, "rows of the weights");
        v.integer("columns", columns, 2, 512, "columns of the weights");
        v.flag("turned", turned, "the target is the first matrix between two rotations and keeps its singular values; off: another random one");
    }
};
struct TreeOptions {
    Index depth = 3;
    template <class V>
    void describe(V& v) {
        v.integer("depth", depth, 1, 7, "levels of the tree below its root; 2^depth things");
    }
};

// Random directions with graded values; singular_values.txt holds them.
Result<Sample> graded_matrix(const GradedMatrixOptions& options, std::uint64_t seed, const Context& context);
// Weights (source) and the target that they should learn.
Result<Sample> weights_and_teacher(const TeacherOptions& options, std::uint64_t seed, const Context& context);
// What things have in common: features (rows) of the leaves (columns) of a binary tree; each level is one size of mode.
Result<Sample> tree_of_things(const TreeOptions& options, std::uint64_t seed, const Context& context);

}  // namespace orthoscope
