// The method `optimizer-lab`: one weight matrix under a least-squares loss, or under given gradients, driven by published
// optimisers, each a lane; what they do to its singular values.
#pragma once

#include "core/descent/lane_run.h"
#include "core/descent/optimizers.h"

namespace orthoscope {

enum class LabRule { All, Sgd, Adam, Muon, NorMuon, Rmnp, AuOn, Root, Spectra, PionExact, PionCayley, PionTruncated };
enum class LabTarget { Turned, Decaying };
enum class RateDecay { None, Linear };

struct LabOptions {
    LabRule optimizer = LabRule::All;
    LabTarget target = LabTarget::Turned;
    RateDecay decay = RateDecay::Linear;
    std::int64_t steps = 150;
    double rate = 0.03, condition = 10, clip = 1;

    template <class V>
    void describe(V& v) {
        v.choice("optimizer", optimizer,
                 {"all", "sgd", "adam", "muon", "normuon", "rmnp", "auon", "root", "spectra", "pion-exact", "pion-cayley", "pion-truncated"},
                 "Which optimiser; all: each of them as a lane.");
        v.integer("steps", steps, 1, 100000, "Steps; with given gradients at most as many as there are.");
        v.number("rate", rate, 1e-6, 10, "of the matrix's length",
                 "Length of the first step of every optimiser, so that all start alike: published rates belong to networks.");
        v.choice("decay", decay, {"none", "linear"}, "How the rate falls: not at all, or evenly to 0 over the steps.");
        v.choice("target", target, {"turned", "decaying"},
                 "Where no target is given: the matrix between two random rotations, which keeps its singular values; or random "
                 "directions with values falling as 1/k.");
        v.number("condition", condition, 1, 1e8, "",
                 "Condition number of the inputs' covariance in the loss: how much steeper its steepest direction is.");
        v.number("clip", clip, 0.001, 1000, "", "SPECTRA's threshold, times the median singular value of its first step.");
    }
};

// Indices of the phases.
enum class LabPhase { Start, Step };

const MethodInfo& lab_info();
const Method& lab_method();

}  // namespace orthoscope
