// How `truncation` explains itself: overlay, help, command line and lessons read this.
#include "core/spectrum/truncation_method.h"

namespace orthoscope {

const MethodInfo& truncation_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "truncation", m.title = "Truncation";
        m.summary = "A matrix, picture or shape rebuilt from its leading directions: what each further one brings, and what other bases would need.";
        m.citation = "C. Eckart and G. Young, The approximation of one matrix by another of lower rank, Psychometrika 1 (1936); B. Vallet and "
                     "B. Lévy, Spectral Geometry Processing with Manifold Harmonics, Computer Graphics Forum 27 (2008)";
        m.inputs = {"matrix, picture or shape"};
        m.produces = {"values", "vectors", "errors", "rebuilt", "mean"};
        m.family = MethodFamily::Spectrum;
        m.most_inputs = 1;
        m.phases = {
            {"matrix", "As loaded", "X \\in R^{n \\times D}",
             {{"X", "rows of pixels, of an embedding, of weights or of coordinates"}},
             "All the numbers there are: what can be left out is to be seen.", 1.0},
            {"decompose", "Leading directions", "X = \\bar{x} + \\sum_i s_i \\, u_i v_i^T",
             {{"s_i", "singular values, the largest first; of a shape, frequencies of its Laplacian from the lowest"},
              {"v_i", "directions among the columns; of a shape, smooth functions on it"}, {"\\bar{x}", "the mean row, where it is taken off"}},
             "Sorted by what they hold, so that a cut keeps the most that so many directions can.", 2.0},
            {"bases", "Other bases", "\\varepsilon_B (p) = \\| X - X B_p B_p^T \\| / \\| X \\|",
             {{"B_p", "the best p directions of a basis: random, Hadamard's, or cosines"}, {"\\varepsilon_B", "the share that they miss"}},
             "No basis needs fewer directions than the matrix's own; how near a fixed one comes says how regular the data are.", 2.0},
            {"cut", "Cut", "X_p = \\bar{x} + \\sum_{i \\le p} s_i \\, u_i v_i^T , \\quad \\| X - X_p \\|^2 = \\sum_{i > p} s_i^2",
             {{"X_p", "what the first p directions rebuild"}, {"p", "the cut"}},
             "Each direction more brings the picture nearer; the error left is the length of what was cut.", 1.2},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
