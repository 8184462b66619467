// CostCurves: what falls (or should) over the steps of a run: one curve a lane, for the panel and for tests.
#pragma once

#include <string>
#include <vector>

#include "views/overlay/moment.h"

namespace orthoscope {

struct CostCurves {
    struct Curve {
        int lane = 0;
        std::string lane_name;
        bool shown = false;
        std::vector<double> values;  // one a frame, not a number where it has none
        std::vector<int> phases;     // of each frame
        std::vector<std::int64_t> iterations;
    };
    std::string name;           // of the metric
    std::vector<Curve> curves;  // the one shown last, so that it lies on top
    std::size_t longest = 0;    // frames of the longest
    double low = 0, high = 0;   // of all values
    bool logarithmic = false;
    // Phases that the shown lane meets in several iterations; at most 5, else none.
    std::vector<int> recurring;

    bool any() const { return !curves.empty(); }
    double height(double value) const;  // 0..1
};

// "cost" where frames have it, else "rmse", else their first metric (of spectra the relative error); empty where nothing changes.
CostCurves cost_curves(const Exhibit& exhibit);

}  // namespace orthoscope
