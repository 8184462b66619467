#include "views/overlay/planes_view.h"

#include <algorithm>
#include <cmath>

#include "core/rotations/rebuild.h"
#include "views/overlay/number.h"

namespace orthoscope {
namespace {

constexpr double trail_steps = 8;

using PlanesPtr = std::shared_ptr<const PlanesState>;

PlanesPtr planes_of(const Frame* frame) {
    if (!frame || !frame->state) return nullptr;
    const auto* planes = std::get_if<PlanesState>(frame->state.get());
    return planes ? PlanesPtr(frame->state, planes) : nullptr;
}

// The state that is read out: on a passage into the phasors already the one with them.
PlanesPtr state_of(const Moment& moment) {
    auto now = planes_of(moment.shown), next = planes_of(moment.into);
    if (moment.between && next && next->phasors && next->planes) return next;
    return now;
}

bool complete(const PlanesState& s) {
    return s.planes && s.angles && s.kinds && s.blocks;
}

// Row follows row: a path may be drawn through them, and time counts rows.
bool in_order(const PlanesState& s) {
    const Index n = s.phasors->rows();
    if (!s.next || s.next->size() != n) return false;
    for (Index i = 0; i + 1 < n; ++i)
        if ((*s.next)(i) != i + 1) return false;
    return true;
}

bool on_grid(const PlanesState& s) {
    return s.next && s.next->size() == 2 * s.phasors->rows();
}

std::string turns_text(const PlanesState& s, Index k) {
    const auto kind = PlanesState::Kind((*s.kinds)(k));
    if (kind == PlanesState::Unresolved) return "unresolved, block " + grouped((*s.blocks)(k) + 1);
    if (kind == PlanesState::Free) return "speed is free";
    std::string text;
    for (Index m = 0; m < s.angles->cols(); ++m) text += (m ? ", " : "") + degrees((*s.angles)(k, m));
    return kind == PlanesState::Multiple ? text + ", block " + grouped((*s.blocks)(k) + 1) : text;
}

std::string played_text(const PlanePlay& play) {
    std::string text;
    if (play.speed != 1) text = "× " + number(play.speed, 3);
    if (play.offset != 0)
        text += (text.empty() ? "" : ", ") + number(std::abs(play.offset), 3) +
                (std::abs(play.offset) == 1 ? " step " : " steps ") + (play.offset > 0 ? "ahead" : "behind");
    return text;
}

// Every plane on, played as the mix has it.
PlaneMix all_on(PlaneMix mix) {
    for (auto& play : mix.planes) play.on = true;
    return mix;
}

// Of the planes `first` to `first + count` alone.
PlaneMix only(const PlaneMix& mix, Index planes, Index first, Index count) {
    PlaneMix out = all_on(mix);
    out.planes.resize(std::size_t(planes));
    for (Index k = 0; k < planes; ++k) out.planes[std::size_t(k)].on = k >= first && k < first + count;
    return out;
}

void put_paths(PlanesView& view, const PlanesNow& now, Index first) {
    const PlanesState& s = *now.state;
    const PlanePlayer player(now.state);
    const PlaneMix mix = only(now.mix, view.planes, first, Index(view.rows.size()));
    const bool joined = in_order(s);
    std::vector<RowVector> past;
    const double from = std::max(-double(player.behind()), now.time[0] - trail_steps);
    for (double t = std::ceil(4 * from) / 4; joined && t < now.time[0]; t += 0.25) past.push_back(player.phasors({t}, mix));
    past.push_back(player.phasors(now.time, mix));
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        PlaneRow& row = view.rows[i];
        const Index k = first + Index(i);
        const auto path = s.phasors->middleCols(2 * k, 2);
        const double most = path.rowwise().norm().maxCoeff(), unit = most > 0 ? 1 / most : 1;
        const auto place = [&](double x, double y) { return PlaneRow::Place{unit * x, unit * y}; };
        for (Index t = 0; t < path.rows(); ++t) row.path.push_back(place(path(t, 0), path(t, 1)));
        for (auto& z : past) row.trail.push_back(place(z(2 * k), z(2 * k + 1)));
        row.joined = joined, row.now = row.trail.back();
        if (s.centres) row.centre = place((*s.centres)(2 * k), (*s.centres)(2 * k + 1));
    }
}

std::string rebuilt_text(const PlanesView& view, const PlaneLook& look) {
    if (view.used == view.planes) return view.planes == 1 ? "from its plane" : "from all " + grouped(view.planes) + " planes";
    const bool first = look.count > 0 && view.used == std::min<Index>(look.count, view.planes);
    return std::string("from ") + (first ? "the first " : "") + grouped(view.used) + " of " + grouped(view.planes) + " planes";
}

void put_frames(PlanesView& view, const PlanesNow& now, const Dataset& set, const FramePictures& pictures,
                const PlaneLook& look) {
    const PlanesState& s = *now.state;
    const PlanePlayer player(now.state);
    if (set.columns() != s.planes->cols()) return;
    const RowVector rebuilt = player.frame(now.time, now.mix);
    view.rebuilt = pictures.frame(rebuilt);
    view.rebuilt_name = rebuilt_text(view, look);
    const Index recorded = player.frame_near(now.time);
    view.beyond = recorded < 0 || recorded >= set.rows();
    if (view.beyond) {
        view.frame_name = "beyond the data";
        return;
    }
    const RowVector frame = set.values().row(recorded);
    std::vector<double> whole = now.time;
    for (auto& t : whole) t = std::round(t);
    const RowVector off = frame - player.frame(whole, now.mix);
    view.frame = pictures.frame(frame), view.difference = pictures.direction(off, 1);
    view.rebuilt.low = view.frame.low, view.rebuilt.high = view.frame.high;
    const double ends = std::max(std::abs(view.frame.low), std::abs(view.frame.high));
    view.difference.low = -ends, view.difference.high = ends;
    view.frame_name =
        (whole == now.time ? "frame " : "nearest frame ") + grouped(recorded + 1) + " of " + grouped(s.phasors->rows());
    view.difference_name = "difference, rms " + number(off.norm() / std::sqrt(double(std::max<Index>(1, off.size()))), 2);
}

PlaneRow row_of(const PlanesState& s, Index k, const FramePictures& pictures) {
    PlaneRow row;
    row.number = k + 1;
    row.a = pictures.direction(s.planes->row(2 * k)), row.b = pictures.direction(s.planes->row(2 * k + 1));
    row.still = (*s.kinds)(k) == PlanesState::Unresolved;
    row.angle = s.angles->cols() > 0 ? (*s.angles)(k, 0) : 0;
    row.turns = turns_text(s, k);
    if (s.energies && s.energies->rows() > k) row.energy = percent((*s.energies)(k, 0));
    if (s.residuals && s.residuals->rows() > k) row.residual = number((*s.residuals)(k, 0), 2);
    row.now = {std::cos(row.angle), std::sin(row.angle)};
    return row;
}

}  // namespace

