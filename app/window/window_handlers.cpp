#include "app/window/window_handlers.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>

#include "app/window/command_palette.h"
#include "app/window/data_dock.h"
#include "app/window/features.h"
#include "app/window/main_window.h"
#include "app/window/open_dialogs.h"
#include "app/window/open_memory.h"
#include "app/window/results_panel.h"
#include "app/window/settings.h"
#include "app/window/shortcut_sheet.h"
#include "app/window/theme.h"
#include "app/window/prepare_dialog.h"
#include "app/window/stage_view.h"
#include "app/window/window_dialogs.h"

namespace orthoscope {
namespace {

// The chosen set, else the one that moves.
std::string set_in_hand(MainWindow& window) {
    const auto chosen = window.data().chosen().toStdString();
    auto& roles = window.bench().document.session().roles;
    return !chosen.empty() ? chosen : roles.empty() ? std::string() : roles[0];
}

void bind_recent(MainWindow& window) {
    auto menu = new QMenu(QObject::tr("Open Recent"), &window);
    auto file_menu = window.actions().menu("File");
    file_menu->insertMenu(&window.actions()["file.next"], menu);
    QObject::connect(file_menu, &QMenu::aboutToShow, menu, [menu] { menu->setEnabled(!recent_files().isEmpty()); });
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, &window] {
        menu->clear();
        for (auto& path : recent_files())
            QObject::connect(menu->addAction(QFileInfo(path).fileName() + "    " + QFileInfo(path).path()),
                             &QAction::triggered, menu, [path, &window] { window.bench().opener.open_paths({path}); });
        menu->addSeparator();
        QObject::connect(menu->addAction(QObject::tr("Forget These")), &QAction::triggered, menu,
                         [] { forget_recent_files(), forget_answers(); });
    });
}

void bind_file(MainWindow& window) {
    auto& a = window.actions();
    auto& bench = window.bench();
    a.on("file.open", [&] { ask_for_files(&window, [&](const QStringList& paths) { bench.opener.open_paths(paths); }); });
    a.on("file.open-folder", [&] {
        ask_for_folder(&window, QObject::tr("Open a folder"),
                       [&](const QString& path) { bench.opener.open_paths({path}); });
    });
    a.on("file.next", [&] { bench.opener.open_sibling(set_in_hand(window), 1); });
    a.on("file.previous", [&] { bench.opener.open_sibling(set_in_hand(window), -1); });
    a.on("file.start", [&] { window.show_start_page(!window.on_start_page()); });
    a.on("file.save-session", [&] { save_session(window, false); });
    a.on("file.save-session-as", [&] { save_session(window, true); });
    a.on("file.save-results", [&] {
        ask_where(&window, QObject::tr("Save results into a new folder"), "results", {},
                  [&](const QString& path) { bench.exporter.save_results(path.toStdString()); });
    });
    a.on("file.save-picture", [&] { ask_for_picture(window); });
    a.on("file.close", [&] { window.when_safe([&] { bench.document.start_afresh(); }); });
    a.on("file.quit", [&] { window.close(); });
    bind_recent(window);
}

void bind_edit(MainWindow& window) {
    auto& a = window.actions();
    auto& bench = window.bench();
    a.on("edit.undo", [&] { bench.document.undo(); });
    a.on("edit.redo", [&] { bench.document.redo(); });
    a.on("edit.copy-command", [&] {
        const auto line = command_line_of(bench.document, bench.runner.truth_applies());
        QApplication::clipboard()->setText(line);
        window.say({QObject::tr("Copied: %1").arg(line), false, {}});
    });
    a.on("edit.copy-results", [&] {
        auto run = bench.document.shown_run();
        if (run && run->report) QApplication::clipboard()->setText(report_text(*window.bench().document.shown_report()));
        window.say({QObject::tr("Copied the results, all digits."), false, {}});
    });
    a.on("edit.find-action", [&] { window.palette_of_commands().open(); });
}

