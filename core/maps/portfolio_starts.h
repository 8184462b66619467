// The starts of a portfolio: each a name and a way to a small functional map.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/maps/descriptors.h"
#include "core/maps/fit.h"
#include "core/maps/portfolio.h"

namespace orthoscope {

// What the starts share; must outlive them.
struct PortfolioInputs {
    ShapePair pair;
    PortfolioOptions options;
    Descriptors functions;
    FitProblem problem,
        landmark_problem;  // of the largest size; the second of the landmarks' functions alone
    Survey survey;
};

struct PortfolioLane {
    std::string name;
    std::function<Result<Matrix>(const Context&)> start;  // C to begin with
};

// Descriptors, operators, samples. Errors: Cancelled.
Result<std::unique_ptr<PortfolioInputs>> portfolio_inputs(ShapePair pair, const PortfolioOptions& options,
                                                          const Context& context);
std::vector<PortfolioLane> portfolio_starts(const PortfolioInputs& inputs);

}  // namespace orthoscope
