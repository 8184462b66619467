// What `render` can lay on a picture beside the run: certainty halos, and a selected row.
#pragma once

#include "core/method/parameters.h"
#include "views/stage/exhibit.h"

namespace orthoscope {

// Fifty refits and twenty fits to shuffled pairs, by the pairs of the run or the matching of its last frame.
Status add_halos(Exhibit& exhibit, const ParameterSet& options, std::uint64_t seed, const Context& context);

// "source:12", "target:king": a row by number or label.
Result<Selected> selected_row(const std::string& text, const Exhibit& exhibit);

}  // namespace orthoscope
