#include "views/overlay/frequency_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orthoscope {
namespace {

constexpr double degrees = 180 / std::numbers::pi;

// Steps of a map from the first frame until it is reached again; 0: never.
double round_of(const PlanesState& s, Index map) {
    const Index frames = s.next ? s.next->size() / std::max<Index>(1, s.angles->cols()) : 0;
    if (!s.closed || (map + 1) * frames > (s.next ? s.next->size() : 0)) return 0;
    Index at = 0;
    for (Index n = 1; n <= frames; ++n) {
        at = (*s.next)(map * frames + at);
        if (at < 0) return 0;
        if (at == 0) return double(n);
    }
    return 0;
}

// 1, 2 or 5 times a power of ten, so that at most eight fit.
double spacing(double range, bool whole) {
    for (double ten = whole ? 1 : 0.1;; ten *= 10)
        for (double step : {1.0, 2.0, 5.0})
            if (range <= 8.5 * step * ten) return step * ten;
}

}  // namespace

FrequencyView frequency_view(const PlanesState& s) {
    FrequencyView view;
    view.maps = int(s.angles->cols());
    view.round = view.maps > 0 ? round_of(s, 0) : 0, view.second_round = view.maps > 1 ? round_of(s, 1) : 0;
    view.whole = view.round > 0 && (view.maps < 2 || view.second_round > 0);
    const auto shown = [&](double angle, double round) {
        return view.whole ? angle * round / (2 * std::numbers::pi) : angle * degrees;
    };
    double most = 0;
    for (Index k = 0; k < s.angles->rows(); ++k) {
        const auto kind = (*s.kinds)(k);
        if (kind == PlanesState::Unresolved || kind == PlanesState::Free) {
            ++view.left_out;
            continue;
        }
        FrequencyView::Bar bar{k + 1, shown((*s.angles)(k, 0), view.round), 0,
                               s.energies && s.energies->rows() > k ? (*s.energies)(k, 0) : 0};
        if (view.maps > 1) bar.second = shown((*s.angles)(k, 1), view.second_round);
        most = std::max(most, std::abs(bar.at)), view.most = std::max(view.most, bar.energy);
        view.second_low = std::min(view.second_low, bar.second), view.second_high = std::max(view.second_high, bar.second);
        view.bars.push_back(bar);
    }
    // Near the angles that there are; half a turn a step is the most that can be.
    const double half = view.whole ? view.round / 2 : 180;
    view.high = std::min(half, std::max(1.15 * most, view.whole ? 1.0 : 1e-3));
    const double step = spacing(view.high, view.whole);
    for (double tick = 0; tick <= view.high * (1 + 1e-9); tick += step) view.ticks.push_back(tick);
    return view;
}

}  // namespace orthoscope
