// A chart drawn with a brush: title, axes with ticks and names, legend, series.
#pragma once

#include "views/charts/brush.h"
#include "views/charts/chart_map.h"

namespace orthoscope {

// Where the parts of a chart lie in its box.
struct ChartPlace {
    Box box, plot;
    ChartMap map;
    struct Key {
        std::size_t series = 0;
        Box box{};
        std::string text{};
    };
    std::vector<Key> keys{};               // of the legend
    std::vector<std::string> title{};
    std::vector<std::string> notes{};      // those of the chart, and how many points have no place
    double title_line = 0, keys_top = 0, notes_top = 0;

    // The place of a pointer in the plot's unit square.
    Brush::Point unit(double x, double y) const { return {(x - plot.x) / plot.width, (plot.bottom() - y) / plot.height}; }
    Brush::Point at(double x, double y) const {
        return {plot.x + map.x.place(x) * plot.width, plot.bottom() - map.y.place(y) * plot.height};
    }
};

// Precondition: the box is at least 60 by 60 units. Small boxes leave out the legend, then the notes.
ChartPlace place_chart(const Brush& brush, const Chart& chart, const Box& box);
void draw_chart(Brush& brush, const Chart& chart, const ChartPlace& place);
// The value under the pointer: a ring about it and a label "values: number 12, 3.142".
void draw_reading(Brush& brush, const Chart& chart, const ChartPlace& place, const ChartHit& hit);
std::string reading_text(const Chart& chart, const ChartHit& hit);

// A text that fits into `width`, shortened at its end by an ellipsis.
std::string fitted(const Brush& brush, Type type, const std::string& text, double width);

}  // namespace orthoscope
