// How newton-schulz explains itself: overlay, help, command line and lessons read this.
#include "core/descent/newton_schulz_method.h"

namespace orthoscope {

const MethodInfo& newton_schulz_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "newton-schulz", m.title = "Newton-Schulz iterations";
        m.summary = "An odd polynomial, applied again and again, drives the singular values of a matrix to 1 without an SVD. Look at "
                    "which values it lifts and how fast, whether it settles at 1 or keeps wandering about it (Muon), and whether "
                    "one of them escapes (a published triple of ROOT).";
        m.citation = "K. Jordan et al., Muon (2024); N. Amsel, D. Persson, C. Musco and R. Gower, The Polar Express, arXiv 2505.16932 "
                     "(2025); W. He et al., ROOT, arXiv 2511.20626 (2025); N. Higham, Functions of Matrices, chapter 8 (2008)";
        m.inputs = {"matrix"};
        m.produces = {"values", "start_values", "orthogonal", "lane_values"};
        m.family = MethodFamily::Spectrum;
        m.most_inputs = 1;
        m.phases = {
            {"normalise", "Normalise", "X_0 = \\frac{M}{ \\gamma | M | } = U \\Sigma V^T",
             {{"M", "the matrix, m x n"}, {"|M|", "its Frobenius norm, at least as large as any singular value"},
              {"\\gamma", "1, of Polar Express 1.01"}},
             "Divided by its norm, the matrix has all its singular values between 0 and 1.", 1.5},
            {"step", "Step", "X_{k+1} = a X_k + b X_k X_k^T X_k + c ( X_k X_k^T )^2 X_k , \\quad s \\mapsto a s + b s^3 + c s^5",
             {{"a", "slope at 0: how fast small values grow"}, {"b", "of the cube"}, {"c", "of the fifth power"},
              {"s", "a singular value; its singular vectors stay"}},
             "Products alone act on every singular value at once, as one polynomial.", 0.9},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
