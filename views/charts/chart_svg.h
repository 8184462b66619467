// A chart as SVG 1.1: text stays text, each series is a group with its label as title.
#pragma once

#include <string>

#include "views/charts/chart.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

// `width` and `height` in pixels, at least 60 each. `source`: a sentence for the description: what it was made of.
std::string chart_svg(const Chart& chart, Theme theme, int width = 960, int height = 600, const std::string& source = {});

}  // namespace orthoscope