void rename_set(MainWindow& window, const std::string& id) {
    auto entry = window.bench().document.session().dataset(id);
    if (!entry) return;
    auto dialog = new QInputDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QObject::tr("Rename"));
    dialog->setLabelText(QObject::tr("Name of the set"));
    dialog->setTextValue(QString::fromStdString(entry->name));
    QObject::connect(dialog, &QInputDialog::textValueSelected, &window, [&window, id](const QString& name) {
        auto& document = window.bench().document;
        auto now = document.session().dataset(id);
        if (!now || name.isEmpty() || now->name == name.toStdString()) return;
        document.end_merge();
        document.push(rename_dataset(id, name.toStdString()));
    });
    dialog->open();
}

void prepare_set(MainWindow& window, const std::string& id) {
    auto entry = window.bench().document.session().dataset(id);
    if (!entry) return;
    auto dialog = new PrepareDialog(QString::fromStdString(entry->name), &window);
    QObject::connect(dialog, &QDialog::accepted, &window,
                     [&window, dialog, id] { window.bench().opener.prepare_set(id, dialog->options()); });
    dialog->open();
}

void bind_data_and_run(MainWindow& window) {
    auto& a = window.actions();
    auto& bench = window.bench();
    a.on("data.swap", [&] { bench.document.push(swap_roles()); });
    a.on("data.prepare", [&] { prepare_set(window, set_in_hand(window)); });
    a.on("data.rename", [&] { rename_set(window, set_in_hand(window)); });
    QObject::connect(&window.data(), &DataDock::rename_asked, &window,
                     [&](const QString& id) { rename_set(window, id.toStdString()); });
    QObject::connect(&window.data(), &DataDock::chosen_changed, &window, [&] { refresh_actions(window); });
    a.on("data.remove", [&] { bench.document.push(remove_dataset(window.data().chosen().toStdString())); });
    a.on("run.start", [&] { bench.runner.start(); });
    a.on("run.cancel", [&] {
        if (bench.runner.running()) bench.runner.cancel();
        else if (bench.opener.busy()) bench.opener.stop();
        else if (window.look().readout_only) window.set_picture_only(false);
    });
    a.on("run.reset", [&] { bench.document.push(reset_options(bench.document.session().method)); });
    for (auto signal : {&RunController::started, &RunController::finished})
        QObject::connect(&bench.runner, signal, &window, [&] { refresh_actions(window); });
}

void bind_playback(MainWindow& window) {
    auto& a = window.actions();
    auto& playback = window.bench().playback;
    a.on("play.toggle", [&] { playback.toggle(); });
    a.on("play.back", [&] { playback.step(-1); });
    a.on("play.forward", [&] { playback.step(1); });
    a.on("play.previous-phase", [&] { playback.step_phase(-1); });
    a.on("play.next-phase", [&] { playback.step_phase(1); });
    a.on("play.first", [&] { playback.seek(0); });
    a.on("play.last", [&] { playback.seek(playback.timeline().length()); });
    a.on("play.reverse", [&] { playback.shuttle(-1); });
    a.on("play.pause", [&] { playback.pause(); });
    a.on("play.ahead", [&] { playback.shuttle(1); });
    a.on("play.slower", [&] { playback.set_rate(std::abs(playback.rate()) / 2); });
    a.on("play.faster", [&] { playback.set_rate(std::abs(playback.rate()) * 2); });
    a.on("play.once", [&] { playback.set_loop(Loop::Once); });
    // The loop button of the timeline is this action: pressed again, it ends looping.
    a.on("play.repeat", [&] { playback.set_loop(playback.loop() == Loop::Repeat ? Loop::Once : Loop::Repeat); });
    a.on("play.ping-pong", [&] { playback.set_loop(Loop::PingPong); });
}

void change_look(MainWindow& window, const std::function<void(Look&)>& change) {
    auto look = window.look();
    change(look);
    window.set_look(look);
}

