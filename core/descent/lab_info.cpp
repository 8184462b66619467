// How optimizer-lab explains itself: overlay, help, command line and lessons read this.
#include "core/descent/lab_method.h"

namespace orthoscope {

const MethodInfo& lab_info() {
    static const MethodInfo info = [] {
        MethodInfo m;
        m.id = "optimizer-lab", m.title = "Optimiser laboratory";
        m.summary = "One weight matrix with a known goal under eleven optimisers. Look at its singular values: SGD, Adam and the Muon family move "
                    "them, each in its own way, while Pion turns the matrix and keeps every one, up to the truncation of its exponential. "
                    "All first steps have one length; weight decay is left out. AuON is its paper's first version; SPECTRA clips Adam's step at a fixed "
                    "threshold, exactly; Pion's formulas are those of a public catalogue, not of its own code.";
        m.citation = "K. Jordan et al., Muon (2024); D. Kingma and J. Ba, arXiv 1412.6980; Z. Li et al., NorMuon, arXiv 2510.05491; "
                     "S. Deng et al., RMNP, arXiv 2603.20527; D. Maity, AuON, arXiv 2509.24320; W. He et al., ROOT, arXiv 2511.20626; "
                     "X. Jiang et al., SPECTRA, arXiv 2603.14315; K. Shi et al., Pion, arXiv 2605.12492";
        m.inputs = {"matrix (and its target, or gradients)"};
        m.produces = {"values", "start_values", "target_values", "lane_values", "weights"};
        m.family = MethodFamily::Spectrum;
        m.most_inputs = 2;
        m.phases = {
            {"start", "Start", "L(W) = \\frac{1}{2} \\tr ( W - W^* ) C ( W - W^* )^T , \\quad G = ( W - W^* ) C",
             {{"W", "the weights, m x n"}, {"W^*", "the target"}, {"C", "covariance of the inputs: how steep the loss is in each direction"},
              {"G", "the gradient; or one given for each step"}},
             "Every optimiser starts from the same matrix and sees the gradient where it stands.", 1.5},
            {"step", "Step", "W \\leftarrow W - \\eta D , \\quad \\text{Pion:} \\, W \\leftarrow E ( \\eta A_1 ) \\, W \\, E ( \\eta A_2 )",
             {{"D", "the optimiser's direction; its values are drawn below"}, {"\\eta", "the rate; every first step has one length"},
              {"A_1, A_2", "skew-symmetric, from the gradient and the weights"}, {"E", "the exponential, the Cayley map, or the first three terms"}},
             "A sum moves the singular values; a turn on each side cannot.", 0.1},
        };
        return m;
    }();
    return info;
}

}  // namespace orthoscope
