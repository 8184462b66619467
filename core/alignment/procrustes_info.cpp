// How `procrustes` explains itself: overlay, help, command line and lessons read this.
#include "core/alignment/procrustes_method.h"

namespace orthoscope {

const MethodInfo& procrustes_info() {
    static const MethodInfo info{
        "procrustes",
        "Orthogonal Procrustes",
        "Turns the source onto the target, row by row paired, with the best rotation in closed form.",
        "P. Schoenemann, A generalized solution of the orthogonal Procrustes problem, Psychometrika 31 (1966); "
        "W. Kabsch, Acta Cryst. A32 (1976); S. Umeyama, IEEE PAMI 13 (1991)",
        {"source (moves)", "target (stays)"},
        {"rotation", "translation", "matching", "aligned"},
        true,
        true,
        {
            {"start", "As loaded", "min_Q \\|X Q - Y\\|^2",
             {{"X", "source rows, paired with"}, {"Y", "target rows"}, {"Q", "the orthogonal map wanted"}},
             "Both sets stand where their files put them.", 0.8},
            {"centre", "Centre", "X - 1 \\mu_x ,  Y - 1 \\mu_y",
             {{"\\mu_x", "mean of the source"}, {"\\mu_y", "mean of the target"}},
             "The source moves until both centroids meet; what is left is a turn.", 1.5},
            {"cross-covariance", "Cross-covariance", "M = (X - 1 \\mu_x)^T W (Y - 1 \\mu_y)",
             {{"M", "d x d, how source and target directions vary together"}, {"W", "weights of the pairs"}},
             "Pair by pair, one small matrix gathers all that the best turn depends on.", 2.0},
            {"singular-values", "Singular values", "M = U \\Sigma V^T",
             {{"u_i", "axes in the source"}, {"v_i", "their partners in the target"}, {"\\sigma_i", "how strongly each pair agrees"}},
             "The matrix falls apart into pairs of axes: each u should come to lie on its v.", 2.0},
            {"reflect", "Reflect", "x - 2 (x \\cdot f) f",
             {{"f", "the one axis that no turn can mend"}},
             "The best map mirrors one axis; this beat is not rigid and is shown apart from the turn.", 1.5},
            {"rotate", "Rotate", "Q = U V^T",
             {{"Q", "carries every u_i onto v_i"}, {"\\theta_k", "angles of the planes that turn"}},
             "Every plane turns at constant speed along the shortest way to its angle.", 3.0},
            {"scale", "Scale", "s = tr(\\Sigma D) / \\sum w \\|x - \\mu_x\\|^2",
             {{"s", "one factor for all directions"}, {"D", "signs: 1, and -1 where a reflection is forbidden"}},
             "One common factor brings the sizes together.", 1.2},
        }};
    return info;
}

}  // namespace orthoscope
