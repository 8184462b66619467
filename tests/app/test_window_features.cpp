// Features of the window by their keys and buttons: cancel, pictures, the command line, playback, forms, recovery.
#include <zlib.h>

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QTreeWidget>

#include "app/cli/run_command.h"
#include "app/window/data_dock.h"
#include "app/window/open_dialogs.h"
#include "core/samples/sample.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

namespace {

QByteArray little(quint32 value, int bytes) {
    QByteArray text;
    for (int i = 0; i < bytes; ++i) text += char(value >> 8 * i & 255);
    return text;
}

// An NPZ file: a zip archive whose members are stored as they are.
void write_npz(const QString& path, const std::vector<std::pair<QByteArray, QString>>& members) {
    QByteArray file, directory;
    for (auto& [name, source] : members) {
        QFile member(source);
        QVERIFY(member.open(QIODevice::ReadOnly));
        const auto bytes = member.readAll();
        const auto crc = quint32(crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), uInt(bytes.size())));
        const auto size = little(quint32(bytes.size()), 4);
        const auto common = little(20, 2) + little(0, 8) + little(crc, 4) + size + size + little(quint32(name.size()), 2);
        directory += "PK\1\2" + little(20, 2) + common + little(0, 12) + little(quint32(file.size()), 4) + name;
        file += "PK\3\4" + common + little(0, 2) + name + bytes;
    }
    const auto count = little(quint32(members.size()), 2);
    const auto end = QByteArray("PK\5\6") + little(0, 4) + count + count + little(quint32(directory.size()), 4) +
                     little(quint32(file.size()), 4) + little(0, 2);
    QFile out(path);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(file + directory + end);
}

// The words of one command as a shell reads them; quotes as the window writes them.
std::vector<std::string> words_of(const QString& line) {
    std::vector<std::string> words;
    QString word;
    bool quoted = false;
    for (qsizetype i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '\'') quoted = !quoted;
        else if (i < line.size() && line[i] == '\\' && !quoted) word += line[++i];
        else if (i < line.size() && (line[i] != ' ' || quoted)) word += line[i];
        else if (!word.isEmpty()) words.push_back(word.toStdString()), word.clear();
    }
    return words;
}

QAbstractButton* button_of(QWidget& parent, const QString& text) {
    for (auto button : parent.findChildren<QAbstractButton*>())
        if (button->text() == text) return button;
    return nullptr;
}

// The person types a path into the file dialog that stands open.
void answer_file_dialog(MainWindow& window, const QString& path) {
    QTRY_VERIFY_WITH_TIMEOUT(window.findChild<QFileDialog*>(), patience);
    auto field = window.findChild<QFileDialog*>()->findChild<QLineEdit*>("fileNameEdit");
    QVERIFY(field);
    field->setText(path);
    QTest::keyClick(field, Qt::Key_Return);
}

}  // namespace

