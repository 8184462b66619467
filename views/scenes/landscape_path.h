// The way of one lane through the rotations, ready to be drawn over any landscape.
#pragma once

#include <optional>
#include <vector>

#include "core/alignment/rotation_chart.h"
#include "core/recording/frame.h"

namespace orthoscope {

struct LanePath {
    struct Line {
        bool mirrored = false;  // in the ball of determinant -1
        ChartLine points;
        bool enters = false;  // begins on the boundary, where the line before left on the opposite side
    };
    int lane = 0;
    std::vector<Line> lines;
    std::optional<Matrix> start, end;  // rotations
};

// Geodesics from frame to frame, as playback turns. Of more than 1,500 frames some are passed over. Frames that hold no
// alignment are left out.
LanePath lane_path(const std::vector<FramePtr>& frames, int lane);

}  // namespace orthoscope