void bind_view(MainWindow& window) {
    auto& a = window.actions();
    auto& viewport = window.viewport();
    const std::pair<const char*, CameraView> views[] = {{"view.fit", CameraView::Fit},
                                                        {"view.front", CameraView::Front},
                                                        {"view.right", CameraView::Right},
                                                        {"view.top", CameraView::Top}};
    for (auto& [id, view] : views) a.on(id, [&viewport, view = view] { viewport.view(view); });
    a.on_checked("view.orthographic", [&](bool on) { viewport.set_orthographic(on); });
    a.on_checked("view.correspondences",
                 [&](bool on) { change_look(window, [on](Look& look) { look.correspondences = on; }); });
    a.on_checked("view.ease", [&](bool on) { change_look(window, [on](Look& look) { look.ease_camera = on; }); });
    a.on_checked("view.theme", [&](bool light) {
        change_look(window, [light](Look& look) { look.theme = light ? Theme::Light : Theme::Dark; });
    });
    a.on("view.larger", [&] { change_look(window, [](Look& look) { look.scale = next_scale(look.scale, 1); }); });
    a.on("view.smaller", [&] { change_look(window, [](Look& look) { look.scale = next_scale(look.scale, -1); }); });
    a.on("view.normal", [&] { change_look(window, [](Look& look) { look.scale = 1; }); });
    a.on_checked("view.picture-only", [&](bool on) { window.set_picture_only(on); });
    a.check("view.data", true);
    a.check("view.method", true);
    for (auto id : {"view.data", "view.method", "view.log"})
        a.on(id, [&] { window.show_start_page(window.on_start_page()); });
}

}  // namespace

void bind_actions(MainWindow& window) {
    bind_file(window);
    bind_edit(window);
    bind_data_and_run(window);
    bind_playback(window);
    bind_view(window);
    window.actions().on("help.shortcuts", [&] {
        auto sheet = new ShortcutSheet(window.actions(), &window);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    });
    window.actions().on("help.about", [&] { show_about(window); });
}

void refresh_actions(MainWindow& window) {
    auto& a = window.actions();
    auto& bench = window.bench();
    auto& document = bench.document;
    auto& session = document.session();
    const bool data = !session.datasets.empty(), picture = data && !window.on_start_page();
    const bool chosen = !window.data().chosen().isEmpty();
    auto run = document.shown_run();
    auto hand = session.dataset(set_in_hand(window));
    for (auto id : {"file.save-session", "file.save-session-as", "file.close", "file.start"}) a.enable(id, data);
    for (auto id : {"file.next", "file.previous"}) a.enable(id, hand && !hand->path.empty());
    for (auto id : {"file.save-results", "edit.copy-results"}) a.enable(id, run && run->report);
    for (auto id : {"file.save-picture", "view.fit", "view.front", "view.right", "view.top", "view.orthographic",
                    "view.correspondences", "view.picture-only", "view.data", "view.method"})
        a.enable(id, picture);
    const auto undo = QString::fromStdString(document.stack().undo_label());
    const auto redo = QString::fromStdString(document.stack().redo_label());
    a.enable("edit.undo", document.stack().can_undo());
    a.enable("edit.redo", document.stack().can_redo());
    a["edit.undo"].setText(undo.isEmpty() ? QObject::tr("Undo") : QObject::tr("Undo: %1").arg(undo));
    a["edit.redo"].setText(redo.isEmpty() ? QObject::tr("Redo") : QObject::tr("Redo: %1").arg(redo));
    const auto method = document.method();
    const bool ready = method && document.role_sets().size() >= method->info().inputs.size();
    a.enable("edit.copy-command", ready);
    a.enable("data.swap", session.roles.size() > 1 && !bench.runner.running());
    a.enable("data.rename", hand);
    const auto held = document.data(set_in_hand(window));
    a.enable("data.prepare", held && (held->kind() == Kind::Mesh || held->kind() == Kind::Cloud));
    a.enable("data.remove", chosen);
    a.enable("run.start", bench.runner.can_start() && picture);
    a.enable("run.cancel", bench.runner.running() || bench.opener.busy() || window.look().readout_only);
    a.enable("run.reset", session.options.count(session.method) > 0);
    const bool frames = picture && !bench.playback.empty();
    for (auto& row : action_table())
        if (row.menu == "Playback") a.enable(row.id, frames);
    if (window.features()) window.features()->refresh_actions(picture);
}

}  // namespace orthoscope
