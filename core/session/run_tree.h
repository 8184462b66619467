// The runs of a session as a tree of branches.
#pragma once

#include <vector>

#include "core/session/session.h"

namespace orthoscope {

struct RunBranch {
    const SessionRun* run = nullptr;
    int depth = 0;
};

// Every run once, each followed by its branches; where the parent is gone, or runs name each other in a ring, a run
// counts as a root.
std::vector<RunBranch> run_tree(const Session& session);

}  // namespace orthoscope
