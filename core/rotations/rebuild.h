// Frames rebuilt from their planes: at fractional times, beyond the data, with each plane at its own speed.
#pragma once

#include <memory>
#include <vector>

#include "core/recording/state.h"

namespace orthoscope {

// How one plane is played; steps are those of the data.
struct PlanePlay {
    bool on = true;
    double speed = 1;   // its own steps for one of the others
    double offset = 0;  // steps ahead
    bool operator==(const PlanePlay&) const = default;
};

struct PlaneMix {
    std::vector<PlanePlay> planes;  // by number; planes beyond its end play as they are
    bool mean = true, fixed = true, flipped = true;
    bool operator==(const PlaneMix&) const = default;
};
// How a plane (from 0) is played.
PlanePlay play_of(const PlaneMix& mix, Index plane);

// Plays a state from one of its frames on. The state has planes, phasors and what goes with them (the last phase of each
// method). Without `next` (rows that follow no order) every advance is a pure rotation of the frame that is played from.
class PlanePlayer {
  public:
    // Precondition: 0 <= from < T, at most two maps. `state` is kept alive.
    PlanePlayer(std::shared_ptr<const PlanesState> state, Index from = 0);

    Index planes() const { return state_->angles->rows(); }
    // How many steps the data go on from `from` along a map, and back (both of a closed orbit: its length).
    Index ahead(Index map = 0) const;
    Index behind(Index map = 0) const;
    // The recorded frame nearest to a time (one number a map, missing: 0); -1 beyond the data.
    Index frame_near(const std::vector<double>& steps) const;

    // Phasors (1 x 2 p) `steps` after `from`, one number a map (missing: 0); any real number, negative too. At recorded
    // frames the recorded phasors, exactly; between them the two (with two maps four) neighbours turned towards the time
    // asked for and mixed by nearness; beyond the data exp(s L): the last recorded one turned on about its centre. Phasors of
    // a plane without an angle are mixed unturned, and stand still beyond the data. A plane that is off is 0.
    RowVector phasors(const std::vector<double>& steps, const PlaneMix& mix = {}) const;
    // Coordinates along fixed and flipped directions (1 x (a + b)): mixed; beyond the data the fixed ones stay, the flipped
    // ones swing over once a step.
    RowVector rest(const std::vector<double>& steps, const PlaneMix& mix = {}) const;
    // The frame (1 x D): mean + phasors planes + rest (fixed, flipped), each part as the mix has it.
    RowVector frame(const std::vector<double>& steps, const PlaneMix& mix = {}) const;

  private:
    struct Corner {
        Index frame;
        double weight = 1;
        double angle_steps[2] = {0, 0};  // from the frame to the time asked for, a map each
        double beyond = 0;               // of them, those that lie beyond the data
    };
    struct Reach {
        Index ahead = 0, behind = 0;  // steps from `from` to the ends of the data
        bool closed = false;          // ahead goes round
    };
    std::vector<Corner> corners(const std::vector<double>& steps) const;
    Index walked(Index frame, Index map, Index steps) const;  // -1: the data end before

    std::shared_ptr<const PlanesState> state_;
    Index from_;
    Indices previous_;  // the opposite of next
    std::vector<Reach> maps_;
};

// Frame i (1 x D) of the recorded phasors: mean, fixed and flipped parts and the first `count` planes.
RowVector first_planes(const PlanesState& state, Index frame, Index count);

}  // namespace orthoscope
