// How `evaluate` explains itself: overlay, help, command line and lessons read this.
#include "core/evaluate/evaluate_solver.h"

namespace orthoscope {

const MethodInfo& evaluate_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "evaluate", m.title = "Evaluate an answer";
        m.summary = "Grades a rotation, pose, matching or stack of iterates that was made elsewhere, as it stands.";
        m.citation = "N. Higham, Computing the polar decomposition, SIAM J. Sci. Stat. Comput. 7 (1986), for the nearest "
                     "orthogonal matrix; P. Schoenemann, Psychometrika 31 (1966), for the best on the same pairs";
        m.inputs = {"source (moves)", "target (stays)"};
        m.produces = {"rotation", "translation", "matching", "aligned", "nearest_orthogonal"};
        m.uses_start = m.needs_start = true;
        m.phases = {
            {"start", "As loaded", "Q = I", {{"Q", "the identity: nothing has moved yet"}},
             "Both sets stand where their files put them.", 0.8},
            {"match", "Partners", "i \\mapsto \\pi(i)",
             {{"\\pi", "target row of each source row, as given or the nearest one"}},
             "Each source row is joined with the target row that it is judged by.", 1.5},
            {"nearest", "Nearest orthogonal", "U V^T = \\argmin_{R^T R = I} \\|R - Q\\|",
             {{"Q", "what was given"}, {"R", "the orthogonal matrix closest to it"}},
             "What was given is no rigid map: this is the rigid part of it, before the stretch.", 2.0},
            {"reflect", "Reflect", "x - 2 (x \\cdot f) f", {{"f", "the axis that is mirrored"}},
             "The determinant changes sign: one axis is mirrored, which no turn can do.", 1.2},
            {"iterate", "As given", "s X Q + 1 t",
             {{"Q", "what was given"}, {"s", "its scale"}, {"t", "its translation, else the difference of the means"}},
             "The source stands where the answer that was made elsewhere puts it.", 1.5},
            {"fit", "Fit to the matching", "\\min_Q \\sum_i \\|x_i Q - y_{\\pi(i)}\\|^2",
             {{"Q", "the best map for the matching that was given"}, {"\\pi", "that matching"}},
             "A matching alone says where to turn: this is the best pose for it, in closed form.", 2.0},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
