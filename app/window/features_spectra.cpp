// Features of spectra: scales of the axes, the matrix and the direction in front, the cut; and plots as files.
#include <QDockWidget>
#include <algorithm>

#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/spectrum_bar.h"
#include "app/window/spectrum_menu.h"
#include "app/window/stage_view.h"
#include "app/window/window_dialogs.h"
#include "views/overlay/descent_view.h"
#include "views/overlay/spectrum_view.h"

namespace orthoscope {
namespace {

Cursor present_cursor(Workbench& bench) {
    const auto frames = bench.feed.exhibit()->frames.size();
    const auto cursor = bench.playback.cursor();
    return cursor.upper < frames ? cursor : Cursor{frames - 1, frames - 1, 0};
}

// Of the frame that the picture shows.
std::optional<SpectrumShown> present_spectrum(MainWindow& window) {
    auto& bench = window.bench();
    const auto exhibit = bench.feed.exhibit();
    if (!bench.feed.has_timeline() || exhibit->frames.empty()) return std::nullopt;
    const SceneNotes notes;
    return spectrum_shown(moment_of(*exhibit, present_cursor(bench), window.viewport().look(), notes));
}

// Values that are driven, at the frame shown.
std::optional<DescentView> present_descent(MainWindow& window) {
    auto& bench = window.bench();
    const auto exhibit = bench.feed.exhibit();
    if (!bench.feed.has_timeline() || exhibit->frames.empty()) return std::nullopt;
    const SceneNotes notes;
    auto view = descent_view(moment_of(*exhibit, present_cursor(bench), window.viewport().look(), notes));
    return view.kind == DescentView::Kind::None ? std::nullopt : std::optional(std::move(view));
}

// Where a first cut is put: before the noise where its edge is known, else in the middle.
int first_cut(const SpectrumShown& shown) {
    const auto& edges = shown.all->edges;
    const double threshold = edges && shown.layer < edges->rows() && edges->cols() > 1 ? (*edges)(shown.layer, 1) : 0;
    const Index most = shown.directions();
    const Index count = threshold > 0 ? count_above(shown, threshold) : most / 2;
    return int(std::clamp<Index>(count, 1, std::max<Index>(1, most)));
}

}  // namespace

void Features::bind_spectra() {
    auto& a = window_.actions();
    for (auto axes : {DecayAxes::Linear, DecayAxes::Log, DecayAxes::LogLog})
        a.on(find_action("axes." + std::string(name_of(axes)))->id, [this, axes] { choose_axes(axes); });
    a.on("axes.next", [this] {
        if (const auto shown = present_spectrum(window_)) choose_axes(shown->axes == DecayAxes::LogLog ? DecayAxes::Linear : DecayAxes(int(shown->axes) + 1));
    });
    for (auto [id, step] : {std::pair{"spectrum.next-layer", 1}, {"spectrum.previous-layer", -1}})
        a.on(id, [this, step = step] {
            if (const auto shown = present_spectrum(window_)) show_layer(int(shown->layer) + 1 + step);
        });
    for (auto [id, step] : {std::pair{"spectrum.next-direction", 1}, {"spectrum.previous-direction", -1}})
        a.on(id, [this, step = step] {
            if (const auto shown = present_spectrum(window_)) show_direction(int(shown->direction) + 1 + step);
            else if (const auto values = present_descent(window_)) follow_value((values->chosen < 0 && step < 0 ? 1 : int(values->chosen) + 1) + step);
        });
    a.on("plot.next", [this] { step_plot(1); });
    a.on("plot.previous", [this] { step_plot(-1); });
    a.on("run.spectrum", [this] { offer_spectra(window_); });
    connect(&window_.bench().opener, &Opener::computed_opened, this, [this] { window_.bench().runner.start(); });
    a.on("file.save-plot", [this] { ask_for_plot(window_); });
    connect(spectrum_bar_, &SpectrumBar::axes_chosen, this, &Features::choose_axes);
    connect(spectrum_bar_, &SpectrumBar::layer_chosen, this, &Features::show_layer);
    connect(spectrum_bar_, &SpectrumBar::direction_chosen, this, &Features::show_direction);
    connect(spectrum_bar_, &SpectrumBar::layer_dragged, this, [this](int layer) { drag_spectrum([layer](Look& look) { look.layer = layer; }); });
    connect(spectrum_bar_, &SpectrumBar::direction_dragged, this, [this](int at) { drag_spectrum([at](Look& look) { look.direction = at; }); });
    connect(spectrum_bar_, &SpectrumBar::kept_chosen, this, &Features::keep);
    connect(&window_.viewport(), &StageView::cut_chosen, this, &Features::keep);
    connect(spectrum_bar_, &SpectrumBar::kept_dragged, this, &Features::drag_kept);
    connect(&window_.viewport(), &StageView::cut_dragged, this, &Features::drag_kept);
    connect(&window_.viewport(), &StageView::right_clicked, this, [this](QPointF place) {
        const auto plot = window_.viewport().stage().plot_at(place.x(), place.y());
        if (!plot.empty()) ask_for_plot(window_, plot);
    });
    auto& bench = window_.bench();
    connect(&bench.playback, &Playback::moved, this, &Features::tell_spectrum);
    connect(&bench.feed, &ExhibitFeed::changed, this, [this] {
        // Where axes had to be found first the exhibit comes after the docks were laid out.
        const auto exhibit = window_.bench().feed.exhibit();
        const bool spectrum = !exhibit->frames.empty() && std::holds_alternative<SpectrumState>(*exhibit->frames.back()->state);
        spectrum_bar_->setVisible(spectrum && !window_.dock("timeline")->isHidden() && window_.bench().feed.has_timeline());
        follow_spectrum();
    });
}

SpectrumView Features::spectrum_view() const {
    auto& bench = window_.bench();
    if (bench.runner.live()) return bench.runner.live_spectrum();
    const auto* entry = bench.document.shown_entry();
    return entry ? entry->spectrum : SpectrumView{};
}

// Each change is one that a person would take back.
void Features::view_spectrum(const std::function<void(SpectrumView&)>& change) {
    auto& bench = window_.bench();
    auto view = spectrum_view();
    change(view);
    const auto* entry = bench.document.shown_entry();
    if (bench.runner.live()) bench.runner.set_live_spectrum(view);
    else if (entry && !(view == entry->spectrum)) bench.document.push(show_spectrum(entry->id, view));
    follow_spectrum();
}

void Features::choose_axes(DecayAxes axes) {
    change_view([axes](SessionView& view) { view.decay_axes = name_of(axes); });
}

// Which plot is in front is no part of the session: it depends on how large the picture is.
void Features::choose_plot(const std::string& plot) {
    auto look = window_.look();
    look.plot = plot;
    window_.set_look(look);
}

void Features::step_plot(int step) {
    const auto around = window_.viewport().stage().tabs();
    if (around.size() == 2) return choose_plot(around[step > 0 ? 1 : 0]);
    window_.say({tr("There is room for every plot: all are on the picture."), false, {}});
}

bool Features::clicked_on_spectrum(QPointF place) {
    auto& stage = window_.viewport().stage();
    const auto panel = stage.panel_at(place.x(), place.y());
    if (panel.starts_with("tab-")) return choose_plot(panel.substr(4)), true;
    if (panel.starts_with("layer-")) return show_layer(std::stoi(panel.substr(6))), true;
    if (const auto value = stage.value_at(place.x(), place.y())) return present_spectrum(window_) ? show_direction(*value) : follow_value(*value), true;
    return panel == "cut" || panel.starts_with("plot-") || panel.starts_with("picture-");
}

void Features::show_layer(int layer) {
    if (const auto shown = present_spectrum(window_))
        view_spectrum([&](SpectrumView& view) { view.layer = int(std::clamp<Index>(layer, 1, shown->layers)); });
}

void Features::show_direction(int direction) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return;
    view_spectrum([&](SpectrumView& view) { view.direction = int(std::clamp<Index>(direction, 1, shown->directions())); });
}

