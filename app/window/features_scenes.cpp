// Features that change what is seen: scenes, races, projections, certainty halos.
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/cli/render_planes.h"
#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/race_view.h"
#include "app/window/results_panel.h"
#include "app/window/stage_view.h"
#include "app/window/theme.h"
#include "app/window/timeline_bar.h"
#include "app/window/window_handlers.h"
#include "app/window/within_screen.h"

namespace orthoscope {
namespace {

constexpr int tour_tick = 33;  // milliseconds

}  // namespace

void Features::change_view(const std::function<void(SessionView&)>& change) {
    auto& document = window_.bench().document;
    auto view = document.session().views.front();
    change(view);
    document.end_merge();
    if (!(view == document.session().views.front())) document.push(set_view(0, view));
    document.end_merge();
    follow_view();
}

void Features::bind_scenes() {
    auto& a = window_.actions();
    for (auto scene : {"alignment", "landscape"})
        a.on(std::string_view(find_action(std::string("scene.") + scene)->id),
             [this, scene] { change_view([scene](SessionView& view) { view.scene = scene; }); });
    a.on("scene.race", [this] {
        change_view([this](SessionView& view) {
            view.scene = "race";
            std::erase_if(view.race, [this](auto& pane) { return !window_.bench().document.live_run(pane.run); });
            if (view.race.size() < 2) view.race = proposed_racers(window_.bench().document);
        });
    });
    a.on("race.choose", [this] { choose_racers(); });
    for (auto by : {RaceBy::Iteration, RaceBy::Time, RaceBy::Cost})
        a.on(find_action("race." + std::string(name_of(by)))->id,
             [this, by] { change_view([by](SessionView& view) { view.race_by = name_of(by); }); });
    for (auto projection : {Projection::PrincipalAxes, Projection::TurningPlanes, Projection::GrandTour, Projection::GuidedTour})
        a.on(find_action("projection." + std::string(name_of(projection)))->id, [this, projection] {
            change_view([projection](SessionView& view) { view.projection = name_of(projection); });
        });
    a.on_checked("view.halos", [this](bool on) { halos(on); });
    // In a race the first pane is turned, and takes the others with it.
    const std::pair<const char*, CameraView> views[] = {{"view.fit", CameraView::Fit},
                                                        {"view.front", CameraView::Front},
                                                        {"view.right", CameraView::Right},
                                                        {"view.top", CameraView::Top}};
    for (auto& [id, view] : views)
        connect(&a[id], &QAction::triggered, this, [this, view = view] { race_->view(view); });
    connect(&a["view.orthographic"], &QAction::triggered, this, [this](bool on) { race_->set_orthographic(on); });
    auto& bench = window_.bench();
    connect(&bench.feed, &ExhibitFeed::changed, this, [this] {
        // Another run has no halos until they are asked for again.
        auto look = window_.look();
        if (look.halos && !window_.bench().feed.exhibit()->bootstrap && !bootstrap_.busy()) {
            look.halos = false;
            window_.set_look(look);
            window_.actions().check("view.halos", false);
        }
    });
    // A tour is a motion like any other: it goes with the timeline, forwards and back.
    connect(&bench.playback, &Playback::moved, this, [this] {
        if (!window_.bench().playback.empty()) tour_to(window_.bench().playback.position());
    });
    // Where nothing has run there is no timeline: the tour goes on by itself.
    auto alone = new QTimer(this);
    alone->setInterval(tour_tick);
    connect(alone, &QTimer::timeout, this, [this] {
        if (window_.bench().playback.empty() && window_.viewport().isVisible())
            tour_to(window_.viewport().look().tour_time + tour_tick / 1000.0);
    });
    alone->start();
    follow_view();
}

void Features::tour_to(double seconds) {
    auto look = window_.viewport().look();
    const bool tour = look.projection == Projection::GrandTour || look.projection == Projection::GuidedTour;
    if (!tour || look.tour_time == seconds) return;
    look.tour_time = seconds;
    window_.viewport().set_look(look);
}

void Features::follow_view() {
    auto& bench = window_.bench();
    auto& view = bench.document.session().views.front();
    auto& a = window_.actions();
    const bool race = view.scene == "race" && !bench.document.session().datasets.empty();
    auto look = window_.look();
    SceneChoice scene = SceneChoice::Auto;
    if (view.scene == "landscape") scene = SceneChoice::Landscape;
    Projection projection = Projection::PrincipalAxes;
    (void)projection_from_name(view.projection, projection);
    MapColours colours = MapColours::Place;
    (void)map_colours_from_name(view.map_colours, colours);
    PlaneLook planes = plane_look(view);
    const PlaneLook& shown = look.planes;
    planes.time = shown.time, planes.second_time = shown.second_time, planes.chosen = shown.chosen;
    const bool other = !(planes == shown) || look.scene != scene || look.projection != projection || look.map_colours != colours ||
                       look.eigenfunction != view.eigenfunction || look.cut_off != view.cut_off || look.attribute != view.map_attribute ||
                       look.by_functions != (view.map_by == "functional-map");
    look.scene = scene, look.projection = projection;
    look.map_colours = colours, look.eigenfunction = view.eigenfunction;
    look.attribute = view.map_attribute, look.by_functions = view.map_by == "functional-map";
    look.cut_off = view.cut_off, look.planes = std::move(planes);
    if (other) window_.set_look(look);
    const bool changes = race == bench.feed.has_timeline();
    if (race) bench.feed.give_timeline(true);
    race_->refresh(race, window_.look());
    if (!race) bench.feed.give_timeline(false);
    if (changes) window_.set_picture(race ? static_cast<QWidget*>(race_) : &window_.viewport());
    if (race) {
        window_.timeline().set_run({}, nullptr, bench.runner.running());
        window_.timeline().track().set_marks({});
    }
    a.check(race ? "scene.race" : scene == SceneChoice::Landscape ? "scene.landscape" : "scene.alignment", true);
    if (auto action = find_action("race." + view.race_by)) a.check(action->id, true);
    if (auto action = find_action("projection." + std::string(name_of(projection)))) a.check(action->id, true);
    a.check(find_action("map." + std::string(name_of(colours)))->id, true);
    a.check("carry.functions", look.by_functions);
    follow_map();
    follow_planes();
    follow_spectrum();
}

void Features::look_changed() {
    if (!window_.bench().feed.has_timeline()) race_->refresh(true, window_.look());
}

void Features::choose_racers() {
    const auto racers = possible_racers(window_.bench().document);
    auto& view = window_.bench().document.session().views.front();
    const auto present = view.race.empty() ? proposed_racers(window_.bench().document) : view.race;
    auto dialog = new QDialog(&window_);
    dialog->setObjectName("racers");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Racers"));
    auto list = new QListWidget(dialog);
    list->setObjectName("racers-list");
    list->setAccessibleName(tr("Lanes and runs"));
    for (auto& racer : racers) {
        auto text = racer.name + (std::isfinite(racer.cost) ? "   " + shown_number(racer.cost) : QString());
        auto item = new QListWidgetItem(text, list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        const bool there = std::find(present.begin(), present.end(), racer.pane) != present.end();
        item->setCheckState(there ? Qt::Checked : Qt::Unchecked);
    }
    auto hint = new QLabel(dialog);
    hint->setObjectName("secondary");
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
    auto start = buttons->button(QDialogButtonBox::Ok);
    start->setText(tr("Race"));
    const auto chosen = [list, racers] {
        std::vector<RacePane> panes;
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->checkState() == Qt::Checked) panes.push_back(racers[std::size_t(i)].pane);
        return panes;
    };
    const auto follow = [chosen, hint, start] {
        const auto count = chosen().size();
        start->setEnabled(count >= 2 && count <= 4);
        hint->setText(tr("%1 chosen; two to four race.").arg(count));
    };
    connect(list, &QListWidget::itemChanged, dialog, follow);
    follow();
    auto layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(px(16), px(16), px(16), px(16));
    layout->addWidget(list, 1);
    layout->addWidget(hint);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [this, chosen] {
        change_view([panes = chosen()](SessionView& v) { v.scene = "race", v.race = panes; });
    });
    resize_within_screen(*dialog, 420, 320);
    dialog->open();
}

