// Screening: many starts tried cheaply on samples, so that only the few best and distinct ones are followed.
#pragma once

#include "core/alignment/icp/icp_problem.h"
#include "core/alignment/icp/starts.h"

namespace orthoscope {

struct Screened {
    std::vector<IcpStart> starts;  // certain ones as given; then the best others, where the samples left them
    double share = 1;              // of the rows kept: the one asked for, or the overlap at the best pose
    Index tried = 0;
    // Cost of each of the poses that were tried to the end, at that share, on the samples; ascending.
    std::vector<double> costs;
    RigidPose best;                // the pose with the lowest
};

struct ScreenRules {
    double trim = 0;          // 0: from the overlap
    double max_distance = 0;
    Index lanes = 5;          // most uncertain starts kept
    int threads = 2;
};

// Halving: three short rounds of trimmed point-to-point steps on 128, 256 and 512 source rows against the sparse
// target, each on the best fifth of the one before. What is kept differs from everything better by more than a share
// of the source's radius in root mean square: a tenth in the end. Where the overlap found is under 0.8, the means belong
// apart, and shifted starts are screened too. Errors: Cancelled.
Result<Screened> screen(const IcpProblem& problem, std::vector<IcpStart> starts, const ScreenRules& rules,
                        const Context& context);

// What the options ask for, in the order of the lanes; notes say what was left out and why.
std::vector<IcpStart> starts_of(const IcpProblem& problem, const IcpOptions& options, std::vector<std::string>& notes);

}  // namespace orthoscope
