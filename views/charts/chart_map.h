// ChartMap: where the numbers of a chart lie in the unit square of its plot, x to the right and y upwards; its ticks; and
// which value lies nearest to a place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/charts/chart.h"

namespace orthoscope {

struct Tick {
    double value = 0;
    std::string label{};  // empty: a small one between
};

class AxisMap {
  public:
    AxisMap() = default;
    // low < high; of a logarithmic axis both positive.
    AxisMap(AxisScale scale, double low, double high, bool whole = false);
    AxisScale scale() const { return scale_; }
    double low() const { return low_; }
    double high() const { return high_; }
    // 0 at `low`, 1 at `high`, beyond outside; not a number where the axis has no such place (logarithmic: 0 and less).
    double place(double value) const;
    double value(double place) const;
    // At most `most` labelled ones (but two where there is any way), ascending, inside the axis: 1, 2 or 5 times a power
    // of ten; logarithmic: powers of ten, with small ones between.
    std::vector<Tick> ticks(int most) const;

  private:
    AxisScale scale_ = AxisScale::Linear;
    double low_ = 0, high_ = 1;
    bool whole_ = false;
};

struct ChartMap {
    AxisMap x, y;
    // Of the series that a pointer reads, points that have no place: not numbers, or 0 and less on a logarithmic axis; and
    // those beyond ends that the axes fix.
    std::size_t dropped = 0, outside = 0;
};

ChartMap map_of(const Chart& chart);

// A value of a series.
struct ChartHit {
    std::size_t series = 0, index = 0;
    double x = 0, y = 0;
    double distance = 0;  // in units of the plot's sides
};

// The nearest one within `reach` of (x, y), a place of the unit square; the plot is `width` by `height` units. Of equally
// near ones the last series, which lies on top. Of bars the one over which the place lies.
std::optional<ChartHit> nearest(const Chart& chart, const ChartMap& map, double x, double y, double width, double height,
                                double reach);

// How wide a bar about x[i] is, in units of the axis, and where it begins.
std::pair<double, double> bar_span(const ChartSeries& series, std::size_t i);

}  // namespace orthoscope
