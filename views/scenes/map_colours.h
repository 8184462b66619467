// PlaceColours: a colour for every place of a shape (views/theme/place_colours.h), and colours as bytes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/types.h"
#include "views/theme/palette.h"

namespace orthoscope {

class PlaceColours {
  public:
    PlaceColours() = default;
    explicit PlaceColours(const Matrix& places);  // n x 3; rows that are not finite do not count

    // 0..1 along the extents, the longest first; outside the places it goes on beyond.
    std::array<double, 3> within(const RowVector& place) const;
    Colour at(const RowVector& place) const;
    std::array<double, 2> longest(const RowVector& place) const;  // its coordinates along the two longest extents

  private:
    std::array<int, 3> axes_{0, 1, 2};
    std::array<double, 3> low_{}, size_{1, 1, 1};
};

using Bytes = std::vector<std::uint8_t>;  // red, green, blue of each row
void append(Bytes& bytes, const Colour& colour);
// a at 0, b at 1; empty sides count as the other.
Bytes mix(const Bytes& a, const Bytes& b, double t);

}  // namespace orthoscope
