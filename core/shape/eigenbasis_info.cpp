// How `laplacian-eigenbasis` explains itself: overlay, help, command line and lessons read this.
#include "core/shape/eigenbasis_method.h"

namespace orthoscope {

const MethodInfo& eigenbasis_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "laplacian-eigenbasis", m.title = "Laplacian eigenbasis";
        m.summary = "The smoothest functions on a shape: eigenvectors of its Laplacian, by rising frequency, with the constant first.";
        m.citation = "N. Sharp and K. Crane, A Laplacian for Nonmanifold Triangle Meshes, SGP (2020); G. Golub and R. Underwood, "
                     "The block Lanczos method for computing eigenvalues, Mathematical Software III (1977)";
        m.inputs = {"shape"};
        m.produces = {"values", "vectors", "mass"};
        m.family = MethodFamily::Shape;
        m.most_inputs = 1;
        m.phases = {
            {"prepare", "As loaded", "\\Delta \\phi = \\lambda \\phi",
             {{"\\phi", "a function on the shape that keeps its form when heat flows"}, {"\\lambda", "how fast it decays: its squared frequency"}},
             "The shape as its file gives it; what is looked for are its pure tones.", 1.0},
            {"laplacian", "Laplacian", "W_{ij} = -\\frac{1}{2} (\\cot \\alpha_{ij} + \\cot \\beta_{ij}) , \\quad W \\phi = \\lambda A \\phi",
             {{"W", "n x n, the stiffness: how neighbours pull on each other"},
              {"\\alpha_{ij}", "the angles across from the side of vertices i and j, beta on its other face"},
              {"A", "the mass of each vertex: a third of the area of its triangles"}},
             "Angles of the triangles give the pull between neighbours; where triangles are thin, sides are flipped first.", 1.5},
            {"factor", "Factor", "W + s A = L D L^T",
             {{"s", "a small shift, so that the constant does no harm"}, {"L", "lower triangular and sparse"}, {"D", "diagonal, positive"}},
             "The matrix is factored once, so that each of the many solves to come is cheap.", 1.0},
            {"iterate", "Block Lanczos", "V \\leftarrow [\\, V , \\, (s (W + s A)^{-1} A)^3 V_{last} \\,]",
             {{"V", "the functions tried so far, kept orthonormal under the mass"}, {"V_{last}", "the block that came last"}},
             "Each block smooths the one before, three times; the values that the basis can express settle from the lowest up.", 0.6},
            {"basis", "Eigenbasis", "\\Phi^T A \\Phi = 1 , \\quad \\Phi^T W \\Phi = \\Lambda",
             {{"\\Phi", "n x k, the eigenvectors as columns"}, {"\\Lambda", "the k eigenvalues, ascending"}},
             "The settled functions, from the constant to the finest; none below the last is missing.", 2.0},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
