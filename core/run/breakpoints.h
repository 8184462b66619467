// Breakpoints: conditions between two consecutive frames of one lane at which a person wants to look. While a run
// goes on a hit pauses it; afterwards the hits are marks on the timeline.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/recording/frame.h"

namespace orthoscope {

// What is watched. A cost jumps where it is more than `cost_factor` times that of the frame before; the determinant
// turns where that of the rotation was not negative and is now; the spectral gap is the smallest singular value of
// the cross-covariance over its largest, and hits where it falls under `gap_below` from above (near 0 the best map
// is not unique); a partner changes where the matching gives `partner_row` another target row than before.
struct Breakpoints {
    double cost_factor = 0;      // above 1; 0: not watched
    bool determinant = false;
    double gap_below = 0;        // in (0, 1]; 0: not watched
    std::int64_t partner_row = -1;  // source row; -1: not watched

    bool any() const { return cost_factor > 0 || determinant || gap_below > 0 || partner_row >= 0; }
    bool operator==(const Breakpoints&) const = default;
};
// "cost-factor", "determinant", "gap-below", "partner-row"; what is not watched is left out.
nlohmann::json to_json(const Breakpoints& breakpoints);
// Errors (kind Usage) name the key, what was found and the domain.
Result<Breakpoints> breakpoints_from_json(const nlohmann::json& object, const std::string& place);

struct BreakpointHit {
    std::string id;        // key of the condition
    std::string sentence;  // "The cost rose 3.2 times, from 0.5 to 1.6."
    std::size_t frame = 0;  // number in the list that was looked through, or in the recording
};

// The relative spectral gap of a state; none where it has no singular values.
std::optional<double> spectral_gap(const State& state);

// What hits between `before` and `now`, two consecutive frames of one lane.
std::vector<BreakpointHit> hits_between(const Frame& before, const Frame& now, const Breakpoints& breakpoints);

// Frames as they come, any lanes mixed.
class BreakpointWatch {
  public:
    explicit BreakpointWatch(Breakpoints breakpoints = {}) : breakpoints_(breakpoints) {}
    // The hits of this frame against the one before in its lane; the first frame of a lane has none.
    std::vector<BreakpointHit> next(FramePtr frame);

  private:
    Breakpoints breakpoints_;
    std::map<int, FramePtr> last_;
    std::size_t count_ = 0;
};

// All hits of a recording, in the order of its frames.
std::vector<BreakpointHit> all_hits(const std::vector<FramePtr>& frames, const Breakpoints& breakpoints);

}  // namespace orthoscope
