#include "core/spectrum/tail.h"

#include <algorithm>
#include <cmath>

namespace orthoscope {

PowerTail power_tail(const Vector& s, Index fewest, double rounding) {
    PowerTail best;
    Index q = 0;
    while (q < s.size() && s(q) > rounding) ++q;
    const Eigen::ArrayXd logs = 2 * s.head(q).array().log();  // descending
    double sum = 0;
    for (Index k = 1; k <= q; ++k) {
        sum += logs(k - 1);
        // Equal values belong to one tail.
        if (k < std::max<Index>(fewest, 2) || (k < q && logs(k) == logs(k - 1))) continue;
        const double spread = sum - double(k) * logs(k - 1);
        if (!(spread > 1e-12 * double(k))) continue;
        const double slope = double(k) / spread;
        double distance = 0;
        for (Index i = 0; i < k; ++i) {
            const double above = std::exp(-slope * (logs(i) - logs(k - 1)));  // of the law, larger than l_i
            distance = std::max({distance, std::abs(above - double(i) / double(k)), std::abs(above - double(i + 1) / double(k))});
        }
        if (best.count == 0 || distance < best.distance) best = {1 + slope, k, distance, std::exp(logs(k - 1))};
    }
    return best;
}

}  // namespace orthoscope
