// Moment: what an exhibit shows at a cursor, found once for all panels.
#pragma once

#include "core/recording/timeline.h"
#include "views/overlay/overlay.h"
#include "views/theme/palette.h"

namespace orthoscope {

struct Moment {
    const Exhibit& exhibit;
    const Look& look;
    const SceneNotes& notes;
    const Palette& colours;
    double weight = 1;       // of the passage into `into`; 1 on a computed frame
    bool between = false;    // in between two computed frames
    std::size_t shown_index = 0, into_index = 0;
    const Frame* shown = nullptr;  // the last computed frame: its values are read out; null where nothing has run
    const Frame* into = nullptr;   // the frame whose phase is passing; `shown` on a computed frame
    const AlignmentState* values = nullptr;  // of `shown`
    const AlignmentState* coming = nullptr;  // of `into`
    const GroupState* group = nullptr;       // of `shown`, where several sets meet
    const ShapeState* shape = nullptr;         // of `shown`, where two shapes are matched
    const ShapeState* shape_coming = nullptr;  // of `into`
    const PhaseInfo* phase = nullptr;        // of `into`; null without a method
    int iterations = 0;                      // of the last frame
    std::optional<int> winner{};             // the lane that the report judges, where another one is shown

    bool ran() const { return shown != nullptr; }
    bool at_end() const { return ran() && !between && shown_index + 1 == exhibit.frames.size(); }
};

Moment moment_of(const Exhibit& exhibit, const Cursor& cursor, const Look& look, const SceneNotes& notes);

// The turn that plane dials show: the last one begun, and how far it has come. Null where none has.
struct Turn {
    const RotationPath* path = nullptr;
    double progress = 0;  // 0..1
    double mirrored = 0;  // of its mirror beat
};
Turn turn_of(const Moment& moment);

// The present value of a symbol of the phase (its markup), or an empty string.
std::string value_of(const std::string& symbol, const Moment& moment);

}  // namespace orthoscope
