// A mix of rotation planes as one line of text, on the command line and in sessions.
//
//   2:off,3:x0.5,4:+1.25,5:x2-3,mean:off
//
// names planes from 1: "off" leaves one out, "x" gives its speed, a signed number its offset in steps. "mean", "fixed" and
// "flipped" can be off too. What is not named plays as it is; the empty text is the mix that changes nothing.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/rotations/rebuild.h"

namespace orthoscope {

// With as many digits as bring the same numbers back.
std::string text_of(const PlaneMix& mix);
// Errors (Usage, at `place`): anything else than the above, a plane above 100,000 or named twice, a speed or offset that is
// not finite or beyond 1e6.
Result<PlaneMix> mix_from_text(const std::string& text, const std::string& place);

}  // namespace orthoscope
