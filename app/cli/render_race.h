// `orthoscope render DIR... --scene race`: the lanes of one results folder, or several folders, in panes of one picture.
#pragma once

#include "app/cli/interrupt.h"
#include "app/cli/render_options.h"

namespace orthoscope {

// Two to four racers: of one folder its best lanes, of several folders the winning lane of each. By default the end of
// the race; --frame N is the N-th place where some racer has a computed frame, --frames all every one of them, --time S
// the wall seconds of a race by time. Errors: fewer than two racers, other inputs, a place that is not there.
Status render_race(const RenderOptions& options, const Interrupt& interrupt);

}  // namespace orthoscope
