// How `diagnose` explains itself: overlay, help, command line and lessons read this.
#include "core/diagnose/diagnose_solver.h"

namespace orthoscope {

const MethodInfo& diagnose_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "diagnose", m.title = "Diagnose";
        m.summary = "Finds out why two sets do not align: tries the usual faults one by one and ranks them by what each mends.";
        m.citation = "P. Rousseeuw, Least median of squares regression, JASA 79 (1984), for the part that agrees; "
                     "R. Jonker and A. Volgenant, Computing 38 (1987), for the axes; J. Cooley and J. Tukey, "
                     "Math. Comp. 19 (1965), for the shifts; P. Schoenemann, Psychometrika 31 (1966)";
        m.inputs = {"source (moves)", "target (stays)"};
        m.produces = {"rotation", "translation", "matching", "aligned", "remedy_1_matching", "remedy_1_rotation"};
        m.phases = {
            {"start", "As loaded", "\\min_Q \\|X Q - Y\\|^2", {{"X", "source rows"}, {"Y", "target rows"}},
             "Both sets stand where their files put them.", 0.8},
            {"fit", "As it stands", "e_0 = \\|X Q_0 - Y\\|^2",
             {{"Q_0", "the best map for the pairs as they are"}, {"e_0", "the squared error that has to be explained"}},
             "This is the alignment that is under suspicion, in closed form.", 1.5},
            {"hypothesis", "Hypothesis", "\\pi \\to \\pi_h , \\quad Q \\in G_h",
             {{"\\pi_h", "the partners that this cause supposes"}, {"G_h", "the maps that it allows"}},
             "Suppose that this one thing is wrong, and nothing else.", 1.2},
            {"reflect", "Reflect", "x - 2 (x \\cdot f) f", {{"f", "the axis that is mirrored"}},
             "The remedy mirrors one axis, which no turn can do.", 1.0},
            {"refit", "Refit", "g = (1 - e_h / e_0) (1 - e_h / c_h)",
             {{"e_h", "the squared error that the remedy leaves"}, {"c_h", "what it leaves on shuffled pairs, by chance"},
              {"g", "its gain: how much it mends, less what chance would"}},
             "With the remedy applied, the sets are fitted anew: what remains says how good the explanation is.", 2.0},
            {"compare", "Compare", "\\max_h g_h", {{"g_h", "the gain of each cause, a little less where it has more freedom"}},
             "All causes have been tried; the one that mends most is the likeliest, if it mends more than half.", 1.0},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
