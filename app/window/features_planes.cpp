// Features of rotation planes: the mixer, its clock, what a click on the board does.
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "app/cli/render_planes.h"
#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/planes_bar.h"
#include "app/window/stage_view.h"
#include "core/rotations/mix_text.h"

namespace orthoscope {
namespace {

constexpr int tick = 33;               // milliseconds
constexpr double seconds_a_round = 6;  // what the clock takes for the steps of the data

const PlanesState* last_planes(const Exhibit& exhibit) {
    return exhibit.frames.empty() ? nullptr : std::get_if<PlanesState>(exhibit.frames.back()->state.get());
}

// Phasors that can be played.
std::shared_ptr<const PlanesState> played_state(const Exhibit& exhibit) {
    const auto* s = last_planes(exhibit);
    if (!s || !s->phasors || !s->planes || !s->angles || s->phasors->rows() == 0 || s->angles->cols() > 2) return nullptr;
    return {exhibit.frames.back()->state, s};
}

double steps_of(const PlanesState& s, const PlanePlayer& player) {
    return s.next ? double(player.ahead()) : double(s.phasors->rows() - 1);
}

}  // namespace

void Features::bind_planes() {
    auto& a = window_.actions();
    a.on("planes.switch", [this] { mix_plane([](PlanePlay& play) { play.on = !play.on; }); });
    a.on("planes.next", [this] { choose_plane(window_.viewport().look().planes.chosen + 1); });
    a.on("planes.previous", [this] { choose_plane(window_.viewport().look().planes.chosen - 1); });
    a.on("planes.slower", [this] { mix_plane([](PlanePlay& play) { play.speed = std::round(4 * play.speed - 1) / 4; }); });
    a.on("planes.faster", [this] { mix_plane([](PlanePlay& play) { play.speed = std::round(4 * play.speed + 1) / 4; }); });
    a.on("planes.behind", [this] { mix_plane([](PlanePlay& play) { play.offset = std::round(4 * play.offset - 1) / 4; }); });
    a.on("planes.ahead", [this] { mix_plane([](PlanePlay& play) { play.offset = std::round(4 * play.offset + 1) / 4; }); });
    a.on("planes.more", [this] { keep_planes(planes_kept() + 1); });
    a.on("planes.fewer", [this] { keep_planes(planes_kept() - 1); });
    a.on("planes.reset", [this] {
        change_view([](SessionView& view) { view.plane_mix.clear(), view.plane_count = 0; });
        plane_clock_->stop();
        show_planes([](PlaneLook& look) { look.time.reset(), look.second_time = 0; });
    });
    a.on_checked("planes.play", [this](bool on) {
        if (on) window_.bench().playback.pause(), to_phasors();
        on ? plane_clock_->start() : plane_clock_->stop();
        follow_planes();
    });
    bind_mixer();
    bind_plane_clock();
}

void Features::bind_mixer() {
    connect(planes_bar_, &PlanesBar::time_moved, this, [this](double time) {
        to_phasors();
        show_planes([time](PlaneLook& look) { look.time = time; });
    });
    connect(planes_bar_, &PlanesBar::second_time_moved, this, [this](double time) {
        to_phasors();
        show_planes([time](PlaneLook& look) { look.second_time = time; });
    });
    connect(planes_bar_, &PlanesBar::count_dragged, this,
            [this](int count) { show_planes([count](PlaneLook& look) { look.count = count; }); });
    connect(planes_bar_, &PlanesBar::count_chosen, this, &Features::keep_planes);
    connect(planes_bar_, &PlanesBar::plane_chosen, this, &Features::choose_plane);
    connect(planes_bar_, &PlanesBar::speed_dragged, this,
            [this](double speed) { drag_plane([speed](PlanePlay& play) { play.speed = speed; }); });
    connect(planes_bar_, &PlanesBar::speed_chosen, this,
            [this](double speed) { mix_plane([speed](PlanePlay& play) { play.speed = speed; }); });
    connect(planes_bar_, &PlanesBar::offset_dragged, this,
            [this](double steps) { drag_plane([steps](PlanePlay& play) { play.offset = steps; }); });
    connect(planes_bar_, &PlanesBar::offset_chosen, this,
            [this](double steps) { mix_plane([steps](PlanePlay& play) { play.offset = steps; }); });
    connect(planes_bar_, &PlanesBar::torus_chosen, this, [this](int plane) {
        const int first = std::max(1, window_.viewport().look().planes.chosen);
        change_view([=](SessionView& view) { view.torus_first = first, view.torus_second = plane; });
    });
}

void Features::bind_plane_clock() {
    plane_clock_ = new QTimer(this);
    plane_clock_->setInterval(tick);
    connect(plane_clock_, &QTimer::timeout, this, &Features::tick_planes);
    connect(&window_.bench().feed, &ExhibitFeed::changed, this, &Features::follow_planes);
    // The timeline takes over again where a person moves it.
    connect(&window_.bench().playback, &Playback::moved, this, [this] {
        const double position = window_.bench().playback.position();
        const bool moved = std::exchange(plane_line_, position) != position;
        if (moved && window_.viewport().look().planes.time && !plane_clock_->isActive())
            show_planes([](PlaneLook& look) { look.time.reset(); });
        else
            follow_planes();
    });
    connect(&window_.bench().playback, &Playback::changed, this, [this] {
        if (!window_.bench().playback.playing() || !plane_clock_->isActive()) return;
        plane_clock_->stop();
        show_planes([](PlaneLook& look) { look.time.reset(); });
    });
}

// The picture alone follows: time and the chosen plane are no part of the session.
void Features::show_planes(const std::function<void(PlaneLook&)>& change) {
    auto look = window_.viewport().look();
    change(look.planes);
    window_.viewport().set_look(look);
    follow_planes();
}

// Time is that of the phasors, which only the last frame of a run has.
void Features::to_phasors() {
    auto& playback = window_.bench().playback;
    const auto frames = window_.bench().feed.exhibit()->frames.size();
    if (frames > 0 && playback.cursor().lower + 1 < frames) playback.seek(playback.timeline().length());
}

// Round and round: over the data, as far again beyond them, and from the first frame.
void Features::tick_planes() {
    const auto state = played_state(*window_.bench().feed.exhibit());
    if (!state || !window_.viewport().isVisible()) return;
    const double steps = std::max(1.0, steps_of(*state, PlanePlayer(state)));
    const double before = window_.viewport().look().planes.time.value_or(0);
    const double next = before + steps / seconds_a_round * tick / 1000;
    show_planes([=](PlaneLook& look) { look.time = next > 2 * steps ? 0 : next; });
}

int Features::planes_kept() {
    const auto* state = last_planes(*window_.bench().feed.exhibit());
    const int all = state && state->angles ? int(state->angles->rows()) : 0, count = window_.look().planes.count;
    return count > 0 ? std::min(count, all) : all;
}

void Features::keep_planes(int count) {
    const auto* state = last_planes(*window_.bench().feed.exhibit());
    if (!state || !state->angles) return;
    const int all = int(state->angles->rows());
    count = std::clamp(count, 1, std::max(1, all));
    change_view([=](SessionView& view) { view.plane_count = count == all ? 0 : count; });
}

void Features::choose_plane(int plane) {
    const auto* state = last_planes(*window_.bench().feed.exhibit());
    if (!state || !state->angles || state->angles->rows() == 0) return;
    const int all = int(state->angles->rows());
    plane = (plane - 1 + all) % all + 1;
    show_planes([=](PlaneLook& look) { look.chosen = plane; });
}

PlaneMix Features::changed_mix(const std::function<void(PlanePlay&)>& change) {
    const PlaneLook& shown = window_.viewport().look().planes;
    PlaneMix mix = window_.look().planes.mix;
    const std::size_t plane = std::size_t(std::max(1, shown.chosen));
    if (mix.planes.size() < plane) mix.planes.resize(plane);
    change(mix.planes[plane - 1]);
    return mix;
}

// While a slider is held; the session follows where it is let go.
void Features::drag_plane(const std::function<void(PlanePlay&)>& change) {
    const PlaneMix mix = changed_mix(change);
    show_planes([&](PlaneLook& look) { look.mix = mix; });
}

void Features::mix_plane(const std::function<void(PlanePlay&)>& change) {
    const auto* state = last_planes(*window_.bench().feed.exhibit());
    if (!state || !state->angles || state->angles->rows() == 0) return;
    const std::string text = text_of(changed_mix(change));
    change_view([&](SessionView& view) { view.plane_mix = text; });
}

// A switch turns its plane off or on, a path turns the plane to where it was clicked, a row chooses it.
bool Features::plane_clicked(QPointF place) {
    auto& stage = window_.viewport().stage();
    const auto target = stage.plane_at(place.x(), place.y());
    if (!target) return false;
    if (target->plane == 0) return true;
    choose_plane(target->plane);
    if (target->part == PlaneTarget::Part::Switch) mix_plane([](PlanePlay& play) { play.on = !play.on; });
    if (target->part != PlaneTarget::Part::Path) return true;
    const auto state = played_state(*window_.bench().feed.exhibit());
    if (!state || (*state->kinds)(target->plane - 1) == PlanesState::Unresolved) return true;
    const double angle = (*state->angles)(target->plane - 1, 0);
    if (angle == 0) return true;
    mix_plane([&](PlanePlay& play) { play.offset += std::remainder(target->turn, 2 * std::numbers::pi) / angle; });
    return true;
}

void Features::follow_planes() {
    const auto exhibit = window_.bench().feed.exhibit();
    const auto* state = last_planes(*exhibit);
    window_.actions().check("planes.play", plane_clock_ && plane_clock_->isActive());
    const bool known = state && state->angles && state->angles->rows() > 0;
    planes_bar_->setVisible(panels_ && known && window_.bench().feed.has_timeline());
    if (!known) return;
    const PlaneLook& look = window_.viewport().look().planes;
    PlanesBarState bar;
    bar.planes = int(state->angles->rows()), bar.maps = int(state->angles->cols());
    bar.chosen = std::clamp(look.chosen, 1, std::max(1, bar.planes));
    const PlanePlay play = play_of(look.mix, bar.chosen - 1);
    bar.on = play.on, bar.speed = play.speed, bar.offset = play.offset, bar.count = look.count;
    bar.torus_second = look.torus_first == bar.chosen    ? look.torus_second
                       : look.torus_second == bar.chosen ? look.torus_first
                                                         : 0;
    bar.mixed = look.count > 0 || !(look.mix == PlaneMix());
    if (const auto played = played_state(*exhibit)) {
        const PlanePlayer player(played);
        bar.frames = true, bar.ahead = steps_of(*played, player), bar.behind = double(player.behind());
        const auto cursor = window_.bench().playback.cursor();
        const bool passing = !cursor.computed() && cursor.upper + 1 == exhibit->frames.size();
        bar.time = look.time.value_or(passing ? cursor.weight * bar.ahead : bar.ahead), bar.second_time = look.second_time;
        const double angle = bar.planes > 0 && (*played->kinds)(bar.chosen - 1) != PlanesState::Unresolved
                                 ? std::abs((*played->angles)(bar.chosen - 1, 0))
                                 : 0;
        bar.round = angle > 0 ? 2 * std::numbers::pi / angle : bar.ahead;
    }
    planes_bar_->show_state(bar);
}

}  // namespace orthoscope
