#include "views/overlay/residuals.h"

#include <algorithm>
#include <cmath>

#include "core/base/median.h"

namespace orthoscope {

Residuals::Residuals(std::vector<double> values) {
    std::erase_if(values, [](double r) { return !std::isfinite(r); });
    total = values.size();
    if (values.empty()) return;
    for (double& r : values) r = std::abs(r);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    least = *low, top = *high;
    for (double r : values) ++counts[top > 0 ? std::min(bins - 1, std::size_t(r / top * double(bins))) : 0];
    most = *std::max_element(counts.begin(), counts.end());
    median = upper_median(std::move(values));
}

}  // namespace orthoscope
