// The method `rotation-representations`: one loop of orientations in five coordinate systems, their jumps, and what noise
// on the coordinates does to the orientation.
#pragma once

#include "core/method/method.h"

namespace orthoscope {

struct RepresentationOptions {
    std::int64_t draws = 20;

    template <class V>
    void describe(V& v) {
        v.integer("draws", draws, 1, 10000, "Noisy copies of each orientation, from which the errors are averaged.");
    }
};

const MethodInfo& representations_info();
const Method& representations_method();

}  // namespace orthoscope
