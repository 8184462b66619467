// Cause text: names, sentences and remedies of the causes; internal to core/diagnose.
#pragma once

#include "core/diagnose/suspect.h"

namespace orthoscope {

std::string_view name_of(CauseId id);   // "row-shift"
std::string_view title_of(CauseId id);  // of its lane: "rows shifted"
// How strongly a cause stands: 2 gain - 1, so that half of the squared error has to go before it counts, less a little for
// its freedom, as causes with more of it always mend more. Hubs, which do not show in the squared error, count whole.
double score_of(CauseId id, double gain);
bool is_believed(CauseId id, double gain);

// The sentence, with numbers, and the run that tries the remedy.
Cause cause_of(const Finding& finding, const Case& c);

}  // namespace orthoscope