// Of values that are driven: the one whose path stands out.
void Features::follow_value(int number) {
    if (const auto values = present_descent(window_); values && !values->values.empty())
        view_spectrum([&](SpectrumView& view) { view.direction = std::clamp(number, 1, int(values->values.size())); });
}

// While a slider or the cut is held the picture follows alone; the session, and with it undo, where it is let go.
void Features::drag_spectrum(const std::function<void(Look&)>& change) {
    auto look = window_.viewport().look();
    change(look);
    window_.viewport().set_look(look);
    tell_spectrum();
}

void Features::drag_kept(int kept) {
    drag_spectrum([kept](Look& look) { look.kept = kept; });
}

void Features::keep(int kept) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return;
    view_spectrum([&](SpectrumView& view) { view.kept = kept < 0 ? -1 : int(std::clamp<Index>(kept, 0, shown->directions())); });
}

// False: no spectrum is shown, and the cut-off is that of shapes.
bool Features::step_kept(int step) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return false;
    keep(shown->kept >= 0 ? std::max(0, int(shown->kept) + step) : last_kept_ > 0 ? last_kept_ : first_cut(*shown));
    return true;
}

bool Features::cut_spectrum(bool on) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return false;
    keep(!on ? -1 : last_kept_ > 0 ? last_kept_ : shown->kept >= 0 ? int(shown->kept) : first_cut(*shown));
    return true;
}

int Features::spectrum_directions() const {
    const auto shown = present_spectrum(window_);
    return shown ? int(shown->directions()) : 0;
}

void Features::follow_spectrum() {
    auto look = window_.look();
    const auto view = spectrum_view();
    DecayAxes axes = DecayAxes::Auto;
    (void)decay_axes_from_name(window_.bench().document.session().views.front().decay_axes, axes);
    const bool other = look.layer != view.layer || look.direction != view.direction || look.kept != view.kept || look.axes != axes;
    look.layer = view.layer, look.direction = view.direction, look.kept = view.kept, look.axes = axes;
    if (other) window_.set_look(look);
    tell_spectrum();
}

void Features::tell_spectrum() {
    const auto shown = present_spectrum(window_);
    if (!shown) return;
    auto& a = window_.actions();
    const auto& look = window_.viewport().look();
    const int directions = int(shown->directions());
    if (look.kept >= 0) last_kept_ = look.kept;
    SpectrumBarState bar;
    bar.layers = int(shown->layers), bar.layer = int(shown->layer) + 1;
    bar.layer_name = QString::fromStdString(shown->names[std::size_t(shown->layer)]);
    bar.directions = directions, bar.direction = int(shown->direction) + 1;
    bar.value = shown->length > 0 ? shown->value(shown->direction) : 0;
    bar.by_hand = look.kept >= 0, bar.kept = int(shown->kept);
    bar.last_kept = last_kept_ > 0 ? last_kept_ : directions > 0 ? first_cut(*shown) : 1;
    bar.axes = look.axes;
    spectrum_bar_->show_state(bar);
    a.check("basis.cut-off", bar.by_hand);
    const auto row = find_action("axes." + std::string(name_of(shown->axes)));
    a.check(row->id, true);
    for (auto id : {"spectrum.next-layer", "spectrum.previous-layer"}) a.enable(id, shown->layers > 1);
    for (auto id : {"spectrum.next-direction", "spectrum.previous-direction", "basis.cut-off", "basis.more", "basis.fewer"}) a.enable(id, directions > 0);
}

}  // namespace orthoscope
