// Chart: one plot as data, from which the picture, an SVG and a CSV are made alike: titled axes with unit and scale, and
// series of numbers with a label. It knows neither pixels nor colours, only tones that a theme gives colours to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace orthoscope {

enum class AxisScale { Linear, Log };

struct ChartAxis {
    std::string title{}, unit{};  // "angle", "degrees"; the unit may be empty
    AxisScale scale = AxisScale::Linear;
    std::optional<double> low{}, high{};  // ends; none: from the series
    bool whole = false;           // counts: no ticks between whole numbers
    bool from_zero = false;       // linear: the axis holds 0
    // "angle (degrees)"
    std::string name() const { return unit.empty() ? title : title + " (" + unit + ")"; }
};

// Roles of look.md; Category: one of the colours for kinds, by ChartSeries::category.
enum class Tone { Source, Target, Green, Purple, Yellow, Bad, Selection, Accent, Text, Secondary, Category };

struct ChartSeries {
    // Line, Points: y over x. Bars: from 0 (logarithmic: from the foot) to y, about x, as wide as x are apart.
    // Band: between y and upper. Horizontal: a line at y[0]; Vertical: one at x[0].
    enum class Kind { Line, Points, Bars, Band, Horizontal, Vertical };
    Kind kind = Kind::Line;
    std::string label{};                       // in the legend (of a horizontal or vertical line: on it) and in files
    std::vector<double> x{}, y{}, upper{};     // of one length, as far as the kind uses them; not a number: a gap
    Tone tone = Tone::Source;
    std::size_t category = 0;
    double size = 1.6;                         // thickness of a line, radius of a point
    double alpha = 1;
    bool dashed = false;
    bool listed = true;                        // has its place in the legend
    bool reads = true;                         // the pointer finds its values
};

struct Chart {
    std::string id{};     // "decay": names it on the command line and in file names
    std::string title{};
    ChartAxis x{}, y{};
    std::vector<ChartSeries> series{};
    std::vector<std::string> notes{};  // sentences under the plot
};

// Points of a Line, Points, Bars or Band series; 0 of the others.
std::size_t points_of(const ChartSeries& series);

// One line a point: series, x, y, upper (only a band has it), with 17 significant digits; empty cells where a value is
// not a number. The header names the axes with their units. Commas, quotes and line ends in names are quoted (RFC 4180).
std::string chart_csv(const Chart& chart);

}  // namespace orthoscope
