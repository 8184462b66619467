// How the methods of shape matching explain themselves.
#include "core/maps/functional_map_method.h"
#include "core/maps/sliced_method.h"
#include "core/maps/zoomout_method.h"

namespace orthoscope {
namespace {

const std::vector<std::string> produced{"functional_map", "map", "candidates", "source_eigenvalues", "target_eigenvalues"};

PhaseInfo basis_phase() {
    return {"basis", "Eigenbasis", "W \\phi_i = \\lambda_i A \\phi_i ,  \\Phi^T A \\Phi = I",
            {{"W", "the Laplacian of a shape: cotangent weights"}, {"A", "the area of each vertex"},
             {"\\phi_i", "the vibrations of the shape, from slow to fast"}, {"\\lambda_i", "their squared frequencies"}},
            "Each shape gets its own sines and cosines; bending hardly changes them.", 2};
}
PhaseInfo start_phase() {
    return {"start", "Start", "C = \\Phi_2^+ \\Phi_1 \\Pi",
            {{"C", "k x k: coefficients of the source to coefficients of the target"}, {"\\Pi", "the map that was given, target to source"},
             {"\\Phi_2^+", "coefficients of a function on the target"}},
            "The answer that was given becomes a small matrix.", 1};
}
PhaseInfo zoomout_phase() {
    return {"zoomout", "ZoomOut", "\\Pi(y) = \\text{argmin}_x |C \\Phi_1(x) - \\Phi_2(y)| ,  C \\leftarrow \\Phi_2^+ \\Phi_1 \\Pi",
            {{"\\Pi", "the source vertex of each target vertex"}, {"C", "grows by a few rows and columns at each step"},
             {"\\text{score}", "how good the map looks without a truth; lower is better"}},
            "From the matrix to points and back, each time with finer vibrations.", 1};
}
PhaseInfo sliced_phase() {
    return {"sliced", "Sliced refinement", "min_C \\sum_t W_2^2(\\Phi_1 C^T \\theta_t, \\Phi_2 \\theta_t) + \\mu |C - A|^2",
            {{"\\theta_t", "directions along which both embeddings become numbers on a line"},
             {"W_2", "distance of two sorted lists with masses"}, {"C", "kept orthogonal"}, {"A", "functional map of the points so far"}},
            "Along each direction both shapes must show the same distribution; what differs turns C.", 1};
}
PhaseInfo balance_phase() {
    return {"balance", "Balance", "min_P \\sum_{ij} P_{ij} |\\Phi_2(y_i) - C \\Phi_1(x_j)|^2 + \\epsilon KL(P) + \\rho KL(P 1, P^T 1)",
            {{"P", "mass between vertices that may belong together"}, {"\\epsilon", "blur, annealed"},
             {"\\rho", "price of mass that is not met"}},
            "Vertices that all want become dear, so that few are left without a partner.", 1.2};
}

}  // namespace

const MethodInfo& functional_map_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "functional-map", m.title = "Functional map";
        m.summary = "Matches two shapes point by point without a start: eigenbases, descriptors, many fits of a functional map, "
                    "ZoomOut, and a balanced map at the end.";
        m.citation = "M. Ovsjanikov, M. Ben-Chen, J. Solomon, A. Butscher, L. Guibas, Functional maps, ACM TOG 31 (2012); S. Melzi et "
                     "al., ZoomOut, ACM TOG 38 (2019); J. Ren et al., Continuous and orientation-preserving correspondences via "
                     "functional maps, ACM TOG 37 (2018); T. Le, K. Nguyen, S. Sun, N. Ho, X. Xie, Integrating efficient optimal "
                     "transport and functional maps, CVPR (2024); G. Pai et al., Fast Sinkhorn filters, CVPR (2021)";
        m.inputs = {"source (colours travel from it)", "target (each vertex looks for its partner)"};
        m.produces = produced;
        m.family = MethodFamily::Shape, m.uses_landmarks = true, m.most_dimensions = 3;
        m.phases = {
            basis_phase(),
            {"descriptors", "Descriptors", "f_e(x) = \\sum_i \\phi_i(x)^2 \\exp(-\\frac{(e - \\log \\lambda_i)^2}{2 \\sigma^2})",
             {{"f_e", "wave kernel signature at energy e; landmarks add their own"}, {"\\phi_i", "eigenvectors"}},
             "Numbers at each point that bending does not change: points that belong together have the same.", 1.5},
            {"fit", "Fit", "min_C |C a - b|^2 + w_m \\sum_j |C X_j - Y_j C|^2 + w_l |M C|^2 + w_o \\sum_j |C G_j - H_j C|^2",
             {{"a", "coefficients of the source's descriptors"}, {"b", "of the target's"}, {"X_j", "multiplication by a descriptor"},
              {"M", "asks C to be near its diagonal"}, {"G_j", "orientation operators: they tell left from right"}},
             "Many starts: fits of several sizes, signs of the first vibrations, shapes laid over each other.", 0.6},
            {"screen", "Screen", "s(C) = \\text{orthogonality} + \\text{commutativity} + \\text{descriptors} + \\text{stretch} + \\ldots",
             {{"s", "the score: what can be said of a map without the truth"},
              {"\\text{score}", "10 more as long as a lane was seen on samples alone"}},
             "Each start is refined on a few hundred points, and what is worse or the same as another is dropped.", 0.6},
            zoomout_phase(),
            {"offer", "Candidates", "s(C_1) \\le s(C_2) \\le s(C_3)",
             {{"C_i", "the distinct maps that are left, best first"}, {"\\text{rank}", "place among them"}},
             "A symmetric body has several good maps: all are kept, and one key switches.", 1.5},
            sliced_phase(), balance_phase()};
        return m;
    }();
    return info;
}

const MethodInfo& zoomout_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "zoomout", m.title = "ZoomOut";
        m.summary = "Refines a map or a functional map that is given: from the matrix to points and back, with ever more eigenvectors.";
        m.citation = "S. Melzi, J. Ren, E. Rodola, A. Sharma, P. Wonka, M. Ovsjanikov, ZoomOut: spectral upsampling for efficient "
                     "shape correspondence, ACM TOG 38 (2019)";
        m.inputs = {"source (colours travel from it)", "target (each vertex looks for its partner)"};
        m.produces = produced;
        m.family = MethodFamily::Shape, m.uses_start = m.needs_start = true, m.most_dimensions = 3;
        m.phases = {basis_phase(), start_phase(), zoomout_phase(), balance_phase()};
        return m;
    }();
    return info;
}

const MethodInfo& sliced_refinement_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "sliced-refinement", m.title = "Sliced-Wasserstein refinement";
        m.summary = "Refines a map or a functional map that is given by descent of the sliced Wasserstein distance between the "
                    "spectral embeddings, then balances it.";
        m.citation = "T. Le, K. Nguyen, S. Sun, N. Ho, X. Xie, Integrating efficient optimal transport and functional maps for "
                     "unsupervised shape correspondence learning, CVPR (2024); I. Deshpande et al., Max-sliced Wasserstein distance, CVPR (2019)";
        m.inputs = {"source (colours travel from it)", "target (each vertex looks for its partner)"};
        m.produces = produced;
        m.family = MethodFamily::Shape, m.uses_start = m.needs_start = true, m.most_dimensions = 3;
        m.phases = {basis_phase(), start_phase(), sliced_phase(), balance_phase()};
        return m;
    }();
    return info;
}

}  // namespace orthoscope
