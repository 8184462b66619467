// The charts of the laboratory, each from the present and the last state of a lane; internal to the descent view.
#pragma once

#include "views/overlay/descent_view.h"

namespace orthoscope {

struct DescentNow {
    const DescentState &shown, &next, &last;  // computed; where the way leads; the lane's last so far
    double weight;                            // of `next`
    const Moment& moment;
};

constexpr Index most_curves = 24;
// At most `most` columns, evenly spread over those whose target is not 0, ends and `chosen` among them.
std::vector<Index> followed_columns(const DescentState& last, Index most, Index chosen = -1);
// The values of one column with the end of the way in between, at the times.
std::pair<std::vector<double>, std::vector<double>> followed_path(const DescentNow& now, double time, Index column);

// Up to where an iteration is drawn: past its highest value; where one runs away, past the others.
double iteration_top(const DescentState& last);
Chart cobweb_chart(const DescentNow& now, const DescentView& view);
Chart value_bars(const DescentNow& now, const DescentView& view);
Chart step_curves(const DescentNow& now, const DescentView& view);
Chart update_bars(const DescentNow& now, const DescentView& view);
Chart drift_curves(const DescentNow& now, const DescentView& view);
Chart mode_curves(const DescentNow& now, const DescentView& view);

}  // namespace orthoscope
