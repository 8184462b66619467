// The mixer of rotation planes in pictures without a window.
#pragma once

#include <optional>
#include <vector>

#include "app/cli/arguments.h"
#include "core/session/session.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

struct PlaneOptions {
    std::optional<PlaneMix> mix;
    std::optional<int> count;
    std::optional<double> time;
    double second_time = 0;
    std::optional<std::pair<int, int>> torus;
    bool any() const { return mix || count || time || torus; }
};

// --mix, --planes, --plane-time, --torus.
const std::vector<OptionRule>& plane_rules();
Result<PlaneOptions> parse_planes(const std::vector<Argument>& arguments);
// Refuses what was asked for where the run has no such planes.
Status check_planes(const PlaneOptions& options, const Exhibit& exhibit);
// What a session says, then what was asked for. A mix that cannot be read is left out: another version wrote it.
PlaneLook plane_look(const SessionView& view, const PlaneOptions& options = {});

}  // namespace orthoscope
