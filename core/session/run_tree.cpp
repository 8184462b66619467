#include "core/session/run_tree.h"

#include <set>

namespace orthoscope {
namespace {

void add(const Session& session, const SessionRun& run, int depth, std::set<std::string>& seen,
         std::vector<RunBranch>& list) {
    if (!seen.insert(run.id).second) return;
    list.push_back({&run, depth});
    for (auto& other : session.runs)
        if (other.parent == run.id) add(session, other, depth + 1, seen, list);
}

}  // namespace

std::vector<RunBranch> run_tree(const Session& session) {
    std::vector<RunBranch> list;
    std::set<std::string> seen;
    for (auto& run : session.runs)
        if (run.parent.empty() || !session.run(run.parent)) add(session, run, 0, seen, list);
    for (auto& run : session.runs) add(session, run, 0, seen, list);
    return list;
}

}  // namespace orthoscope
