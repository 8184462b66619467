// TorusView: two planes seen together: their phasors' angles as a place on a torus, the motion as a knot on it.
#pragma once

#include <Eigen/Core>
#include <string>
#include <utility>
#include <vector>

#include "views/overlay/moment.h"

namespace orthoscope {

// Radians: the first plane's angle goes round the axis, the second's round the tube. Angles are those about the planes'
// centres, as the array `phases` of the results has them.
using TorusPlace = std::pair<double, double>;

constexpr double torus_tube = 0.42;  // radius of the tube; that of its middle is 1
// On the torus about z; `lift`: above its surface.
Eigen::Vector3d torus_point(const TorusPlace& place, double lift = 0);

struct TorusView {
    Index first = 0, second = 0;                 // planes, from 1; 0: no two planes turn
    std::vector<TorusPlace> recorded;            // at frames, at most 400 of them
    std::vector<std::vector<TorusPlace>> paths;  // one a map, from the first frame through the data, in fine steps
    TorusPlace now{0, 0};                        // as the planes are played
    std::vector<std::string> windings;           // one a map: "turns 1 : 3 in 72 steps", or the ratio of the speeds
};

// The pair of Look::planes where both turn, else the first two that do. Needs phasors of frames in order or on a grid.
TorusView torus_view(const Moment& moment);

}  // namespace orthoscope
