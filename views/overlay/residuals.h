// Residuals: how distances are spread, gathered once and not at each paint.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace orthoscope {

struct Residuals {
    static constexpr std::size_t bins = 32;
    explicit Residuals(std::vector<double> values);  // those that are not finite do not count

    std::array<std::size_t, bins> counts{};  // from 0 to the largest
    double least = 0, top = 0, median = 0;
    std::size_t most = 0, total = 0;  // in a bin, in all
};

}  // namespace orthoscope
