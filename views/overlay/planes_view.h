// PlanesView: what the board of rotation planes shows at a moment: each plane's two directions as pictures, the true path
// of its phasor, and the frame, what the planes rebuild of it, and the difference.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "views/overlay/moment.h"

namespace orthoscope {

// An image, its cells means where it has more than 24 a side (of colours: their mean); one row: a curve. Empty: none.
struct PlanePicture {
    Matrix cells;
    double low = 0, high = 0;  // what is black and white, or the two ends about zero
};

struct PlaneRow {
    Index number = 0;                             // from 1, by falling energy
    PlanePicture a, b;
    std::vector<std::pair<double, double>> path;  // of all frames, the farthest at distance 1; empty: no frames
    bool joined = false;                          // the frames follow each other
    std::size_t reached = 0;                      // how many of them have been
    std::pair<double, double> now{1, 0};          // the phasor at the time shown
    bool still = false;                           // there is no angle: nothing turns
    double angle = 0;                             // radians a step of the first map
    std::string turns, energy, residual;
};

struct PlanesView {
    double time = 0;  // steps of the first map since the first frame
    std::vector<PlaneRow> rows;
    Index planes = 0;  // of which `rows` are the first
    PlanePicture frame, rebuilt, difference;
    std::string frame_name, rebuilt_name, difference_name;
};

// Where the planes are known: how many there are; else 0.
Index planes_known(const Moment& moment);
// At most `most` planes; on the passage into the phasors the frames play from first to last.
PlanesView planes_view(const Moment& moment, Index most);

}  // namespace orthoscope
