// How `rotation-planes` explains itself: overlay, help, command line and lessons read this.
#include "core/rotations/planes_method.h"

namespace orthoscope {

const MethodInfo& planes_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "rotation-planes", m.title = "Rotation planes";
        m.summary = "The planes in which one step of the frames is a plain rotation: how a turning or shifting picture moves, as phasors.";
        m.citation = "P. Schönemann, A generalized solution of the orthogonal Procrustes problem, Psychometrika 31 (1966); T. Cohen and "
                     "M. Welling, Learning the Irreducible Representations of Commutative Lie Groups, ICML (2014)";
        m.inputs = {"frames (or frames before a step)"};
        m.produces = {"planes", "angles_degrees", "energies", "residuals", "phases", "fixed", "flipped", "mean"};
        m.family = MethodFamily::Rotations;
        m.most_inputs = 2;
        m.phases = {
            {"mean", "Mean", "y_t = x_t - \\bar{x}",
             {{"x_t", "frame t: an image, a set of points or a vector, as a row of D numbers"}, {"\\bar{x}", "the mean over time: the part that stays"}},
             "What all frames share does not turn; it is taken off first and kept as the fixed part.", 1.5},
            {"span", "Span", "Y = U \\Sigma V^T , \\quad z_t = y_t V_k",
             {{"Y", "T x D, the frames without their mean"}, {"\\Sigma", "how much of the motion each direction holds"},
              {"V_k", "D x k, the directions kept: the longest span in which every plane turns as one"}},
             "Directions that hold next to nothing bring noise, whose planes would mix into the strong ones; they are cut off.", 2.0},
            {"moment", "Lagged moment", "M = \\sum_t z_t^T z_{t+1} = C R",
             {{"M", "k x k, how a frame goes with the next"}, {"C", "k x k, how a frame goes with itself"}, {"R", "k x k, the step looked for"}},
             "If each frame is the one before it, turned by R, then this sum is R behind a symmetric matrix.", 1.5},
            {"polar", "Polar factor", "M = P \\Sigma Q^T , \\quad R = P Q^T",
             {{"P, Q", "the singular vectors of M"}, {"R", "the orthogonal matrix nearest to M: the step itself, whatever C was"}},
             "Dropping the singular values removes how much each direction was used and leaves how it turns.", 1.5},
            {"schur", "Real Schur form", "R = Z T Z^T , \\quad T = \\text{blocks} \\, ( \\cos \\theta , \\sin \\theta ; - \\sin \\theta , \\cos \\theta )",
             {{"Z", "k x k, an orthonormal basis"}, {"T", "2 x 2 rotations along the diagonal, then 1 where nothing moves and -1 where it turns over"},
              {"\\theta", "the angle of a block: how far its plane turns in one step"}},
             "Every rotation, in any number of dimensions, falls apart into rotations of planes that do not touch each other.", 2.0},
            {"planes", "Planes", "z_{t+1} (a + i b) = e^{i \\theta} \\, z_t (a + i b)",
             {{"a, b", "two orthonormal directions: as pictures, a wave and the same wave a quarter further"}, {"\\theta", "their angle a step"}},
             "Planes are sorted by the energy that the frames have in them; planes of one angle stay together as a block.", 2.0},
            {"phasors", "Phasors", "c_t = z_t (a + i b) , \\quad x_t \\approx \\bar{x} + \\sum_k \\text{Re} ( \\bar{c}_t (a_k + i b_k) )",
             {{"c_t", "where frame t stands in a plane: a hand on a dial"}, {"x_t", "a frame is rebuilt from its mean and its hands"}},
             "Each plane is a dial; an orthogonal motion draws circles, any other shows as an ellipse or a blur.", 6.0},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
