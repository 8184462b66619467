// What shape matching of large shapes will take, said before it starts.
#pragma once

#include <optional>
#include <string>

#include "core/maps/matching_problem.h"

namespace orthoscope {

struct ShapeCost {
    std::uint64_t bytes = 0;  // at the peak
    double seconds = 0;       // on a machine of some 2.6 GHz with AVX-512 that does nothing else
};

// A model fitted to runs of 5,000 to 400,000 vertices: right to a factor of two, and the memory rather too high.
ShapeCost eigenbasis_cost(Index rows, Index k, int threads);
ShapeCost matching_cost(Index source_rows, Index target_rows, const MatchingPlan& plan, int threads);

// "some 6.4 GB and 21 minutes"
std::string in_words(const ShapeCost& cost);

// For methods on shapes of more than 100,000 vertices together: a sentence that says so; else nothing.
std::optional<std::string> cost_sentence(const std::string& method, const ParameterSet& options, const RunSettings& settings,
                                         const std::vector<DatasetPtr>& sets);

}  // namespace orthoscope
