// What keeps work from being lost: the question before closing, the autosave, the offer to restore.
#include <QMessageBox>
#include <algorithm>

#include "app/window/main_window.h"
#include "app/window/open_dialogs.h"
#include "app/window/window_handlers.h"

namespace orthoscope {
bool something_to_lose(MainWindow& window) {
    auto& document = window.bench().document;
    if (!document.modified() || document.session().datasets.empty()) return false;
    if (!document.file().empty()) return true;
    // What was only opened, or a sample that played, comes back with a click; a run on one's own files may not.
    auto& sets = document.session().datasets;
    const bool own = std::any_of(sets.begin(), sets.end(), [](auto& set) { return set.sample.empty(); });
    return own && std::any_of(document.session().runs.begin(), document.session().runs.end(),
                              [](auto& run) { return run.results.empty(); });
}

void MainWindow::when_safe(std::function<void()> go_on) {
    if (!something_to_lose(*this)) return go_on();
    auto box = new QMessageBox(QMessageBox::Question, tr("Unsaved session"),
                               tr("Save the session before it is closed?"),
                               QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setObjectName("unsaved");
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this, go_on](int answer) {
        if (answer == QMessageBox::Discard) return go_on();
        if (answer == QMessageBox::Save) save_session(*this, false, go_on);
    });
    box->open();
}

void save_session(MainWindow& window, bool elsewhere, std::function<void()> then) {
    const auto write = [&window, then](const std::filesystem::path& file) {
        auto& exporter = window.bench().exporter;
        // What follows belongs to this attempt alone: it ends with its success or its failure.
        auto attempt = new QObject(&window);
        QObject::connect(&exporter, &Exporter::session_saved, attempt, [attempt, then] {
            attempt->deleteLater();
            if (then) then();
        });
        QObject::connect(&exporter, &Exporter::trouble, attempt, &QObject::deleteLater);
        exporter.save_session(file, window.present_view(), window.bench().playback.position());
    };
    const auto file = window.bench().document.file();
    if (!file.empty() && !elsewhere) return write(file);
    ask_where(&window, QObject::tr("Save session"), "session.orthoscope", QObject::tr("Sessions (*.orthoscope)"),
              [write](const QString& path) { write(path.toStdString()); });
}

void offer_recovery(MainWindow& window) {
    const auto file = window.bench().document.file();
    const auto left = autosave_path(file);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(left, ignored)) return;
    window.bench().autosave.hold(file);
    Notice notice{QObject::tr("The last session was not closed properly."), false, {}, true,
                  [&window] { window.bench().autosave.hold(std::nullopt); }};
    notice.ways_out = {{QObject::tr("Restore it"), [&window, file] { window.bench().opener.restore(file); }},
                       {QObject::tr("Forget it"), [file] { Autosaver::remove(file); }}};
    window.say(notice);
}

void start_autosave(MainWindow& window) {
    auto& bench = window.bench();
    bench.autosave.start([&bench] { return bench.playback.position(); });
    // Proper saving ends both: the autosave of the file, and the one of the time before there was a file.
    QObject::connect(&bench.exporter, &Exporter::session_saved, &window, [&bench] {
        bench.autosave.discard({});
        bench.autosave.discard(bench.document.file());
    });
    QObject::connect(&bench.autosave, &Autosaver::trouble, &window,
                     [&window](const QString& what) { window.say({what, true, {}}); });
}

}  // namespace orthoscope
