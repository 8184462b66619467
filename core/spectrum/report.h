// What the methods on spectra report alike; internal to core/spectrum.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/recording/recording.h"
#include "core/run/report.h"

namespace orthoscope {

// The state of the last frame; null where the recording is empty.
const SpectrumState* last_spectrum(const Recording& recording);
// Of the last frame that is about one of several matrices, from 0; null where the run has not come to it.
const SpectrumState* last_spectrum(const Recording& recording, Index layer);

// Numbers by name that the frames of one matrix (an iteration) had; of several frames the last that has a name.
using Found = std::map<std::string, double, std::less<>>;
std::vector<Found> found_by_layer(const Recording& recording, Index layers);
// NaN where absent.
double value_of(const Found& found, std::string_view name);

// "layer 3 (dense.npz::w)": the name of a matrix for a sentence.
std::string layer_name(const Dataset& set);

}  // namespace orthoscope
