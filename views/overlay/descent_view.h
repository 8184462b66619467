// DescentView: what the laboratory's board shows at a moment, as charts: the cobweb of an iteration, singular values over
// the steps of an optimiser, modes of a deep linear network beside their closed form.
#pragma once

#include <optional>
#include <vector>

#include "views/charts/chart.h"
#include "views/overlay/moment.h"

namespace orthoscope {

struct DescentView {
    enum class Kind { None, Iteration, Training, Modes };
    Kind kind = Kind::None;
    double time = 0;               // where the cursor stands, in the unit of the time axis
    std::vector<double> values{};  // at the time shown; on the way between two frames in between
    Index chosen = -1;             // the value whose path stands out, from 0; -1: none
    std::vector<Index> columns{};  // the values whose paths are drawn
    bool diverged = false;
    // The main one first. Iteration: "cobweb", "bars", "steps". Training: "steps", "update", "drift". Modes: "modes".
    std::vector<Chart> charts{};
    Matrix target{}, now{};        // of modes: the matrix to be learned, and the network's; empty where too large
    const Chart* chart(std::string_view id) const;
};

// The value, from 0, that a plot has nearest to a place (of the unit square, as nearest() has it).
std::optional<Index> value_near(const DescentView& view, const Chart& chart, double x, double y, double width, double height);

// Kind::None where the moment shows no such state.
DescentView descent_view(const Moment& moment);

}  // namespace orthoscope
