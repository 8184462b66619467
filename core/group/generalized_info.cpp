// How `generalized-procrustes` explains itself: overlay, help, command line and lessons read this.
#include "core/group/generalized_solver.h"

namespace orthoscope {

const MethodInfo& generalized_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "generalized-procrustes", m.title = "Generalised Procrustes";
        m.summary = "Turns two or more row-paired sets onto their common mean; no set is the target, the first keeps its place.";
        m.citation = "J. Gower, Generalized Procrustes analysis, Psychometrika 40 (1975); J. ten Berge, Orthogonal Procrustes "
                     "rotation for two or more matrices, Psychometrika 42 (1977)";
        m.inputs = {"first set (gives the frame)", "second set"};
        m.produces = {"rotations", "translations", "scales", "mean"};
        m.needs_pairs = true, m.cost_falls = true;
        m.most_inputs = 64;
        m.phases = {
            {"start", "As loaded", "\\min_{Q_k} \\sum_k \\|X_k Q_k - C\\|^2",
             {{"X_k", "rows of set k, row for row with the others"}, {"Q_k", "the orthogonal map of set k"}, {"C", "the mean of all"}},
             "All sets stand where their files put them.", 0.8},
            {"centre", "Centre", "X_k - 1 \\mu_k", {{"\\mu_k", "mean of set k"}},
             "Every set moves until all centroids meet at the first one.", 1.5},
            {"mean", "Mean", "C = \\frac{1}{k} \\sum_k s_k X_k Q_k", {{"C", "the mean of all sets, row by row"}, {"s_k", "scales, 1 unless asked"}},
             "Row by row, the sets are averaged: that is what they all turn to.", 1.2},
            {"reflect", "Reflect", "x - 2 (x \\cdot f) f", {{"f", "the one axis of a set that no turn can mend"}},
             "A set that is a mirror image of the mean is mirrored first; this beat is not rigid.", 1.2},
            {"rotate", "Rotate", "Q_k = \\mathrm{polar}(X_k^T C_{-k}) , \\quad Q_1 = I",
             {{"C_{-k}", "the mean of all sets but set k"}, {"Q_k", "the best turn of set k onto it"}},
             "Each set in turn takes the best turn onto the mean of the others; the first set fixes the frame.", 2.0},
            {"scale", "Scale", "\\sum_k \\|s_k X_k\\|^2 = \\sum_k \\|X_k\\|^2", {{"s_k", "one factor a set, the total size kept"}},
             "The sets share out their total size so that they agree best.", 1.2},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
