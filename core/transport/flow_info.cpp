// How `sliced-wasserstein-flow` explains itself.
#include "core/transport/flow_solver.h"

namespace orthoscope {

const MethodInfo& sliced_flow_info() {
    static const MethodInfo info{
        "sliced-wasserstein-flow",
        "Sliced Wasserstein flow",
        "Turns unpaired clouds onto each other by descent of the sliced Wasserstein distance on the orthogonal group.",
        "J. Rabin, G. Peyre, J. Delon, M. Bernot, Wasserstein barycenter and its application to texture mixing, SSVM "
        "(2011); N. Bonneel et al., Sliced and Radon Wasserstein barycenters of measures, JMIV 51 (2015); J. Barzilai, "
        "J. Borwein, IMA J. Numer. Anal. 8 (1988) for the step",
        {"source (moves)", "target (stays)"},
        {"rotation", "translation", "matching", "aligned"},
        false,
        true,
        {
            {"start", "Start", "min_R SW(R) = \\frac{1}{k} \\sum_t W_2^2(X R \\theta_t, Y \\theta_t)",
             {{"X", "source rows, in no order"}, {"Y", "target rows, in no order"}, {"R", "the orthogonal map wanted"},
              {"\\theta_t", "k directions, drawn once"}},
             "Nobody says which point belongs to which; only the shapes of the clouds are compared.", 0.8},
            {"centre", "Centre", "X - 1 \\mu_x ,  Y - 1 \\mu_y",
             {{"\\mu_x", "mean of the source"}, {"\\mu_y", "mean of the target"}},
             "Both centroids meet; the distance falls by what they were apart.", 1.2},
            {"project", "Project", "a_t = X R \\theta_t ,  b_t = Y \\theta_t",
             {{"\\theta_t", "a direction"}, {"a_t", "the source as numbers on a line"}, {"b_t", "the target on the same line"}},
             "Along each direction both clouds become numbers on a line.", 1.0},
            {"sort", "Sort", "a_{(1)} \\le a_{(2)} \\le \\ldots ,  b_{(1)} \\le b_{(2)} \\le \\ldots",
             {{"a_{(i)}", "the i-th smallest of the source"}, {"b_{(i)}", "the i-th smallest of the target"}},
             "On a line the best transport is known: sort both, and pair rank with rank.", 1.0},
            {"couple", "Couple", "r_i = a_{(i)} - b_{(i)}",
             {{"r_i", "how far each rank still is from its partner"},
              {"\\text{cost}", "mean of all squared differences, over all directions"}},
             "Each direction names a partner for each point; where many directions agree, the match is firm.", 1.2},
            {"turn", "Turn", "R \\leftarrow R \\exp(-\\eta A) ,  A = \\text{skew}(R^T \\nabla SW)",
             {{"A", "the turn that raises the distance fastest"}, {"\\eta", "the step, halved until the distance falls"},
              {"\\text{cost}", "after the turn"}},
             "The differences pull on the points; only the part of the pull that is a turn is followed.", 1.2},
        }};
    static const MethodInfo with_start = [] {
        MethodInfo full = info;
        full.uses_start = true;
        return full;
    }();
    return with_start;
}

}  // namespace orthoscope
