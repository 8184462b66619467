// Every plot of a moment as a chart, for files: those of a spectrum or of the laboratory, the cost over the frames, the turns of rotation planes.
#pragma once

#include <vector>

#include "views/charts/chart.h"
#include "views/overlay/moment.h"

namespace orthoscope {

// In the order in which they are offered; empty where nothing is plotted.
std::vector<Chart> plots_of(const Moment& moment);
// The same of an exhibit at a cursor.
std::vector<Chart> plots_of(const Exhibit& exhibit, const Cursor& cursor, const Look& look);

// "cost": one series a lane. "turns": the energy of each plane over its angle a step. Without series where there are none.
Chart cost_chart(const Exhibit& exhibit);
Chart turns_chart(const Moment& moment);

}  // namespace orthoscope
