// What the features of the window compute without widgets.
#pragma once

#include "app/window/document.h"
#include "app/window/selection.h"
#include "app/window/task.h"
#include "core/alignment/bootstrap.h"

namespace orthoscope {

// The hits of the breakpoints in a list of frames that grows, each frame looked at once.
class BreakMarks {
  public:
    // Hits of the whole list; `frames` of another run or lane, or other breakpoints, start anew.
    const std::vector<BreakpointHit>& of(const std::vector<FramePtr>& frames, const Breakpoints& breakpoints);

  private:
    Breakpoints breakpoints_;
    BreakpointWatch watch_;
    FramePtr first_, last_;
    std::size_t seen_ = 0;
    std::vector<BreakpointHit> hits_;
};

// What the bootstrap of a run needs: the rules that its fit obeyed, read off its options and its last frame.
ProcrustesRules bootstrap_rules(const LiveRun& run);

// The session's choices that try a cause's remedy: method, options, rows, start (written into `starts`).
Result<Command> remedy_command(const Document& document, const Cause& cause);

// The picked pairs, after those of a landmarks file where there is one, written into a file beside the session (or into
// the person's state folder); its path, empty where nothing was picked or it cannot be written.
QString landmark_file_of(const Document& document, const PairingSpec& used);

}  // namespace orthoscope
