// Spectra in pictures without a window, and plots as SVG or CSV.
#pragma once

#include "app/cli/render_options.h"
#include "core/recording/timeline.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

// Refuses a layer, a direction or scales of axes that the run does not have.
Status check_spectrum(const RenderOptions& options, const Exhibit& exhibit);
// How many directions a cut of the run's spectrum may keep; 0: it has no spectrum that can be cut.
int most_kept(const Exhibit& exhibit);

// The plot asked for at a moment, else the first there is, by the suffix of `out`. `source`: what it was made of. Errors:
// Usage where there is no such plot (lists those there are), Output.
Status write_plot(const RenderOptions& options, const Exhibit& exhibit, const Cursor& cursor, const Look& look, const std::string& source);

}  // namespace orthoscope
