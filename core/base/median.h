// Medians.
#pragma once

#include <algorithm>
#include <cstddef>

namespace orthoscope {

// Of an even number the upper of the two in the middle. `values` is a std::vector<double> or a Vector; precondition: not
// empty. O(n).
template <class Values>
double upper_median(Values values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Of an even number the mean of the two in the middle.
template <class Values>
double median(Values values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace orthoscope
