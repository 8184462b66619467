// Posable bodies: a blend of rounded cones over a skeleton. The y axis points up, z forward, x to the body's
// left; the ground is y = 0 and the biped stands about 1.6 tall.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/samples/figure/blend.h"

namespace orthoscope {

// A joint turns everything beyond it: the cones in `beyond`.
struct Joint {
    std::string name;  // "left elbow"
    Point3 centre;
    double width;             // half width of the soft zone, as a difference of distances
    std::vector<int> beyond;  // cones; empty: the root, which turns the whole body
};

struct NamedPlace {
    std::string name;  // "nose"
    Point3 place;      // near the surface of the rest body
};

struct Figure {
    BlendedBody body;
    std::vector<Joint> joints;  // parents before children
    std::vector<NamedPlace> landmarks;
};

// Proportions vary from figure to figure, and limbs a little from side to side by about `asymmetry` times 3
// %.
Figure biped(std::uint64_t figure, double asymmetry);
Figure quadruped(std::uint64_t figure, double asymmetry);

enum class PoseName { Rest, Stride, Wave, Sit, Bow, Turn };

// One rotation vector (axis times angle, radians) for each joint, about its centre in rest coordinates; a
// child's turn is applied first.
using Pose = std::vector<Point3>;
Pose biped_pose(const Figure& figure, PoseName name);
Pose quadruped_pose(const Figure& figure, PoseName name);

// How far each point lies beyond each joint, 0 to 1: a smooth step of the difference of its distances to the
// cones on the near and the far side. A function of the rest place alone, so every mesh of the body bends
// alike.
Matrix joint_shares(const Figure& figure, const Matrix& rest);  // n x joints

// Points turned by `pose`, each joint's angle scaled by the point's share.
Matrix posed(const Figure& figure, const Pose& pose, const Matrix& rest, const Matrix& shares);

}  // namespace orthoscope
