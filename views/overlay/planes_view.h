// PlanesView: what the board of rotation planes shows at a moment: each plane's two directions as pictures, the true path
// of its phasor, and the frame, what the mix of planes rebuilds of it, and the difference.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "views/overlay/moment.h"
#include "views/overlay/plane_picture.h"

namespace orthoscope {

struct PlaneRow {
    using Place = std::pair<double, double>;
    Index number = 0;  // from 1, by falling energy
    PlanePicture a, b;
    std::vector<Place> path;   // of all frames, the farthest at distance 1; empty: no frames
    bool joined = false;       // the frames follow each other
    std::vector<Place> trail;  // where the phasor was in the last steps, as it is played; ends at `now`
    Place now{1, 0};           // the phasor at the time shown, also of a plane that is off
    Place centre{0, 0};        // what it turns about
    bool still = false;        // there is no angle: nothing turns
    bool on = true;            // takes part in the rebuilt frame
    bool chosen = false;
    double angle = 0;  // radians a step of the first map
    std::string turns, energy, residual;
    std::string played;  // "× 0.5, 2 steps ahead"; empty: as it is
};

struct PlanesView {
    double time = 0, second_time = 0;  // steps of each map since the first frame
    std::vector<PlaneRow> rows;
    Index planes = 0;                         // in all; `rows` are some of them, in order
    Index used = 0;                           // of them, those in the rebuilt frame
    PlanePicture frame, rebuilt, difference;  // no frame and no difference beyond the data
    bool beyond = false;
    std::string frame_name, rebuilt_name, difference_name;
    std::string warning;  // that the orbit is open; empty: it closes, or there is none
    std::string note;  // what the pictures do not show as it is
};

// The planes that a moment shows, and how they are played there.
struct PlanesNow {
    std::shared_ptr<const PlanesState> state;  // null: none are known
    bool frames = false;                       // their phasors are known
    std::vector<double> time;                  // steps of each map
    PlaneMix mix;                              // planes that take no part are off
};
PlanesNow planes_now(const Moment& moment);

// Where the planes are known: how many there are; else 0.
Index planes_known(const Moment& moment);
// At most `most` planes: the first ones, or those round the chosen one. On the passage into the phasors the frames play from
// first to last, unless Look::planes has a time.
PlanesView planes_view(const Moment& moment, Index most);

}  // namespace orthoscope
