// Features that start or hold up runs: breakpoints, branches, guesses, diagnosis and its remedies.
#include <QDialog>

#include "app/window/branch_dialog.h"
#include "app/window/breakpoints_dialog.h"
#include "app/window/causes_list.h"
#include "app/window/features.h"
#include "app/window/lane_list.h"
#include "app/window/main_window.h"
#include "app/window/stage_view.h"
#include "app/window/window_handlers.h"
#include "core/session/start_write.h"

namespace orthoscope {
namespace {

// "iteration 12, Rotate, lane ping-pong"
QString place_of(const Pause& pause, const LiveRun* run) {
    auto text = QObject::tr("iteration %1").arg(pause.frame->iteration);
    auto method = run ? find_method(run->recording->provenance().method) : nullptr;
    if (method && std::size_t(pause.frame->phase) < method->info().phases.size())
        text += ", " + QString::fromStdString(method->info().phases[std::size_t(pause.frame->phase)].title);
    const auto lanes = run ? run->recording->lanes() : std::vector<std::string>();
    if (lanes.size() > 1 && std::size_t(pause.frame->lane) < lanes.size())
        text += QObject::tr(", lane %1").arg(QString::fromStdString(lanes[std::size_t(pause.frame->lane)]));
    return text;
}

}  // namespace

void Features::bind_runs() {
    auto& a = window_.actions();
    auto& bench = window_.bench();
    a.on("run.continue", [&bench] { bench.runner.go_on(); });
    a.on("run.breakpoints", [this] {
        if (auto open = window_.findChild<BreakpointsDialog*>()) return open->raise();
        auto row = selection_.row();
        (new BreakpointsDialog(window_.bench().document, row && row->set == 0 ? row->row : -1, &window_))->show();
    });
    a.on("run.branch", [this] {
        auto& b = window_.bench();
        auto exhibit = b.feed.exhibit();
        const auto at = b.playback.frame();
        auto frame = b.runner.pause() ? b.runner.pause()->frame : at < exhibit->frames.size() ? exhibit->frames[at] : nullptr;
        if (frame) branch_from(frame);
    });
    a.on("run.guess", [this] {
        auto guess = window_.viewport().stage().guess();
        if (!guess) return window_.say({tr("Show the landscape of rotations and drag a guess in it first."), false, {}});
        Start start;
        start.rotations = {*guess};
        const auto candidates = starting_methods();
        if (candidates.empty()) return window_.say({tr("No method here can start from a guess."), true, {}});
        auto& session = window_.bench().document.session();
        auto present = find_method(session.method);
        const auto method = present && present->info().uses_start ? session.method : candidates.front()->info().id;
        if (auto options = session.method_options(method))
            run_from(start, method, *options, "Start from a guess", "guess", {}, -1);
    });
    a.on("run.diagnose", [this] { diagnose(); });
    connect(causes_, &CausesList::remedy_asked, this, &Features::try_remedy);
    connect(&bench.runner, &RunController::started, this, [this] {
        // A run shows itself while it goes; a race has the timeline.
        if (window_.bench().document.session().views.front().scene == "race")
            change_view([](SessionView& view) { view.scene = "alignment"; });
    });
    connect(&bench.runner, &RunController::paused, this, &Features::tell_pause);
    for (auto signal : {&RunController::went_on, &RunController::finished})
        connect(&bench.runner, signal, this, [this] {
            if (window_.notices().text().contains(tr("Paused at"))) window_.notices().clear();
            orthoscope::refresh_actions(window_);
        });
    connect(&bench.runner, &RunController::went_on, this, [this] {
        window_.bench().runner.set_live_lane(lane_before_pause_);
        window_.bench().playback.play();
    });
}

void Features::tell_pause() {
    auto& bench = window_.bench();
    const auto pause = *bench.runner.pause();
    lane_before_pause_ = bench.runner.live_lane();
    auto exhibit = bench.feed.exhibit();
    if (!exhibit->all_frames.empty()) bench.runner.set_live_lane(pause.frame->lane);
    bench.playback.pause();
    exhibit = bench.feed.exhibit();
    for (std::size_t i = exhibit->frames.size(); i-- > 0;)
        if (exhibit->frames[i] == pause.frame) bench.playback.seek_frame(i), i = 0;
    QStringList sentences;
    for (auto& hit : pause.hits) sentences << QString::fromStdString(hit.sentence);
    window_.say({tr("Paused at %1. %2").arg(place_of(pause, bench.runner.live()), sentences.join(" ")), false,
                 {{tr("Continue"), [&bench] { bench.runner.go_on(); }},
                  {tr("Stop"), [&bench] { bench.runner.cancel(); }},
                  {tr("Branch from here…"), [this, frame = pause.frame] { branch_from(frame); }}}});
    show_breaks();
    orthoscope::refresh_actions(window_);
}

void Features::branch_from(FramePtr frame) {
    auto& bench = window_.bench();
    if (bench.runner.running()) {
        // The run ends where it stands and becomes the parent.
        auto once = new QObject(this);
        connect(&bench.runner, &RunController::finished, once, [this, once, frame] {
            once->deleteLater();
            branch_from(frame);
        });
        return bench.runner.cancel();
    }
    auto entry = bench.document.shown_entry();
    auto run = bench.document.shown_run();
    if (!entry || !run) return;
    if (const Start start = start_of(*frame); !start.rotation() && !start.matching && !start.functional_map)
        return window_.say({tr("This frame holds no pose and no map that another run could start from."), true, {}});
    if (starting_methods().empty())
        return window_.say({tr("No method here can start from a pose; the branch needs one that can."), true, {}});
    const auto frames = run->recording->frames();
    const auto number = std::int64_t(std::find(frames.begin(), frames.end(), frame) - frames.begin());
    const auto from = tr("%1, frame %2").arg(QString::fromStdString(entry->name)).arg(number + 1);
    auto dialog = new BranchDialog(bench.document.session(), from, entry->method, &window_);
    connect(dialog, &QDialog::accepted, this, [this, dialog, frame, number, parent = entry->id, from] {
        run_from(start_of(*frame), dialog->method(), dialog->options(), ("Branch from " + from).toStdString(),
                 parent + "-frame-" + std::to_string(number), parent, number);
    });
    dialog->open();
}

void Features::run_from(const Start& start, const std::string& method, const ParameterSet& options,
                        const std::string& label, const std::string& name, const std::string& parent,
                        std::int64_t frame) {
    auto& bench = window_.bench();
    auto command = branch_command(bench.document, label, method, options, start, name);
    if (!command) return window_.say({QString::fromStdString(command.error().message()), true, {}});
    if (!bench.document.push(std::move(*command))) return;
    auto entry = planned_run(bench.document.session());
    entry.parent = parent, entry.parent_frame = frame;
    bench.runner.start(std::move(entry));
}

// With what the session has chosen, but the method: the same data, the same preparation.
void Features::diagnose() {
    auto& bench = window_.bench();
    if (!find_method("diagnose")) return;
    auto session = bench.document.session();
    session.method = "diagnose";
    auto entry = planned_run(session);
    if (auto shown = bench.document.shown_entry(); shown && shown->datasets == entry.datasets) {
        entry.pairing = shown->pairing;
        entry.pairing.start.clear(), entry.pairing.picked.clear(), entry.pairing.landmarks.clear();
    }
    bench.runner.start(std::move(entry));
}

void Features::try_remedy(const Cause& cause) {
    auto& bench = window_.bench();
    if (bench.runner.running()) return;
    auto command = remedy_command(bench.document, cause);
    if (!command) return window_.say({QString::fromStdString(command.error().message()), true, {}});
    if (bench.document.push(std::move(*command))) bench.runner.start();
}

}  // namespace orthoscope
