#include "app/window/features.h"

#include <QDockWidget>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/window/causes_list.h"
#include "app/window/cut_off_feed.h"
#include "app/window/finder_dock.h"
#include "app/window/lane_list.h"
#include "app/window/main_window.h"
#include "app/window/map_bar.h"
#include "app/window/method_panel.h"
#include "app/window/pairs_dock.h"
#include "app/window/planes_bar.h"
#include "app/window/race_view.h"
#include "app/window/results_panel.h"
#include "app/window/row_lists.h"
#include "app/window/spectrum_bar.h"
#include "app/window/stage_view.h"
#include "app/window/theme.h"
#include "app/window/timeline_bar.h"
#include "app/window/window_handlers.h"
#include "core/maps/carry.h"

namespace orthoscope {

Features::Features(MainWindow& window) : QObject(&window), window_(window) {
    build();
    bind_lanes();
    bind_pairs();
    bind_runs();
    bind_maps();
    bind_planes();
    bind_spectra();
    bind_scenes();
    auto& bench = window_.bench();
    connect(&window_.viewport(), &StageView::clicked, this, &Features::clicked);
    connect(&selection_, &Selection::changed, this, [this] {
        auto look = window_.look();
        look.selected = selection_.row();
        window_.set_look(look);
        orthoscope::refresh_actions(window_);
    });
    connect(&bench.feed, &ExhibitFeed::changed, this, [this] {
        auto exhibit = window_.bench().feed.exhibit();
        auto row = selection_.row();
        if (row && (row->set >= exhibit->sets.size() || row->row >= exhibit->sets[row->set]->rows())) selection_.set({});
        show_breaks();
        causes_->refresh(find_method("diagnose") && !window_.bench().runner.running());
    });
    connect(&bench.document, &Document::changed, this, [this] {
        follow_view();
        show_marks();
        show_breaks();
    });
    connect(&theme_signal(), &ThemeSignal::changed, this, &Features::show_marks);
}

Features::~Features() = default;

void Features::build() {
    auto& bench = window_.bench();
    auto details = new QWidget;
    details->setObjectName("run-details");
    lanes_ = new LaneList(bench.document, bench.runner, bench.feed);
    causes_ = new CausesList(bench.document, window_.actions());
    rows_ = new RowLists(bench.feed, selection_);
    auto column = new QVBoxLayout(details);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(px(12));
    for (QWidget* part : std::initializer_list<QWidget*>{lanes_, rows_}) column->addWidget(part);
    // Under the results, before the space that is left over.
    auto panel = window_.dock("method")->findChild<MethodPanel*>();
    panel->findChild<ResultsPanel*>()->put_under_reasons(causes_);
    auto layout = static_cast<QVBoxLayout*>(panel->layout());
    layout->insertWidget(layout->count() - 1, details);

    map_bar_ = new MapBar(window_.actions());
    map_bar_->hide();
    planes_bar_ = new PlanesBar(window_.actions());
    planes_bar_->hide();
    spectrum_bar_ = new SpectrumBar(window_.actions());
    spectrum_bar_->hide();
    // Over the timeline, across the window: there both sliders have room at any scale.
    auto bottom = new QWidget;
    bottom->setObjectName("panel");
    auto rows = new QVBoxLayout(bottom);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(map_bar_);
    rows->addWidget(planes_bar_);
    rows->addWidget(spectrum_bar_);
    rows->addWidget(&window_.timeline());
    window_.dock("timeline")->setWidget(bottom);
    pairs_ = new PairsDock(bench.document, window_.actions());
    finder_ = new FinderDock(bench.feed, selection_);
    race_ = new RaceView(bench.document, bench.playback);
    auto pairs = window_.add_dock("pairs", tr("Picked pairs"), pairs_, Qt::BottomDockWidgetArea);
    window_.splitDockWidget(window_.dock("timeline"), pairs, Qt::Vertical);
    pairs->hide();
    auto finder = window_.add_dock("find", tr("Find"), finder_, Qt::LeftDockWidgetArea);
    window_.splitDockWidget(window_.dock("data"), finder, Qt::Vertical);
    finder->hide();
}

void Features::refresh_docks(bool panels) {
    auto& a = window_.actions();
    auto pairs = window_.dock("pairs");
    const bool picks = panels && a["view.pairs"].isChecked() && !pairs->isVisible();
    pairs->setVisible(panels && a["view.pairs"].isChecked());
    if (picks) window_.resizeDocks({pairs}, {pairs_->roomy_height()}, Qt::Vertical);
    auto find = window_.dock("find");
    const bool opens = panels && a["view.find"].isChecked() && !find->isVisible();
    find->setVisible(panels && a["view.find"].isChecked());
    const auto exhibit = window_.bench().feed.exhibit();
    const bool shapes = !exhibit->frames.empty() && std::holds_alternative<ShapeState>(*exhibit->frames.back()->state);
    map_bar_->setVisible(panels && shapes && window_.bench().feed.has_timeline());
    panels_ = panels;
    follow_planes();
    // The cards of the sets take little; the neighbours need the height.
    if (opens) window_.resizeDocks({window_.dock("data"), find}, {px(240), px(440)}, Qt::Vertical);
}

bool Features::picking() const { return window_.actions()["pairs.pick"].isChecked(); }

void Features::clicked(QPointF place) {
    auto& stage = window_.viewport().stage();
    if (auto lane = stage.lane_at(place.x(), place.y())) return lanes_->choose(*lane);
    if (plane_clicked(place)) return;
    if (clicked_on_spectrum(place)) return;
    const auto row = stage.row_at(place.x(), place.y());
    const bool scene = stage.panel_at(place.x(), place.y()).empty();
    if (picking() && scene) {
        if (row) pairs_->pick(*row);
        return;
    }
    if (row || scene) selection_.set(row);
}

void Features::bind_lanes() {
    auto& a = window_.actions();
    a.on("lane.next", [this] { lanes_->step(1); });
    a.on("lane.previous", [this] { lanes_->step(-1); });
    a.on("lane.best", [this] { lanes_->choose(-1); });
    connect(lanes_, &LaneList::changed, this, [this] { orthoscope::refresh_actions(window_); });
}

void Features::bind_pairs() {
    auto& a = window_.actions();
    a.on_checked("pairs.pick", [this](bool on) {
        if (on) window_.actions().check("view.pairs", true);
        else pairs_->cancel_waiting();
        window_.viewport().setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
        window_.show_start_page(false);
        show_marks();
    });
    a.on("pairs.delete", [this] { pairs_->remove_chosen(); });
    a.on("pairs.clear", [this] { pairs_->clear(); });
    a.on("pairs.import", [this] { pairs_->ask_import(); });
    a.on("pairs.export", [this] { pairs_->ask_export(); });
    a.on("edit.find-word", [this] {
        window_.actions().check("view.find", true);
        window_.show_start_page(false);
        finder_->begin();
    });
    a.on("edit.clear-selection", [this] { selection_.set({}); });
    for (auto id : {"view.pairs", "view.find"})
        a.on(id, [this] {
            window_.show_start_page(window_.on_start_page());
            show_marks();
        });
    connect(pairs_, &PairsDock::waiting_changed, this, &Features::show_marks);
    connect(pairs_, &PairsDock::chosen_changed, this, [this] { orthoscope::refresh_actions(window_); });
    connect(pairs_, &PairsDock::said, &window_, &MainWindow::say);
}

void Features::show_marks() {
    std::vector<RowMark> marks;
    const bool seen = picking() || window_.actions()["view.pairs"].isChecked();
    auto& picked = window_.bench().document.session().pairing.picked;
    for (std::size_t i = 0; i < picked.size() && seen; ++i) {
        marks.push_back({0, picked[i].source, std::to_string(i + 1)});
        marks.push_back({1, picked[i].target, std::to_string(i + 1)});
    }
    if (auto& waiting = pairs_->waiting()) marks.push_back({waiting->set, waiting->row, "?"});
    window_.viewport().stage().set_marks(std::move(marks));
    window_.viewport().update();
}

void Features::show_breaks() {
    std::vector<std::pair<std::size_t, QString>> marks;
    auto& bench = window_.bench();
    if (bench.feed.has_timeline())
        for (auto& hit : breaks_.of(bench.feed.exhibit()->frames, bench.document.session().breakpoints))
            marks.emplace_back(hit.frame, QString::fromStdString(hit.sentence));
    window_.timeline().track().set_marks(std::move(marks));
}

void Features::refresh_actions(bool picture) {
    auto& a = window_.actions();
    auto& bench = window_.bench();
    const bool running = bench.runner.running(), two = bench.document.role_sets().size() > 1;
    auto exhibit = bench.feed.exhibit();
    const bool frames = picture && !exhibit->frames.empty();
    for (auto id : {"lane.next", "lane.previous", "lane.best"}) a.enable(id, picture && lanes_->lanes() > 1);
    a.check("lane.best", lanes_->chosen() < 0);
    for (auto id : {"pairs.pick", "pairs.import"}) a.enable(id, picture && two);
    const bool any = !bench.document.session().pairing.picked.empty();
    a.enable("pairs.delete", picture && pairs_->any_chosen());
    for (auto id : {"pairs.clear", "pairs.export"}) a.enable(id, picture && any);
    for (auto id : {"edit.find-word", "view.pairs", "view.find"}) a.enable(id, picture);
    a.enable("edit.clear-selection", picture && selection_.row());
    a.enable("run.continue", bench.runner.pause().has_value());
    a.enable("run.breakpoints", picture);
    const bool pose = frames && std::holds_alternative<AlignmentState>(*exhibit->frames.front()->state);
    a.enable("run.branch", pose && (!running || bench.runner.pause()));
    a.enable("run.diagnose", picture && two && !running && find_method("diagnose"));
    const Index d = exhibit->pairs ? exhibit->pairs->dimension() : 0;
    a.enable("run.guess", pose && !running && (d == 2 || d == 3));
    a.enable("scene.alignment", picture);
    a.enable("scene.landscape", pose && (d == 2 || d == 3));
    const bool race = bench.document.session().views.front().scene == "race";
    a.enable("scene.race", picture && (race || proposed_racers(bench.document).size() > 1));
    if (race) a.enable("file.save-picture", false);  // that writes one viewport; `render --scene race` writes panes
    a.enable("race.choose", picture && possible_racers(bench.document).size() > 1);
    for (auto id : {"race.iteration", "race.time", "race.cost"}) a.enable(id, picture && race);
    bool high = false;
    for (auto& set : exhibit->sets) high |= set->columns() > 3;
    for (auto id : {"projection.principal-axes", "projection.turning-planes", "projection.grand-tour", "projection.guided-tour"})
        a.enable(id, picture && high);
    const auto* shape = frames ? std::get_if<ShapeState>(exhibit->frames.back()->state.get()) : nullptr;
    const bool matched = shape && exhibit->pairs->sets.size() > 1;
    for (auto id : {"map.place", "map.checker", "map.stripes"}) a.enable(id, matched);
    const bool attribute = matched && !names_to_carry(*exhibit->pairs->sets[0]).empty();
    a.enable("map.attribute", attribute);
    a.enable("carry.functions", attribute && shape->functional_map && shape->source_vectors);
    a.enable("file.save-carried", attribute && shape->map && bench.document.session().views.front().map_colours == "attribute");
    a.enable("map.matrix", matched && shape->functional_map);
    a.enable("map.error", matched && exhibit->pairs->truth);
    for (auto id : {"map.eigenfunction", "map.next-function", "map.previous-function"}) a.enable(id, shape && shape->source_vectors);
    const auto* planes = frames ? std::get_if<PlanesState>(exhibit->frames.back()->state.get()) : nullptr;
    const bool mixer = planes && planes->angles && planes->angles->rows() > 0;
    for (auto id : {"planes.switch", "planes.next", "planes.previous", "planes.more", "planes.fewer", "planes.reset"}) a.enable(id, mixer);
    for (auto id : {"planes.play", "planes.slower", "planes.faster", "planes.behind", "planes.ahead"}) a.enable(id, mixer && planes->phasors);
    const bool spectrum = frames && std::holds_alternative<SpectrumState>(*exhibit->frames.back()->state);
    const int directions = spectrum ? spectrum_directions() : 0;
    for (auto id : {"basis.cut-off", "basis.more", "basis.fewer"}) a.enable(id, picture && (cuts_->most() > 2 || directions > 0));
    for (auto id : {"axes.linear", "axes.log", "axes.log-log", "axes.next"}) a.enable(id, spectrum);
    for (auto id : {"spectrum.next-layer", "spectrum.previous-layer"}) a.enable(id, spectrum && exhibit->sets.size() > 1);
    const bool driven = frames && std::holds_alternative<DescentState>(*exhibit->frames.back()->state);
    for (auto id : {"spectrum.next-direction", "spectrum.previous-direction"}) a.enable(id, directions > 0 || driven);
    for (auto id : {"plot.next", "plot.previous"}) a.enable(id, spectrum || driven);
    a.enable("run.spectrum", picture && !running && !bench.opener.busy() && !bench.document.role_sets().empty());
    a.enable("file.save-plot", frames && bench.feed.has_timeline());
    a.enable("view.halos", pose && exhibit->report && !running);
}

}  // namespace orthoscope
