// Timeline: pure arithmetic from a time to a cursor between two frames. It reads no clock.
#pragma once

#include <cstddef>
#include <vector>

#include "core/recording/frame.h"

namespace orthoscope {

// Shows frame `lower` at weight 0 and `upper` at weight 1; weight 0 or 1 is a computed frame.
struct Cursor {
    std::size_t lower = 0, upper = 0;
    double weight = 0;
    bool computed() const { return weight == 0 || weight == 1 || lower == upper; }
    std::size_t nearest() const { return weight < 0.5 ? lower : upper; }
};

enum class Loop { Once, Repeat, PingPong };

class Timeline {
  public:
    // Seconds that the passage into each frame takes (entry 0 is the hold on the first frame).
    void set_durations(std::vector<double> seconds);
    double length() const { return starts_.empty() ? 0 : starts_.back(); }
    std::size_t frames() const { return starts_.size(); }

    // Position 0..length() -> cursor. Eased: each passage starts and ends at rest, constant speed in between.
    Cursor at(double position) const;
    double position_of(std::size_t frame) const;           // where that frame stands complete
    std::size_t frame_before(double position) const;       // the last frame complete at or before, for step back
    std::size_t frame_after(double position) const;        // the next one, for step forward

    // Folds a running play time into a position: rate may be negative; `ended` is set when Once has run out.
    double fold(double play_time, Loop loop, bool& ended) const;

  private:
    std::vector<double> starts_;  // position at which frame i stands complete
};

// Passages last as long as their phase says (PhaseInfo::seconds), shortened where there are many iterations.
std::vector<double> default_durations(const std::vector<FramePtr>& frames, const std::vector<double>& phase_seconds);

}  // namespace orthoscope