void Features::halos(bool on) {
    auto look = window_.look();
    look.halos = on;
    window_.set_look(look);
    auto& bench = window_.bench();
    auto run = bench.document.shown_run();
    if (!on || !run) {
        bootstrap_.stop();
        return;
    }
    if (bench.feed.exhibit()->bootstrap || bootstrap_.busy()) return;
    window_.say({tr("Fitting again on rows drawn anew, for the halos…"), false, {}});
    bootstrap_.start([this, live = *run](const Context& context) -> Task::Followup {
        const auto frames = live.recording->frames();
        const auto state = std::get_if<AlignmentState>(frames.back()->state.get());
        BootstrapInput input{*live.pairs, bootstrap_rules(live), state ? state->matching.get() : nullptr, 50, 20,
                             live.request.settings.seed};
        auto made = bootstrap(input, context);
        if (!made) return [this, error = made.error()] {
            window_.actions().check("view.halos", false);
            auto off = window_.look();
            off.halos = false;
            window_.set_look(off);
            if (error.kind != ErrorKind::Cancelled) window_.say({QString::fromStdString(error.message()), true, {}});
        };
        return [this, live, found = std::make_shared<const Bootstrap>(std::move(*made))] {
            window_.bench().feed.set_bootstrap(live.recording, found);
            window_.say({tr("Halos: %1 refits on %2 of %3 rows, beside %4 on shuffled pairs.")
                             .arg(found->refits.size()).arg(found->rows_used).arg(found->rows).arg(found->shuffled.size()),
                         false, {}});
        };
    });
}

}  // namespace orthoscope
