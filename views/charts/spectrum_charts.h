// The plots of a spectrum as charts: what the board shows and what is exported.
//
// decay: the values over their numbers with everything they are held against; density: their histogram under the law of
// Marchenko and Pastur; errors: what a cut loses in each basis; cosines, entries, neighbours (TwoNN), dimension: what the
// rows say; direction: the entries of the chosen one; layer-N: the decay of matrix N, small.
#pragma once

#include <vector>

#include "views/charts/chart.h"
#include "views/overlay/spectrum_view.h"

namespace orthoscope {

// Each has an empty series list where the run has not found what it needs.
Chart decay_chart(const SpectrumShown& shown);
Chart density_chart(const SpectrumShown& shown);
Chart errors_chart(const SpectrumShown& shown);
Chart direction_chart(const SpectrumShown& shown);
Chart layer_chart(const SpectrumShown& shown, Index layer);
Chart cosines_chart(const SpectrumShown& shown);
Chart entries_chart(const SpectrumShown& shown);
Chart neighbours_chart(const SpectrumShown& shown);
Chart dimension_chart(const SpectrumShown& shown);

// Those that have something to show, the decay first; with `layers` also one for each of several matrices.
std::vector<Chart> spectrum_charts(const SpectrumShown& shown, bool layers);

// The law of Marchenko and Pastur as the density of singular values: x = s / (v sqrt n), b = m / n <= 1;
// sqrt((b+^2 - x^2) (x^2 - b-^2)) / (pi b x) between b- = 1 - sqrt b and b+ = 1 + sqrt b, else 0.
double marchenko_pastur_density(double x, double b);

}  // namespace orthoscope
