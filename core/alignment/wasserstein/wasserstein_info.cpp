// How `procrustes-wasserstein` explains itself.
#include "core/alignment/wasserstein/wasserstein_method.h"

namespace orthoscope {

const MethodInfo& wasserstein_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "procrustes-wasserstein", m.title = "Procrustes-Wasserstein";
        m.summary = "Finds the rotation and the partners of rows together, where neither is known.";
        m.citation =
            "G. Even, G. Ganassali, J. Maier, L. Massoulie, arXiv 2405.14532 (2024); E. Grave, A. Joulin, Q. Berthet, "
            "AISTATS (2019); M. Leordeanu, M. Hebert, ICCV (2005); M. Cuturi, NIPS (2013); J. D. Storey, J. R. Statist. Soc. B 64 (2002); R. Jonker, A. Volgenant, Computing 38 (1987)";
        m.inputs = {"source (moves)", "target (stays)"};
        m.produces = {"rotation", "translation", "matching", "aligned"};
        m.uses_start = m.uses_landmarks = true;
        m.phases = {
            {"start", "As loaded", "min_{P, Q} \\|X Q - P Y\\|^2",
             {{"X", "source rows"}, {"Y", "target rows"}, {"Q", "the orthogonal map wanted"}, {"P", "the matching wanted"}},
             "Neither the turn nor the partners are known.", 0.8},
            {"compare", "Signatures", "P_{ij} = u_i v_j exp(\\phi(x_i) \\cdot \\phi(y_j))",
             {{"\\phi", "what a row says of itself however its set is turned"}, {"P", "soft matching of like rows"}},
             "Rows are compared by features that no rotation changes: energy in bands of principal axes, length, skewness.", 2.0},
            {"agree", "Pairs that agree", "max_{v \\ge 0} v^T A v ,  A_{pq} = exp(-\\delta_{pq}^2 / 2 \\epsilon^2)",
             {{"v", "how much each candidate pair is believed"}, {"\\delta_{pq}", "by how much two pairs change their distance"}, {"\\epsilon", "tolerance"}},
             "Right pairs keep each other's distances however the set is turned; wrong ones seldom do.", 2.0},
            {"race", "Race of turns", "min_Q \\langle P_Q , \\|x_i Q - y_j\\|^2 \\rangle",
             {{"Q", "many turns at once, the worse dropped in rounds"}, {"P_Q", "soft matching in that pose"}},
             "Many turns are tried on few rows; the better half goes on.", 1.0},
            {"relax", "Relaxation", "f(D) = \\|K_X D - D K_Y\\|^2",
             {{"D", "doubly stochastic: a mixture of matchings"}, {"K_X", "inner products of the source rows"}, {"K_Y", "of the target rows"}},
             "Frank-Wolfe walks through mixtures of matchings, each step as long as it helps.", 0.7},
            {"batch", "Batches", "Q \\leftarrow polar(Q + \\eta x^T P y)",
             {{"x", "a batch of source rows"}, {"y", "a batch of target rows"}, {"\\eta", "step size"}},
             "Random batches are matched exactly, and the turn follows a little.", 0.7},
            {"soften", "Soft matching", "P_{ij} = u_i v_j exp(\\beta x_i Q \\cdot y_j)",
             {{"\\beta", "sharpness, raised step by step"}, {"u", "row factors of Sinkhorn"}, {"v", "column factors"}},
             "Every row spreads its belief over likely partners, less widely each time.", 1.0},
            {"assign", "Match", "P = argmin_P \\langle P , -X Q Y^T \\rangle",
             {{"P", "the cheapest one-to-one matching in this pose, exactly"}},
             "With the pose held still, every row gets the partner that makes the sum least.", 1.2},
            {"rotate", "Turn", "Q = U V^T ,  X^T P Y = U \\Sigma V^T",
             {{"Q", "the best turn for this matching"}, {"u_i", "axes in the source"}, {"v_i", "their partners in the target"}, {"\\sigma_i", "how strongly each pair agrees"}},
             "With the matching held still, the best turn has a closed form.", 1.5},
            {"far-pairs", "Far pairs", "\\min_P \\sum_{ij} P_{ij} \\log(1 + d_{ij} / m) , \\quad d_{ij} = \\|x_i Q - y_j\\|^2",
             {{"d_{ij}", "squared distance in this pose"}, {"m", "the median squared distance of a pair"}, {"P", "a matching in which single large errors weigh little"}},
             "Some right pairs lie far apart where errors have heavy tails; those stay that chance would seldom make.", 1.2},
            {"extend", "All rows", "j(i) = argmin_j \\|x_i Q - y_j\\|",
             {{"j", "partner of a row where both are each other's nearest"}},
             "The pose found on some rows is carried to all, and mutual neighbours polish it.", 1.5},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
