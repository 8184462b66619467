// How the learning rules explain themselves: overlay, help, command line and lessons read this.
#include "core/rotations/learning_method.h"

namespace orthoscope {
namespace {

MethodInfo common() {
    MethodInfo m;
    m.citation = "A. Genkin, D. Lipshutz, S. Golkar, T. Tesileanu and D. Chklovskii, Biological Learning of Irreducible "
                 "Representations of Commuting Transformations, NeurIPS (2022)";
    m.inputs = {"frames (or frames before a step)"};
    m.produces = {"planes", "angles_degrees", "energies", "residuals", "phases", "fixed", "flipped", "mean"};
    m.family = MethodFamily::Rotations;
    m.most_inputs = 2;
    m.phases = {
        {"mean", "Mean", "y_t = x_t - \\bar{x}",
         {{"x_t", "frame t as a row of D numbers"}, {"\\bar{x}", "the mean over time"}},
         "What all frames share does not turn; it is taken off first.", 1.5},
        {"span", "Span", "Y = U \\Sigma V^T , \\quad z_t = y_t V_k",
         {{"Y", "T x D, the frames without their mean"}, {"V_k", "D x k, the directions in which the frames lie"}},
         "The rule itself cuts nothing; this only chooses coordinates in which the frames are short.", 1.0},
    };
    return m;
}

PhaseInfo compare_phase() {
    return {"compare", "Beside the default", "o_{kj} = \\frac{1}{2} | P_k Q_j^T |^2",
            {{"P_k", "a plane of rotation-planes on the same frames"}, {"Q_j", "a plane of the rule"}, {"o_{kj}", "1 where they are one plane"}},
            "The same frames through the polar factor show what the rule sees, what it mixes and what it is blind to.", 2.5};
}

}  // namespace

const MethodInfo& antisymmetric_info() {
    static const MethodInfo info = [] {
        MethodInfo m = common();
        m.id = "antisymmetric-svd", m.title = "Antisymmetric learning rule";
        m.summary = "One layer of neurons learns planes from the antisymmetric part of how a frame goes with the next; exact where the frames are closed "
                    "under the action, and shown failing where they are not.";
        m.phases.push_back({"moment", "Antisymmetric moment", "A = \\sum_t ( z_t^T z_{t+1} - z_{t+1}^T z_t ) = \\sum_k 2 s_k^2 \\sin \\theta_k \\, J_k",
                            {{"A", "k x k, what going forwards has that going backwards has not"}, {"s_k^2", "the energy of plane k in a direction"},
                             {"\\theta_k", "its angle a step"}, {"J_k", "a quarter turn in plane k"}},
                            "Its singular values come in equal pairs, one pair a plane; at 0 and 180 degrees the sine is 0 and the rule is blind.", 2.0});
        m.phases.push_back({"learn", "Learn", "u \\leftarrow u + \\eta ( z_0 (z_1 v) - z_1 (z_0 v) ) , \\quad v \\leftarrow v + \\eta ( z_1 (z_0 u) - z_0 (z_1 u) )",
                            {{"u, v", "the weights of two neurons that share a plane"}, {"z_0, z_1", "the frame before and the frame now"},
                             {"\\eta", "the rate, falling"}},
                            "Each neuron ties a frame to what its partner said of the other frame; inhibition keeps the neurons apart.", 0.15});
        m.phases.push_back({"planes", "Planes", "A = \\sum_k \\sigma_k ( a_k^T b_k - b_k^T a_k )",
                            {{"\\sigma_k", "the weight of a plane, a pair of singular values"}, {"a_k, b_k", "its two directions"}},
                            "Pairs whose weights are nearly equal are one block: any turn among their planes would do as well.", 2.0});
        m.phases.push_back(compare_phase());
        return m;
    }();
    return info;
}

const MethodInfo& difference_info() {
    static const MethodInfo info = [] {
        MethodInfo m = common();
        m.id = "difference-pca", m.title = "Difference learning rule";
        m.summary = "Neurons learn the principal directions of the differences between frames, paired into planes by the action; favours what moves fast.";
        m.phases.push_back({"moment", "Moment of differences", "D = \\sum_t d_t^T d_t = \\sum_k 4 s_k^2 \\sin^2 ( \\theta_k / 2 ) \\, P_k , \\quad d_t = z_{t+1} - z_t",
                            {{"d_t", "what changes from a frame to the next"}, {"s_k^2", "the energy of plane k in a direction"},
                             {"\\theta_k", "its angle a step"}, {"P_k", "the projection onto plane k"}},
                            "What moves far in a step weighs much: fast planes come first, and what stands still is not seen.", 2.0});
        m.phases.push_back({"learn", "Learn", "w \\leftarrow w + \\eta \\, (d \\, w) \\, d",
                            {{"w", "the weights of a neuron"}, {"d", "the change it has just been shown"}, {"\\eta", "the rate, falling"}},
                            "Each neuron grows towards the changes that it answers to; inhibition keeps the neurons apart.", 0.15});
        m.phases.push_back({"planes", "Pair by action", "v \\sim u A , \\quad A = \\sum_t ( z_t^T z_{t+1} - z_{t+1}^T z_t )",
                            {{"u", "an eigenvector of D"}, {"v", "the one that u turns to, its partner, wherever it stands in the order"}},
                            "Taken two by two in order they slip out of step, for a direction at 180 degrees comes alone.", 2.0});
        m.phases.push_back(compare_phase());
        return m;
    }();
    return info;
}

}  // namespace orthoscope