PlanesNow planes_now(const Moment& moment) {
    PlanesNow now;
    const auto state = state_of(moment);
    if (!state || !complete(*state)) return now;
    now.state = state;
    const PlanesState& s = *state;
    const PlaneLook& look = moment.look.planes;
    const Index planes = s.angles->rows();
    now.mix = look.mix;
    if (look.count > 0 && look.count < planes) {
        now.mix.planes.resize(std::size_t(planes));
        for (Index k = look.count; k < planes; ++k) now.mix.planes[std::size_t(k)].on = false;
    }
    now.frames = s.phasors && s.phasors->rows() > 0 && s.angles->cols() <= 2 && s.mean && s.mean->size() == s.planes->cols();
    if (!now.frames) return now;
    const auto before = planes_of(moment.shown);
    const double last = s.next ? double(PlanePlayer(state).ahead()) : double(s.phasors->rows() - 1);
    const double line = moment.between && !(before && before->phasors) ? moment.weight * last : last;
    now.time = {look.time.value_or(line)};
    if (s.angles->cols() == 2) now.time.push_back(look.second_time);
    return now;
}

Index planes_known(const Moment& moment) {
    const auto state = state_of(moment);
    return state && complete(*state) ? state->angles->rows() : 0;
}

PlanesView planes_view(const Moment& moment, Index most) {
    PlanesView view;
    const PlanesNow now = planes_now(moment);
    if (!now.state || moment.exhibit.sets.empty()) return view;
    const PlanesState& s = *now.state;
    const Dataset& set = *moment.exhibit.sets[0];
    view.planes = s.angles->rows();
    const Index shown = std::min(most, view.planes), chosen = moment.look.planes.chosen;
    const Index first = chosen > shown && chosen <= view.planes ? std::min(chosen - (shown + 1) / 2, view.planes - shown) : 0;
    const FramePictures pictures(set, s.mean ? RowVector(s.mean->row(0)) : RowVector());
    view.note = pictures.note();
    for (Index k = first; k < first + shown; ++k) {
        PlaneRow& row = view.rows.emplace_back(row_of(s, k, pictures));
        const PlanePlay play = play_of(now.mix, k);
        row.on = play.on, row.chosen = chosen == k + 1, row.played = played_text(play);
    }
    for (Index k = 0; k < view.planes; ++k) view.used += play_of(now.mix, k).on;
    if (!now.frames) return view;
    if ((in_order(s) || on_grid(s)) && !s.closed)
        view.warning = s.closure > 0 ? "Not a closed orbit: the step from the last frame to the first fits " + number(s.closure, 2) + " times as badly as the others."
                                     : "Not a closed orbit: paths need not be circles.";
    view.time = now.time[0], view.second_time = now.time.size() > 1 ? now.time[1] : 0;
    if (shown > 0) put_paths(view, now, first);
    if (in_order(s) || on_grid(s)) put_frames(view, now, set, pictures, moment.look.planes);
    return view;
}

}  // namespace orthoscope
