// Stack check: the first iterate of somebody's own loop where something broke, and what; internal to core/evaluate.
#pragma once

#include <string>

#include "core/evaluate/evaluate_method.h"

namespace orthoscope {

struct StackCheck {
    Index first = -1;  // iterate, from 0; -1: none
    std::string what;  // "it stopped being orthogonal (|R'R - I| = 0.3)", several joined by "; "
};

// Reads the grades off the frames of `evaluate`; `iterates`: how many there are in the file.
StackCheck check_stack(const Recording& recording, std::size_t iterates, const EvaluateOptions& options, double floor,
                       Index dimension);

}  // namespace orthoscope
