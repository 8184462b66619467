// What keeps work from being lost: the question before closing, the autosave, the offer to restore.
#include <QElapsedTimer>
#include <QMessageBox>
#include <QTimer>
#include <algorithm>
#include <memory>

#include "app/window/main_window.h"
#include "app/window/window_handlers.h"

namespace orthoscope {
namespace {

constexpr int autosave_tick = 10'000;  // milliseconds between looks whether an autosave is due

}  // namespace

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
        if (answer != QMessageBox::Save) return;
        connect(&bench_.exporter, &Exporter::session_saved, this, go_on, Qt::SingleShotConnection);
        actions_["file.save-session"].trigger();
    });
    box->open();
}

void offer_recovery(MainWindow& window) {
    const auto left = autosave_path({});
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(left, ignored)) return;
    window.say({QObject::tr("The last session was not closed properly."), false,
                {{QObject::tr("Restore it"), [&window, left] { window.bench().opener.open_session(left); }},
                 {QObject::tr("Forget it"), [left] {
                      std::error_code gone;
                      std::filesystem::remove(left, gone);
                  }}}});
}

void start_autosave(MainWindow& window) {
    auto timer = new QTimer(&window);
    timer->setInterval(autosave_tick);
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    QObject::connect(timer, &QTimer::timeout, &window, [&window, clock] {
        auto& bench = window.bench();
        auto& document = bench.document;
        if (document.session().datasets.empty()) return;
        document.note_position(bench.playback.position());
        const auto status = bench.autosave.tick(document.session(), document.file(), double(clock->elapsed()) / 1000);
        if (!status) window.say({QString::fromStdString(status.error().message()), true, {}});
    });
    timer->start();
}

}  // namespace orthoscope
