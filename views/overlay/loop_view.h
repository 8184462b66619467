// LoopView: what is seen of a loop of orientations at a moment: how the body stands, the curves of its coordinates as far
// as they have come, where they jump, and what noise does.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <string>
#include <vector>

#include "views/overlay/moment.h"

namespace orthoscope {

struct LoopView {
    std::shared_ptr<const LoopState> state;  // null: there is no loop
    double time = 0;                         // orientations since the first; between two of them the body turns the shortest way
    Eigen::Matrix3d body = Eigen::Matrix3d::Identity();  // column vectors, v -> R v
    std::vector<Eigen::Vector3d> trail;                  // where the tip of the body's first axis has been
    // Shares of their length that have come: 0 none, 1 all.
    double curves = 0, jumps = 0, errors = 0;
};
LoopView loop_view(const Moment& moment);

// The steps at which a system's coordinates jump, and a line about them: "jumps twice, up to 57 times the turn".
std::vector<Index> jumps_of(const LoopState& state, int system);
std::string jumps_text(const LoopState& state, int system);
// "Euler angles", "quaternion", ...
std::string system_title(int system);

}  // namespace orthoscope
