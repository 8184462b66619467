// Boxes and extents in overlay units: pixels at scale 1, from the top left of the picture.
#pragma once

namespace orthoscope {

struct Extent {
    double width = 0, height = 0;
};

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    double right() const { return x + width; }
    double bottom() const { return y + height; }
    bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
    bool contains(const Box& other) const {
        return x <= other.x && y <= other.y && other.right() <= right() && other.bottom() <= bottom();
    }
};

}  // namespace orthoscope
