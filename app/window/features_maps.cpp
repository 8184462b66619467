// Features of matched shapes: what they are painted with, eigenfunctions, and the cut-off of the basis.
#include <algorithm>

#include "app/window/cut_off_feed.h"
#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/map_bar.h"
#include "app/window/open_dialogs.h"
#include "app/window/stage_view.h"
#include "app/window/window_handlers.h"
#include "core/maps/carry.h"
#include "views/scenes/map_attribute.h"

namespace orthoscope {
namespace {

const ShapeState* last_shape(const Exhibit& exhibit) {
    return exhibit.frames.empty() ? nullptr : std::get_if<ShapeState>(exhibit.frames.back()->state.get());
}

double value_at(const SharedMatrix& values, int index) {
    return values && index >= 1 && index <= values->size() ? (*values)(index - 1) : 0;
}

}  // namespace

void Features::bind_maps() {
    auto& a = window_.actions();
    auto& bench = window_.bench();
    cuts_ = std::make_unique<CutOffFeed>(bench.feed, bench.playback);
    for (auto colours : {MapColours::Place, MapColours::Checker, MapColours::Stripes, MapColours::Error, MapColours::Eigenfunction})
        a.on(find_action("map." + std::string(name_of(colours)))->id, [this, colours] {
            change_view([colours](SessionView& view) { view.map_colours = name_of(colours); });
        });
    a.on("map.attribute", [this] { next_attribute(); });
    a.on_checked("carry.functions", [this](bool on) {
        change_view([on](SessionView& view) { view.map_by = on ? "functional-map" : "map"; });
    });
    a.on("file.save-carried", [this] { save_carried(); });
    a.on("map.matrix", [this] {
        auto& stage = window_.viewport().stage();
        stage.set_matrix_view({.large = !stage.matrix_view().large});
        window_.viewport().update();
    });
    connect(map_bar_, &MapBar::attribute_chosen, this, [this](const QString& name) { show_attribute(name.toStdString()); });
    a.on("map.next-function", [this] { step_eigenfunction(1); });
    a.on("map.previous-function", [this] { step_eigenfunction(-1); });
    a.on_checked("basis.cut-off", [this](bool on) {
        if (!cut_spectrum(on)) cut_off(on ? last_cut_off_ : 0);
    });
    for (auto [id, step] : {std::pair{"basis.more", 1}, {"basis.fewer", -1}})
        a.on(id, [this, step = step] {
            if (step_kept(step)) return;
            const int now = window_.bench().document.session().views.front().cut_off;
            cut_off(now > 0 ? now + step : last_cut_off_);
        });
    connect(map_bar_, &MapBar::eigenfunction_chosen, this, &Features::show_eigenfunction);
    connect(map_bar_, &MapBar::cut_off_chosen, this, &Features::cut_off);
    connect(map_bar_, &MapBar::eigenfunction_dragged, this, [this](int index) {
        drag([index](Look& look) { look.map_colours = MapColours::Eigenfunction, look.eigenfunction = index; });
    });
    connect(map_bar_, &MapBar::cut_off_dragged, this, [this](int functions) {
        drag([functions](Look& look) { look.cut_off = functions; });
        cuts_->ask(functions);
    });
    connect(cuts_.get(), &CutOffFeed::changed, this, &Features::follow_map);
    connect(&bench.feed, &ExhibitFeed::changed, this, &Features::follow_map);
    connect(&bench.feed, &ExhibitFeed::redrawn, this, [this] {
        auto& bench = window_.bench();
        window_.viewport().show_exhibit(bench.feed.exhibit());
        if (bench.feed.has_timeline()) window_.viewport().seek(bench.playback.cursor());
    });
}

// While a slider is held the picture follows; the session, and with it undo, only where it is let go.
void Features::drag(const std::function<void(Look&)>& change) {
    auto look = window_.viewport().look();
    change(look);
    window_.viewport().set_look(look);
    follow_map();
}

void Features::show_eigenfunction(int index) {
    change_view([index](SessionView& view) {
        view.map_colours = name_of(MapColours::Eigenfunction);
        view.eigenfunction = index;
    });
}

// From one to the next, and from any other colours to the one last shown.
void Features::step_eigenfunction(int step) {
    const auto exhibit = window_.bench().feed.exhibit();
    const int most = cuts_->most();
    if (most == 0) return;
    const auto& view = window_.bench().document.session().views.front();
    const bool shown = exhibit->pairs->sets.size() < 2 || view.map_colours == "eigenfunction";
    show_eigenfunction(shown ? std::clamp(view.eigenfunction + step, 1, most) : view.eigenfunction);
}

void Features::show_attribute(const std::string& name) {
    change_view([&](SessionView& view) { view.map_colours = name_of(MapColours::Attribute), view.map_attribute = name; });
    orthoscope::refresh_actions(window_);
}

// The one shown last, and from one that is shown the next.
void Features::next_attribute() {
    const auto exhibit = window_.bench().feed.exhibit();
    if (!exhibit->pairs || exhibit->pairs->sets.empty()) return;
    const auto names = names_to_carry(*exhibit->pairs->sets[0]);
    if (names.empty()) return;
    const auto& view = window_.bench().document.session().views.front();
    auto at = std::find(names.begin(), names.end(), view.map_attribute);
    if (at == names.end()) return show_attribute(names.front());
    if (view.map_colours == name_of(MapColours::Attribute) && ++at == names.end()) at = names.begin();
    show_attribute(*at);
}

// As the frame has it that is shown; where that has no map, as the run's last one has it.
void Features::save_carried() {
    const auto exhibit = window_.bench().feed.exhibit();
    const auto at = window_.bench().playback.cursor().lower;
    if (exhibit->frames.empty() || !exhibit->pairs || exhibit->pairs->sets.size() < 2) return;
    FramePtr frame = exhibit->frames[std::min(at, exhibit->frames.size() - 1)];
    const auto* state = std::get_if<ShapeState>(frame->state.get());
    if (!state || !state->map) frame = exhibit->frames.back();
    const Look look = window_.look();
    const auto &source = exhibit->pairs->sets[0], &target = exhibit->pairs->sets[1];
    const std::string name = MapAttribute(source, {}).chosen(look);
    ask_where(&window_, tr("Save the target with “%1”").arg(QString::fromStdString(name)),
              QString::fromStdString(exhibit->name(1) + "-" + name + ".ply"), tr("Coloured meshes and clouds (*.ply *.off *.obj)"),
              [this, frame, look, source, target](const QString& path) {
                  window_.bench().exporter.save_carried(frame, look, source, target, path.toStdString());
              });
}

void Features::cut_off(int functions) {
    const int most = cuts_->most();
    if (functions > 0) functions = std::clamp(functions, 2, std::max(2, most));
    change_view([functions](SessionView& view) { view.cut_off = functions; });
}

void Features::follow_map() {
    const auto exhibit = window_.bench().feed.exhibit();
    const auto* state = last_shape(*exhibit);
    const auto& session = window_.bench().document.session().views.front();
    const auto& look = window_.viewport().look();
    const bool dragged = look.cut_off != window_.look().cut_off;
    if (!dragged) cuts_->ask(session.cut_off);
    if (look.cut_off > 0) last_cut_off_ = look.cut_off;
    window_.actions().check("basis.cut-off", spectrum_directions() > 0 ? look.kept >= 0 : look.cut_off > 0);
    MapBarState bar;
    bar.two = exhibit->pairs && exhibit->pairs->sets.size() > 1;
    bar.functions = cuts_->most();
    bar.eigenfunction = std::min(look.eigenfunction, std::max(1, bar.functions));
    if (state) bar.source_value = value_at(state->source_values, bar.eigenfunction);
    if (state) bar.target_value = value_at(state->target_values, bar.eigenfunction);
    bar.cut_off = std::min(look.cut_off, bar.functions), bar.last_cut_off = last_cut_off_;
    bar.doing = cuts_->doing();
    if (bar.two)
        for (auto& name : names_to_carry(*exhibit->pairs->sets[0])) bar.attributes << QString::fromStdString(name);
    bar.attribute = QString::fromStdString(session.map_attribute);
    map_bar_->show_state(bar);
}

}  // namespace orthoscope