class TestWindowFeatures : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString source_, target_;

    void open_pair(MainWindow& window) {
        drop(window, {source_, target_});
        QTRY_COMPARE_WITH_TIMEOUT(window.bench().document.role_sets().size(), std::size_t(2), patience);
    }

    static void run(MainWindow& window) {
        const auto before = window.bench().document.session().runs.size();
        QTest::keyClick(&window, Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(
            window.bench().document.session().runs.size() > before && !window.bench().runner.running(), patience);
    }

    std::unique_ptr<MainWindow> window_with_run() {
        auto window = open_window();
        open_pair(*window);
        run(*window);
        return window;
    }

    static DataCard* card_of(MainWindow& window, int role) {
        for (auto card : window.data().findChildren<DataCard*>())
            if (card->role() == role && card->isVisible()) return card;
        return nullptr;
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        source_ = folder_.filePath("moving.npy"), target_ = folder_.filePath("it's staying.npy");
        write_pair(60, 3, source_, target_);
    }

    void cancelKeepsTheFramesOfALongRun() {
        const auto moving = folder_.filePath("big moving.npy"), staying = folder_.filePath("big staying.npy");
        write_pair(20000, 200, moving, staying);
        auto window = open_window();
        auto& bench = window->bench();
        drop(*window, {moving, staying});
        QTRY_COMPARE_WITH_TIMEOUT(bench.document.role_sets().size(), std::size_t(2), 2 * patience);
        QTest::keyClick(window.get(), Qt::Key_F5);
        QVERIFY(bench.runner.running());
        auto cancel = button_of(*window->dock("method"), "Cancel");
        QVERIFY(cancel && cancel->isVisible() && cancel->isEnabled());
        int turns = 0;  // of the event loop while it runs: the window answers
        const auto frames = [&] { return bench.runner.live() ? bench.runner.live()->recording->size() : 0; };
        while (bench.runner.running() && frames() == 0) {
            QTest::qWait(1);
            ++turns;
        }
        QVERIFY(bench.runner.running());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!bench.runner.running(), 2 * patience);
        QVERIFY(turns > 0);
        QVERIFY(!cancel->isVisible());
        auto run = bench.document.shown_run();
        QVERIFY(run);
        QVERIFY(run->recording->size() > 0);
        QVERIFY(run->recording->outcome());
        const auto outcome = *run->recording->outcome();
        QCOMPARE(bench.document.shown_entry()->outcome, std::string(name_of(outcome)));
        // Where the fit itself was faster than the hand, the checks that follow it are what was cancelled.
        if (outcome != Outcome::Cancelled)
            QVERIFY(run->report->reasons.front().find("stopped") != std::string::npos);
        QVERIFY(window->actions()["run.start"].isEnabled());
    }

    void pictureIsSavedAtTwiceItsSize() {
        auto window = window_with_run();
        const auto path = folder_.filePath("twice.png");
        const QSize size = window->viewport().size() * window->viewport().devicePixelRatioF();
        QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        auto times = window->findChild<QDialog*>()->findChild<QSpinBox*>();
        QVERIFY(times);
        QCOMPARE(times->value(), 2);
        auto save = times->parentWidget()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save);
        QTest::mouseClick(save, Qt::LeftButton);
        answer_file_dialog(*window, folder_.filePath("twice"));  // without suffix
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        const QImage image(path);
        QCOMPARE(image.size(), 2 * size);
        QVERIFY(difference(image.scaled(size), image.scaled(size).mirrored(true, false)) > 0);  // no blank sheet
    }

    void commandLineOfFilesIsUnderstood() {
        auto window = open_window();
        open_pair(*window);
        QTest::keyClick(window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        auto words = words_of(QApplication::clipboard()->text());
        QVERIFY(words.size() > 4);
        QCOMPARE(words[0] + " " + words[1], std::string("orthoscope run"));
        auto parsed = parse_run(std::span(words).subspan(2));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        QCOMPARE(parsed->inputs.size(), std::size_t(2));
        QCOMPARE(QString::fromStdString(parsed->inputs[0].path.string()), source_);
        QCOMPARE(QString::fromStdString(parsed->inputs[1].path.string()), target_);
        QCOMPARE(parsed->request.method, window->bench().document.session().method);
    }

    void commandLineOfASampleNamesWhatItWrites_data() {
        QTest::addColumn<QString>("id");
        for (auto& info : samples()) QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
    }
    void commandLineOfASampleNamesWhatItWrites() {
        QFETCH(QString, id);
        auto window = open_window();
        auto& document = window->bench().document;
        window->bench().opener.open_sample(id.toStdString());
        QTRY_VERIFY_WITH_TIMEOUT(!document.session().datasets.empty(), patience);
        window->bench().runner.cancel();
        if (!window->actions()["edit.copy-command"].isEnabled()) QSKIP("no run is possible with this sample alone");
        window->actions()["edit.copy-command"].trigger();
        const auto lines = QApplication::clipboard()->text().split(" && ");
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], "orthoscope sample " + id + " -o " + id);
        auto words = words_of(lines[1]);
        auto parsed = parse_run(std::span(words).subspan(2));
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().message().c_str());
        const auto info = find_sample(id.toStdString());
        auto made = make_sample(info->id, info->parameters, 1);
        QVERIFY(made.ok());
        QTemporaryDir place;
        const auto written = write_sample(*made, place.filePath(id).toStdString());
        QVERIFY(written.ok());
        for (auto& input : parsed->inputs)
            QVERIFY2(QFile::exists(place.filePath(QString::fromStdString(input.path.string()))), input.path.c_str());
        QCOMPARE(!parsed->pairing.truth.empty(), made->file("truth.txt") != nullptr);
        if (!parsed->pairing.truth.empty())
            QVERIFY(QFile::exists(place.filePath(QString::fromStdString(parsed->pairing.truth))));
    }

    void keysShuttleAndChangeSpeed() {
        auto window = window_with_run();
        auto& playback = window->bench().playback;
        playback.pause();
        playback.set_rate(1);
        playback.seek(0);
        QTest::keyClick(window.get(), Qt::Key_L);
        QVERIFY(playback.playing() && playback.rate() == 1);
        QTest::keyClick(window.get(), Qt::Key_L);
        QCOMPARE(playback.rate(), 2.0);
        QTest::keyClick(window.get(), Qt::Key_K);
        QVERIFY(!playback.playing());
        playback.seek(playback.timeline().length());
        const double end = playback.position();
        QTest::keyClick(window.get(), Qt::Key_J);
        QVERIFY(playback.playing() && playback.rate() < 0);
        QTRY_VERIFY_WITH_TIMEOUT(playback.position() < end, patience);
        QTest::keyClick(window.get(), Qt::Key_K);
        playback.set_rate(1);
        for (double rate : {0.5, 0.25, 0.25}) {
            QTest::keyClick(window.get(), Qt::Key_BracketLeft);
            QCOMPARE(playback.rate(), rate);
        }
        for (double rate : {0.5, 1.0, 2.0, 4.0, 4.0}) {
            QTest::keyClick(window.get(), Qt::Key_BracketRight);
            QCOMPARE(playback.rate(), rate);
        }
    }

    void loopModesTurnAndStartAgain() {
        auto window = window_with_run();
        auto& playback = window->bench().playback;
        auto& repeat = window->actions()["play.repeat"];
        QToolButton* loop = nullptr;
        for (auto button : window->dock("timeline")->findChildren<QToolButton*>())
            if (button->defaultAction() == &repeat) loop = button;
        QVERIFY(loop);
        QTest::mouseClick(loop, Qt::LeftButton);
        QCOMPARE(playback.loop(), Loop::Repeat);
        QVERIFY(repeat.isChecked());
        playback.set_rate(4);
        playback.seek(playback.timeline().length() - 0.05);
        playback.play();
        QTRY_VERIFY_WITH_TIMEOUT(playback.position() < playback.timeline().length() / 2, patience);
        QVERIFY(playback.playing());
        QTest::mouseClick(loop, Qt::LeftButton);
        QCOMPARE(playback.loop(), Loop::Once);
        QVERIFY(!repeat.isChecked() && window->actions()["play.once"].isChecked());
        playback.seek(playback.timeline().length() - 0.05);
        QTRY_VERIFY_WITH_TIMEOUT(!playback.playing(), patience);
        QCOMPARE(playback.position(), playback.timeline().length());
        window->actions()["play.ping-pong"].trigger();
        QCOMPARE(playback.loop(), Loop::PingPong);
        playback.play();
        QTRY_VERIFY_WITH_TIMEOUT(playback.position() < playback.timeline().length() - 0.1, patience);
        QVERIFY(playback.playing());
    }

    void aFieldUnderTheFocusKeepsItsKeys() {
        auto window = window_with_run();
        auto& playback = window->bench().playback;
        playback.pause();
        playback.seek(0);
        window->dock("method")->findChild<QToolButton*>("more")->click();
        auto field = window->findChild<QWidget*>("option-seed");
        QVERIFY(field);
        field->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        const auto roles = window->bench().document.session().roles;
        for (auto key : {Qt::Key_J, Qt::Key_L, Qt::Key_Space, Qt::Key_X, Qt::Key_End, Qt::Key_Right, Qt::Key_BracketRight,
                         Qt::Key_Delete, Qt::Key_F, Qt::Key_3})
            QTest::keyClick(field, key);
        QVERIFY(!playback.playing());
        QCOMPARE(playback.position(), 0.0);
        QCOMPARE(playback.rate(), 1.0);
        QCOMPARE(window->bench().document.session().roles, roles);
        QTest::keyClick(field, Qt::Key_Escape);  // back to the picture
        QVERIFY(!field->hasFocus());
        QTest::keyClick(window.get(), Qt::Key_L);
        QVERIFY(playback.playing());
    }

    void formIsEditedByKeysAndUndone() {
        auto window = open_window();
        open_pair(*window);
        auto& document = window->bench().document;
        QComboBox* box = nullptr;
        const auto options = document.options();
        for (auto& parameter : options.described())
            if (parameter.choices.size() > 1 && !box)
                box = window->findChild<QComboBox*>("option-" + QString::fromStdString(parameter.name));
        QVERIFY(box);
        const auto name = box->objectName().mid(7).toStdString();
        const auto before = document.options().value(name);
        box->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY_WITH_TIMEOUT(box->hasFocus(), patience);
        QTest::keyClick(box, box->currentIndex() + 1 < box->count() ? Qt::Key_Down : Qt::Key_Up);
        const auto after = document.options().value(name);
        QVERIFY(after != before);
        QCOMPARE(to_text(after), box->currentText().toStdString());
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(to_text(document.options().value(name)), to_text(before));
        QCOMPARE(box->currentText().toStdString(), to_text(before));
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(to_text(document.options().value(name)), to_text(after));
        run(*window);
        QVERIFY(document.shown_run());
        QCOMPARE(to_text(document.shown_run()->request.options.value(name)), to_text(after));
        window->actions()["run.reset"].trigger();
        QCOMPARE(to_text(document.options().value(name)), to_text(before));
        run(*window);  // so that the next window starts with the defaults
    }

    void aSetIsRenamed() {
        auto window = open_window();
        open_pair(*window);
        auto& document = window->bench().document;
        auto card = card_of(*window, 1);
        QVERIFY(card);
        QTest::mouseClick(card, Qt::LeftButton);
        const auto id = window->data().chosen().toStdString(), before = document.session().dataset(id)->name;
        QCOMPARE(id, document.session().roles[1]);
        QTest::keyClick(window.get(), Qt::Key_F2);
        auto dialog = window->findChild<QDialog*>();
        QVERIFY(dialog);
        auto field = dialog->findChild<QLineEdit*>();
        QCOMPARE(field->text().toStdString(), before);
        field->selectAll();
        QTest::keyClicks(field, "jkl x");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(document.session().dataset(id)->name, std::string("jkl x"));
        QTRY_VERIFY_WITH_TIMEOUT(card_of(*window, 1), patience);
        QVERIFY(card_of(*window, 1)->toolTip().startsWith("jkl x"));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.session().dataset(id)->name, before);
    }

    void aSetIsReadAsAnotherKind() {
        auto window = open_window();
        open_pair(*window);
        auto& document = window->bench().document;
        const auto now = document.role_sets()[0]->kind();
        const auto wanted = now == Kind::Embedding ? Kind::Cloud : Kind::Embedding;
        auto card = card_of(*window, 0);
        QContextMenuEvent ask(QContextMenuEvent::Mouse, card->rect().center(),
                              card->mapToGlobal(card->rect().center()));
        QApplication::sendEvent(card, &ask);
        auto menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QAction* kind = nullptr;
        for (auto kinds : menu->findChildren<QMenu*>())
            for (auto action : kinds->actions())
                if (action->text().toStdString() == name_of(wanted)) kind = action;
        QVERIFY(kind && !kind->isChecked());
        kind->trigger();
        menu->close();
        QTRY_VERIFY_WITH_TIMEOUT(!window->bench().opener.busy() && document.role_sets()[0]->kind() == wanted, patience);
        QCOMPARE(document.role_sets().size(), std::size_t(2));
        QCOMPARE(document.session().datasets.size(), std::size_t(2));
    }

    void autosaveIsOfferedAfterACrash() {
        const auto left = autosave_path({});
        {
            auto window = window_with_run();
            auto& bench = window->bench();
            QVERIFY(bench.autosave.tick(bench.document.session(), {}, 1000).ok());
            QVERIFY(QFile::exists(QString::fromStdString(left.string())));
        }  // gone without being closed
        auto window = open_window();
        window->open({});
        auto restore = button_of(window->notices(), "Restore it");
        QVERIFY(restore);
        QTest::mouseClick(restore, Qt::LeftButton);
        auto& document = window->bench().document;
        QTRY_VERIFY_WITH_TIMEOUT(document.shown_run(), patience);
        QVERIFY(document.file().empty());  // it is not the autosave that would be written on
        QVERIFY(document.modified());
        QVERIFY(QFile::exists(QString::fromStdString(left.string())));
        QSignalSpy saved(&window->bench().exporter, &Exporter::session_saved);
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        const auto file = folder_.filePath("restored.orthoscope");
        answer_file_dialog(*window, folder_.filePath("restored"));
        QVERIFY(saved.size() || saved.wait(patience));
        QVERIFY(QFile::exists(file));
        QVERIFY(!QFile::exists(QString::fromStdString(left.string())));
        QVERIFY(!document.modified());
    }

    void autosaveOfASavedSessionIsOfferedWithIt() {
        const auto file = folder_.filePath("kept.orthoscope");
        {
            auto window = window_with_run();
            auto& bench = window->bench();
            QSignalSpy saved(&bench.exporter, &Exporter::session_saved);
            bench.exporter.save_session(file.toStdString(), window->present_view(), 0);
            QVERIFY(saved.wait(patience));
            QTest::keyClick(window.get(), Qt::Key_X);
            (void)bench.autosave.tick({}, bench.document.file(), 0);
            QVERIFY(bench.autosave.tick(bench.document.session(), bench.document.file(), 1000).ok());
        }
        auto window = open_window();
        auto& document = window->bench().document;
        drop(*window, {file});
        QTRY_VERIFY_WITH_TIMEOUT(button_of(window->notices(), "Restore it"), patience);
        const auto roles = document.session().roles;
        QTest::mouseClick(button_of(window->notices(), "Restore it"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(document.modified() && !window->bench().opener.busy(), patience);
        QVERIFY(document.session().roles != roles);
        QCOMPARE(QString::fromStdString(document.file().string()), file);
    }

    void closingAsksAboutWhatWouldBeLost() {
        auto window = window_with_run();
        const auto question = [&] { return window->findChild<QMessageBox*>("unsaved"); };
        const auto answer = [&](QMessageBox::StandardButton button) {
            QTest::mouseClick(question()->button(button), Qt::LeftButton);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question() && window->isVisible());
        answer(QMessageBox::Cancel);
        QVERIFY(window->isVisible() && !question());
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question());
        answer(QMessageBox::Save);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QFileDialog*>(), patience);
        QTest::keyClick(window->findChild<QFileDialog*>(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<QFileDialog*>(), patience);
        // The dialog was left, so a later save is only a save.
        QSignalSpy saved(&window->bench().exporter, &Exporter::session_saved);
        QTest::keyClick(window.get(), Qt::Key_S, Qt::ControlModifier);
        answer_file_dialog(*window, folder_.filePath("asked.orthoscope"));
        QVERIFY(saved.size() || saved.wait(patience));
        QVERIFY(window->isVisible());
        QTest::keyClick(window.get(), Qt::Key_X);
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(question());
        answer(QMessageBox::Save);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), patience);
        QVERIFY(!window->bench().document.modified());
    }

    void closingWithDiscardLeavesNothing() {
        auto window = window_with_run();
        QTest::keyClick(window.get(), Qt::Key_Q, Qt::ControlModifier);
        auto box = window->findChild<QMessageBox*>("unsaved");
        QVERIFY(box);
        QTest::mouseClick(box->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), patience);
        QVERIFY(!QFile::exists(QString::fromStdString(autosave_path({}).string())));
    }

    void theArraysOfAnNpzFileAreAsked() {
        const auto path = folder_.filePath("pair.npz");
        write_npz(path, {{"a.npy", source_}, {"b.npy", target_}, {"c.npy", source_}});
        auto window = open_window();
        drop(*window, {path});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<MemberDialog*>(), patience);
        auto dialog = window->findChild<MemberDialog*>();
        auto list = dialog->findChild<QTreeWidget*>("members");
        QCOMPARE(list->topLevelItemCount(), 3);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Home);
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(list->selectedItems().size(), 2);
        auto open = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
        QTest::mouseClick(open, Qt::LeftButton);
        auto& document = window->bench().document;
        QTRY_COMPARE_WITH_TIMEOUT(document.role_sets().size(), std::size_t(2), patience);
        auto& roles = document.session().roles;
        QVERIFY(document.session().dataset(roles[0])->member.find('a') != std::string::npos);
        QVERIFY(document.session().dataset(roles[1])->member.find('b') != std::string::npos);
        window->activateWindow();  // a window manager would, as the dialog closes
        QVERIFY(QTest::qWaitForWindowActive(window.get(), patience));
        run(*window);
        QVERIFY(document.shown_run());
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowFeatures)
#include "test_window_features.moc"
