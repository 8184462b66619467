#include "views/overlay/spectrum_view.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orthoscope {
namespace {

using StateHold = std::shared_ptr<const SpectrumState>;

StateHold state_of(const Frame* frame) {
    if (!frame || !frame->state) return nullptr;
    const auto* state = std::get_if<SpectrumState>(frame->state.get());
    return state ? StateHold(frame->state, state) : nullptr;
}

Index length_of(const SpectrumState& s, Index layer) {
    if (!s.values || layer >= s.values->cols()) return 0;
    return s.lengths && layer < s.lengths->size() ? std::min<Index>((*s.lengths)(layer), s.values->rows()) : s.values->rows();
}

// The last frame that was about this matrix, as far as the cursor has come.
void find_front(SpectrumShown& shown, const Moment& moment) {
    for (std::size_t i = 0; i <= moment.shown_index; ++i) {
        const auto& frame = moment.exhibit.frames[i];
        const auto state = state_of(frame.get());
        if (!state || Index(state->layer) != shown.layer) continue;
        shown.front = state;
        shown.metrics.insert(shown.metrics.end(), frame->metrics.begin(), frame->metrics.end());
    }
    if (!shown.front) shown.front = shown.all;
}

DecayAxes axes_of(const SpectrumShown& shown, const Moment& moment) {
    if (moment.look.axes != DecayAxes::Auto) return moment.look.axes;
    if (shown.all->ascending) return DecayAxes::Linear;
    // Where a power law has just been fitted it is shown as the straight line that it is.
    return moment.phase && moment.phase->id == "tail" ? DecayAxes::LogLog : DecayAxes::Log;
}

}  // namespace

std::pair<double, double> SpectrumShown::sides() const {
    double rows = 0, columns = 0;
    if (all->sizes && layer < all->sizes->rows()) rows = (*all->sizes)(layer, 0), columns = (*all->sizes)(layer, 1);
    rows = metric("live_rows").value_or(rows), columns = metric("live_columns").value_or(columns);
    return std::minmax(rows, columns);
}

std::optional<double> SpectrumShown::metric(const std::string& name) const {
    for (auto at = metrics.rbegin(); at != metrics.rend(); ++at)
        if (at->first == name && std::isfinite(at->second)) return at->second;
    return std::nullopt;
}

std::optional<SpectrumShown> spectrum_shown(const Moment& moment) {
    SpectrumShown shown;
    shown.all = state_of(moment.shown);
    if (!shown.all) return std::nullopt;
    const SpectrumState& s = *shown.all;
    shown.layers = s.values ? std::max<Index>(1, s.values->cols()) : 1;
    shown.layer = moment.look.layer > 0 ? Index(moment.look.layer) - 1 : Index(s.layer);
    shown.layer = std::clamp<Index>(shown.layer, 0, shown.layers - 1);
    if (length_of(s, shown.layer) == 0) shown.layer = std::clamp<Index>(Index(s.layer), 0, shown.layers - 1);
    shown.length = length_of(s, shown.layer);
    find_front(shown, moment);
    const auto& exhibit = moment.exhibit;
    if (std::size_t(shown.layer) < exhibit.sets.size()) shown.set = exhibit.sets[std::size_t(shown.layer)];
    for (Index j = 0; j < shown.layers; ++j)
        shown.names.push_back(std::size_t(j) < exhibit.sets.size() ? exhibit.name(std::size_t(j)) : "matrix " + std::to_string(j + 1));
    shown.axes = axes_of(shown, moment);
    // At first the largest value; of a Laplacian the first wave, as its constant shows nothing.
    const Index chosen = moment.look.direction > 0 ? Index(moment.look.direction) - 1 : s.ascending ? 1 : 0;
    shown.direction = std::clamp<Index>(chosen, 0, std::max<Index>(0, shown.length - 1));
    if (moment.look.kept >= 0) shown.kept = moment.look.kept;
    else if (s.cut > 0) shown.kept = Index(s.cut);
    const Index most = shown.directions();
    if (shown.kept >= 0) shown.kept = most > 0 ? std::min(shown.kept, most) : -1;
    return shown;
}

Index leading_above(const SpectrumShown& shown, const Matrix& bounds) {
    Index i = 0;
    while (i < std::min(shown.length, bounds.size()) && shown.value(i) > bounds(i)) ++i;
    return i;
}

Index count_above(const SpectrumShown& shown, double bound) {
    Index count = 0;
    for (Index i = 0; i < shown.length; ++i) count += shown.value(i) > bound;
    return count;
}

double tail_error(const SpectrumShown& shown, Index p) {
    if (shown.all->ascending || shown.length == 0) return std::numeric_limits<double>::quiet_NaN();
    double all = 0, tail = 0;
    for (Index i = shown.length - 1; i >= 0; --i) {
        const double square = shown.value(i) * shown.value(i);
        all += square;
        if (i >= p) tail += square;
    }
    return all > 0 ? std::sqrt(tail / all) : 0;
}

}  // namespace orthoscope
