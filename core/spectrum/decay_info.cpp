// How `spectral-decay` explains itself: overlay, help, command line and lessons read this.
#include "core/spectrum/decay_method.h"

namespace orthoscope {
namespace {

std::vector<PhaseInfo> phases() {
    return {
        {"matrix", "Matrix", "X \\in R^{n \\times D} , \\quad X \\leftarrow X - \\mathbf{1} \\bar{x}",
         {{"X", "the numbers as they came: rows of weights, embeddings, frames or pixels"}, {"\\bar{x}", "the mean row, taken off only where asked"}},
         "A matrix is a map; its singular values say how much it stretches, direction by direction.", 1.0},
        {"decompose", "Singular values", "X = U \\Sigma V^T = \\sum_i s_i \\, u_i v_i^T",
         {{"s_i", "singular values, the largest first"}, {"v_i", "directions among the columns"}, {"u_i", "how much of them each row has"}},
         "The matrix is a sum of plain patterns, sorted by size; how fast the sizes fall is what is read here.", 3.0},
        {"noise", "Noise edge", "e = v \\sqrt{n} (1 + \\sqrt{m / n}) , \\quad w = \\omega (m / n) \\, \\text{median} (s)",
         {{"v", "standard deviation of noise, from the median of the values"}, {"e", "Marchenko and Pastur: no value of pure noise lies beyond"},
          {"w", "Gavish and Donoho: below it a direction costs more than it gives back"}, {"m , n", "the smaller and the larger side"}},
         "Noise alone makes a bulk with a sharp edge; what stands beyond it is not noise.", 2.5},
        {"twin", "Shuffled twin", "s_i > q_{95} (s_i (\\pi X)) , \\quad b_i = \\frac{1}{q} \\sum_{j \\ge i} \\frac{1}{j}",
         {{"\\pi X", "the same numbers in a random order: all entries for the twin, each column for itself for parallel analysis"},
          {"q_{95}", "the 95 % quantile over the shuffled copies"}, {"b_i", "share of the i-th piece of a stick broken at random"}},
         "The same numbers without their order make the fairest yardstick: what rises above it is structure.", 2.5},
        {"tail", "Power-law tail", "\\alpha = 1 + \\frac{k}{\\sum_{i \\le k} \\log (l_i / l_k)} , \\quad l_i = s_i^2",
         {{"\\alpha", "the exponent of the density of squares"}, {"k", "how many squares the tail has: where its distance D to the law is least"}},
         "A straight line on two logarithmic axes; k and D say whether there is one, and the twin what none looks like.", 2.5},
        {"rows", "Rows and entries", "\\cos \\theta_{ij} , \\quad f (c) \\propto (1 - c^2)^{(D-3)/2} , \\quad -\\log (1 - F (\\mu)) = d \\log \\mu",
         {{"\\theta_{ij}", "the angle between two rows"}, {"f", "its law for directions drawn at random in D dimensions"},
          {"\\mu", "distance to the second neighbour over that to the first"}, {"d", "intrinsic dimension: the slope"}},
         "Rows that are no random directions crowd together, and may need far fewer numbers than they have.", 3.0},
        {"weyl", "Weyl's law", "\\lambda_j \\approx \\frac{4 \\pi j}{A}",
         {{"\\lambda_j", "eigenvalues of the Laplacian, the 0 of the constant first"}, {"A", "the area of the surface"}},
         "The area alone says how fast the values of a surface rise; what is left over is its shape.", 3.0},
        {"compare", "All matrices", "s_i^{(1)} , \\; s_i^{(2)} , \\; \\ldots",
         {{"s_i^{(j)}", "values of matrix j, each with its own edge, twin and tail"}},
         "Layer beside layer: which ones hold many directions, and which a few.", 4.0},
    };
}

}  // namespace

const MethodInfo& decay_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "spectral-decay", m.title = "Spectral decay";
        m.summary = "How fast the singular values of a matrix fall and where signal ends: several answers side by side, each against its null.";
        m.citation = "V. Marchenko and L. Pastur, Math. USSR-Sbornik 1 (1967); M. Gavish and D. Donoho, The Optimal Hard Threshold for Singular "
                     "Values is 4/sqrt(3), IEEE Trans. Inf. Theory 60 (2014); A. Clauset, C. Shalizi and M. Newman, Power-law distributions in "
                     "empirical data, SIAM Review 51 (2009); E. Facco et al., Scientific Reports 7 (2017)";
        m.inputs = {"matrix"};
        m.produces = {"values", "vectors", "twin", "parallel_quantiles", "tails", "cosines", "entries", "layers"};
        m.family = MethodFamily::Spectrum;
        m.most_inputs = most_layers;
        m.phases = phases();
        return m;
    }();
    return info;
}

}  // namespace orthoscope
