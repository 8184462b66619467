#include "views/overlay/torus_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "views/overlay/number.h"
#include "views/overlay/planes_view.h"

namespace orthoscope {
namespace {

constexpr double pi = std::numbers::pi, finest = 0.15;  // radians between two places of a path
constexpr Index most_dots = 400, most_places = 4000;

struct Pair {
    Index first, second;  // from 0
};

bool turns(const PlanesState& s, Index k) {
    const auto kind = (*s.kinds)(k);
    return kind != PlanesState::Unresolved && s.angles->row(k).cwiseAbs().maxCoeff() > 0;
}

// Negative: there are no two.
Pair chosen_pair(const PlanesState& s, const PlaneLook& look) {
    const Index planes = s.angles->rows();
    const auto fits = [&](Index k) { return k >= 0 && k < planes && turns(s, k); };
    Pair pair{Index(look.torus_first) - 1, Index(look.torus_second) - 1};
    if (!fits(pair.first)) pair.first = -1;
    if (!fits(pair.second) || pair.second == pair.first) pair.second = -1;
    for (Index k = 0; k < planes; ++k) {
        if (!turns(s, k) || k == pair.first || k == pair.second) continue;
        if (pair.first < 0)
            pair.first = k;
        else if (pair.second < 0)
            pair.second = k;
    }
    return pair;
}

double phase_of(const PlanesState& s, const RowVector& z, Index k) {
    const double x = s.centres ? (*s.centres)(2 * k) : 0, y = s.centres ? (*s.centres)(2 * k + 1) : 0;
    return std::atan2(z(2 * k + 1) - y, z(2 * k) - x);
}

TorusPlace place_of(const PlanesState& s, const RowVector& z, Pair pair) {
    return {phase_of(s, z, pair.first), phase_of(s, z, pair.second)};
}

// Whole turns of both planes while a map goes once round its orbit.
std::string winding_text(const PlanesState& s, const PlanePlayer& player, Pair pair, Index map) {
    const double a = (*s.angles)(pair.first, map), b = (*s.angles)(pair.second, map), round = double(player.ahead(map));
    const double m = a * round / (2 * pi), n = b * round / (2 * pi);
    if (s.closed && std::abs(m - std::round(m)) < 0.01 && std::abs(n - std::round(n)) < 0.01)
        return "turns " + fixed(std::round(m), 0) + " : " + fixed(std::round(n), 0) + " in " + grouped(player.ahead(map)) + " steps";
    const std::string speeds = a == 0 ? "0 : 1" : "1 : " + number(b / a, 3);
    return "speeds " + speeds + (s.closed ? ", no whole turns" : ", the orbit is open");
}

std::vector<TorusPlace> path_of(const PlanesState& s, const PlanePlayer& player, Pair pair, Index map) {
    const double steps = double(player.ahead(map));
    const double angle = std::max(std::abs((*s.angles)(pair.first, map)), std::abs((*s.angles)(pair.second, map)));
    const Index parts = std::min(Index(std::ceil(steps * std::max(1.0, angle / finest))), most_places);
    PlaneMix mix;
    mix.planes.resize(std::size_t(s.angles->rows()));
    for (std::size_t k = 0; k < mix.planes.size(); ++k) mix.planes[k].on = Index(k) == pair.first || Index(k) == pair.second;
    std::vector<TorusPlace> path;
    for (Index i = 0; i <= parts && parts > 0; ++i) {
        std::vector<double> time(std::size_t(s.angles->cols()), 0.0);
        time[std::size_t(map)] = steps * double(i) / double(parts);
        path.push_back(place_of(s, player.phasors(time, mix), pair));
    }
    return path;
}

}  // namespace

Eigen::Vector3d torus_point(const TorusPlace& place, double lift) {
    const double tube = torus_tube + lift, out = 1 + tube * std::cos(place.second);
    return {out * std::cos(place.first), out * std::sin(place.first), tube * std::sin(place.second)};
}

TorusView torus_view(const Moment& moment) {
    TorusView view;
    const PlanesNow now = planes_now(moment);
    if (!now.state || !now.frames || !now.state->next) return view;
    const PlanesState& s = *now.state;
    const Pair pair = chosen_pair(s, moment.look.planes);
    if (pair.first < 0 || pair.second < 0) return view;
    const PlanePlayer player(now.state);
    if (player.ahead() < 2) return view;  // rows before and after one step follow no order
    view.first = pair.first + 1, view.second = pair.second + 1;
    const Index frames = s.phasors->rows();
    for (Index t = 0; t < frames; t += 1 + (frames - 1) / most_dots)
        view.recorded.push_back(place_of(s, s.phasors->row(t), pair));
    for (Index map = 0; map < s.angles->cols(); ++map) {
        view.paths.push_back(path_of(s, player, pair, map));
        view.windings.push_back(winding_text(s, player, pair, map));
    }
    PlaneMix mix = now.mix;
    for (auto& play : mix.planes) play.on = true;
    view.now = place_of(s, player.phasors(now.time, mix), pair);
    return view;
}

}  // namespace orthoscope
