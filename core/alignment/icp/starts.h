// Starts: poses from which an ICP search can begin, each with a name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/alignment/icp/matches.h"

namespace orthoscope {

struct IcpStart {
    std::string name;   // "grid 12", "principal axes + - +", "identity", "landmarks", "given start"
    RigidPose pose;
    bool certain = false;  // becomes a lane whatever the screening says
};

// `count` rotations spread evenly over SO(3) (super-Fibonacci spirals: Alexa, CVPR 2022, algorithm 1), or over the
// circle in the plane. The first is not the identity.
std::vector<Matrix> rotation_grid(Index d, Index count);
// The 2^(d-1) rotations that carry the source's principal axes onto the target's, with their names.
std::vector<IcpStart> principal_axis_starts(const Matrix& source_centred, const Matrix& target, const RowVector& target_mean);

// From the run's landmarks by a weighted closed form; nullopt with a sentence in `why` where there are too few of
// them, or they lie on one line (in the plane: in one point), so that they leave a turn open.
std::optional<RigidPose> landmark_pose(const Pairs& pairs, const RowVector& pivot, std::string& why);
// From --start: its last rotation (the nearest rotation, where it is not one), with its translation, or meeting the
// target's mean without one; or, of a matching alone, the closed form over it. nullopt with a sentence where it
// holds none that fits.
std::optional<RigidPose> given_pose(const Pairs& pairs, const RowVector& pivot, const RowVector& target_mean, std::string& why);

}  // namespace orthoscope
