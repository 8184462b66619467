// Where the parts of the board of a spectrum lie: the decay plot first, then what there is room for.
#pragma once

#include <string>
#include <vector>

#include "views/charts/chart.h"
#include "views/overlay/box.h"
#include "views/overlay/pager.h"
#include "views/overlay/spectrum_pictures.h"

namespace orthoscope {

struct SpectrumBoard {
    struct Plot {
        Chart chart;
        Box box;  // relative to the board
    };
    struct Picture {
        ShownField field;
        Box box;  // with its caption line
        std::string id;  // "direction", "original", "rebuilt", "difference", "loaded"
    };
    struct Layer {
        Index number = 0;  // from 1
        Chart chart;
        Box box;
    };
    std::vector<Plot> plots;
    std::vector<Picture> pictures;
    std::vector<Layer> layers;
    std::string layers_title;
    Pager pager{};
};

// At least 120 x 90 units. `phase`: what the run is at, whose plots come first; may be empty. `chosen`: the plot in front
// where there is no room for all ("decay", "direction", "cut", "layers" or a chart's id); empty: the first.
SpectrumBoard spectrum_board(const SpectrumShown& shown, Extent size, const std::string& phase, double line, const std::string& chosen);

}  // namespace orthoscope
