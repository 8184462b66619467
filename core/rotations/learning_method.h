// The methods `antisymmetric-svd` and `difference-pca`: two learning rules, in batch or online, beside the default.
#pragma once

#include "core/rotations/learning_rules.h"
#include "core/rotations/plane_run.h"

namespace orthoscope {

enum class Learning { Batch, Online };

struct LearningOptions {
    FrameOptions frames;
    Learning learning = Learning::Batch;
    std::int64_t planes = 12, epochs = 40;
    double rate = 2, gap = 0.03;

    template <class V>
    void describe(V& v) {
        frames.describe(v);
        v.choice("learning", learning, {"batch", "online"},
                 "All steps at once by linear algebra, or one pair of frames after the other, as neurons would.");
        v.integer("planes", planes, 1, 1000, "Planes looked for, the strongest by the rule.");
        v.number("gap", gap, 0, 1, "", "Weights nearer to each other than this share cannot be told apart where the frames mix their planes.");
        v.integer("epochs", epochs, 1, 10000, "How often online learning is shown all steps.");
        v.number("rate", rate, 1e-4, 100, "", "How much one showing of all steps adds to the strongest plane; it falls as learning goes on.");
    }
};

const MethodInfo& antisymmetric_info();
const MethodInfo& difference_info();
const Method& antisymmetric_method();
const Method& difference_method();

}  // namespace orthoscope
