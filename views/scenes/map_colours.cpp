#include "views/scenes/map_colours.h"

#include <algorithm>
#include <cmath>

#include "views/theme/place_colours.h"

namespace orthoscope {
PlaceColours::PlaceColours(const Matrix& places) {
    std::array<double, 3> low{}, high{};
    bool any = false;
    for (Index i = 0; i < places.rows(); ++i) {
        if (!places.row(i).allFinite()) continue;
        for (std::size_t k = 0; k < 3; ++k) {
            const double v = places(i, Index(k));
            low[k] = any ? std::min(low[k], v) : v, high[k] = any ? std::max(high[k], v) : v;
        }
        any = true;
    }
    std::stable_sort(axes_.begin(), axes_.end(), [&](int a, int b) {
        return high[std::size_t(a)] - low[std::size_t(a)] > high[std::size_t(b)] - low[std::size_t(b)];
    });
    for (std::size_t k = 0; k < 3; ++k) {
        const auto axis = std::size_t(axes_[k]);
        low_[k] = low[axis];
        size_[k] = high[axis] > low[axis] ? high[axis] - low[axis] : 1;
    }
}

std::array<double, 3> PlaceColours::within(const RowVector& place) const {
    std::array<double, 3> found{};
    for (std::size_t k = 0; k < 3; ++k) found[k] = (place(axes_[k]) - low_[k]) / size_[k];
    return found;
}

std::array<double, 2> PlaceColours::longest(const RowVector& place) const {
    return {place(axes_[0]) - low_[0], place(axes_[1]) - low_[1]};
}

Colour PlaceColours::at(const RowVector& place) const {
    if (!place.allFinite()) return {0.5, 0.5, 0.5};
    const auto [u, v, w] = within(place);
    return place_colour(u, v, w);
}

void append(Bytes& bytes, const Colour& colour) {
    for (double v : {colour.r, colour.g, colour.b})
        bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * std::clamp(v, 0.0, 1.0))));
}

Bytes mix(const Bytes& a, const Bytes& b, double t) {
    if (a.empty() || (t >= 1 && !b.empty())) return b;
    if (b.empty() || t <= 0 || a.size() != b.size() || a == b) return a;
    Bytes mixed(a.size());
    for (std::size_t k = 0; k < a.size(); ++k)
        mixed[k] = static_cast<std::uint8_t>(std::lround((1 - t) * a[k] + t * b[k]));
    return mixed;
}

}  // namespace orthoscope
