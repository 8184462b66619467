// Features of spectra: scales of the axes, the matrix and the direction in front, the cut; and plots as files.
#include <QDockWidget>
#include <algorithm>

#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/spectrum_bar.h"
#include "app/window/stage_view.h"
#include "app/window/window_dialogs.h"
#include "views/overlay/spectrum_view.h"

namespace orthoscope {
namespace {

// Of the frame that the picture shows.
std::optional<SpectrumShown> present_spectrum(MainWindow& window) {
    auto& bench = window.bench();
    const auto exhibit = bench.feed.exhibit();
    if (!bench.feed.has_timeline() || exhibit->frames.empty()) return std::nullopt;
    const SceneNotes notes;
    auto cursor = bench.playback.cursor();
    if (cursor.upper >= exhibit->frames.size()) cursor = {exhibit->frames.size() - 1, exhibit->frames.size() - 1, 0};
    return spectrum_shown(moment_of(*exhibit, cursor, window.viewport().look(), notes));
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
        a.on(find_action("axes." + std::string(name_of(axes)))->id, [this, axes] { look_at_spectrum([axes](Look& look) { look.axes = axes; }); });
    a.on("axes.next", [this] {
        const auto shown = present_spectrum(window_);
        if (shown) look_at_spectrum([&](Look& look) { look.axes = shown->axes == DecayAxes::LogLog ? DecayAxes::Linear : DecayAxes(int(shown->axes) + 1); });
    });
    for (auto [id, step] : {std::pair{"spectrum.next-layer", 1}, {"spectrum.previous-layer", -1}})
        a.on(id, [this, step = step] {
            if (const auto shown = present_spectrum(window_)) show_layer(int(shown->layer) + 1 + step);
        });
    for (auto [id, step] : {std::pair{"spectrum.next-direction", 1}, {"spectrum.previous-direction", -1}})
        a.on(id, [this, step = step] {
            if (const auto shown = present_spectrum(window_)) show_direction(int(shown->direction) + 1 + step);
        });
    a.on("file.save-plot", [this] { ask_for_plot(window_); });
    connect(spectrum_bar_, &SpectrumBar::axes_chosen, this, [this](DecayAxes axes) { look_at_spectrum([axes](Look& look) { look.axes = axes; }); });
    connect(spectrum_bar_, &SpectrumBar::layer_chosen, this, &Features::show_layer);
    connect(spectrum_bar_, &SpectrumBar::direction_chosen, this, &Features::show_direction);
    connect(spectrum_bar_, &SpectrumBar::kept_chosen, this, &Features::keep);
    connect(&window_.viewport(), &StageView::cut_chosen, this, &Features::keep);
    connect(spectrum_bar_, &SpectrumBar::kept_dragged, this, &Features::drag_kept);
    connect(&window_.viewport(), &StageView::cut_dragged, this, &Features::drag_kept);
    connect(&window_.viewport(), &StageView::right_clicked, this, [this](QPointF place) {
        const auto plot = window_.viewport().stage().plot_at(place.x(), place.y());
        if (!plot.empty()) ask_for_plot(window_, plot);
    });
    auto& bench = window_.bench();
    connect(&bench.playback, &Playback::moved, this, &Features::follow_spectrum);
    connect(&bench.feed, &ExhibitFeed::changed, this, [this] {
        // Where axes had to be found first the exhibit comes after the docks were laid out.
        const auto exhibit = window_.bench().feed.exhibit();
        const bool spectrum = !exhibit->frames.empty() && std::holds_alternative<SpectrumState>(*exhibit->frames.back()->state);
        spectrum_bar_->setVisible(spectrum && !window_.dock("timeline")->isHidden() && window_.bench().feed.has_timeline());
        // Another run has other matrices, directions and cuts.
        const auto* run = window_.bench().feed.shown();
        const auto recording = run ? run->recording : nullptr;
        if (recording == spectrum_of_) return follow_spectrum();
        spectrum_of_ = recording;
        const auto& look = window_.look();
        if (look.layer != 0 || look.direction != 1 || look.kept >= 0)
            look_at_spectrum([](Look& next) { next.layer = 0, next.direction = 1, next.kept = -1; });
        else follow_spectrum();
    });
}

void Features::look_at_spectrum(const std::function<void(Look&)>& change) {
    auto look = window_.look();
    change(look);
    window_.set_look(look);
    follow_spectrum();
}

bool Features::clicked_on_spectrum(QPointF place) {
    auto& stage = window_.viewport().stage();
    const auto panel = stage.panel_at(place.x(), place.y());
    if (panel.starts_with("layer-")) return show_layer(std::stoi(panel.substr(6))), true;
    if (const auto value = stage.value_at(place.x(), place.y())) return show_direction(*value), true;
    return panel == "cut" || panel.starts_with("plot-") || panel.starts_with("picture-");
}

void Features::show_layer(int layer) {
    const auto shown = present_spectrum(window_);
    if (!shown) return;
    look_at_spectrum([&](Look& look) { look.layer = int(std::clamp<Index>(layer, 1, shown->layers)); });
}

void Features::show_direction(int direction) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return;
    look_at_spectrum([&](Look& look) { look.direction = int(std::clamp<Index>(direction, 1, shown->directions())); });
}

// While the cut is held the picture follows alone.
void Features::drag_kept(int kept) {
    auto look = window_.viewport().look();
    look.kept = kept;
    window_.viewport().set_look(look);
    follow_spectrum();
}

void Features::keep(int kept) {
    const auto shown = present_spectrum(window_);
    if (!shown || shown->directions() == 0) return;
    look_at_spectrum([&](Look& look) { look.kept = kept < 0 ? -1 : int(std::clamp<Index>(kept, 0, shown->directions())); });
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
