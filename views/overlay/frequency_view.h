// FrequencyView: how fast the planes turn and how much energy each holds, on a grid of whole turns where the orbit closes.
#pragma once

#include <vector>

#include "core/recording/state.h"

namespace orthoscope {

struct FrequencyView {
    struct Bar {
        Index plane = 0;    // from 1
        double at = 0;      // turns a round of the first map where `whole`, else degrees a step
        double second = 0;  // the same of a second map
        double energy = 0;  // share of the mean-removed energy
    };
    std::vector<Bar> bars;
    bool whole = false;                  // the orbit closes: whole numbers are what an exact action gives
    double round = 0, second_round = 0;  // steps of each map's round; 0: it does not close
    int maps = 1;
    Index left_out = 0;  // planes without an angle of their own
    double high = 1;     // right end of the axis of `at`
    double second_low = 0, second_high = 1;
    double most = 0;            // largest energy
    std::vector<double> ticks;  // of `at`, at most eight apart from 0
};

// Precondition: `state` has angles and kinds. Energies that are not known count 0.
FrequencyView frequency_view(const PlanesState& state);

}  // namespace orthoscope
