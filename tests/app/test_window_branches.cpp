// Runs that are held up, branched, explained and mended: breakpoints, branches, causes and their remedies, halos.
#include <QAbstractButton>
#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeWidget>

#include "app/window/branch_dialog.h"
#include "app/window/features.h"
#include "app/window/features_model.h"
#include "app/window/number_box.h"
#include "core/session/landmark_file.h"
#include "core/session/start_file.h"
#include "core/session/start_write.h"
#include "tests/app/planted_run.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowBranches : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString source_, target_;

    std::unique_ptr<MainWindow> window_with_pair() {
        auto window = open_window();
        open_files(*window, {source_, target_});
        if (!QTest::qWaitFor([&] { return window->bench().document.role_sets().size() == 2; }, patience)) qFatal("not opened");
        return window;
    }

    static QAbstractButton* button_of(QWidget& parent, const QString& text) {
        for (auto button : parent.findChildren<QAbstractButton*>())
            if (button->text() == text && button->isVisible()) return button;
        return nullptr;
    }

    static bool ran(MainWindow& window, std::size_t runs) {
        return QTest::qWaitFor([&] {
            return window.bench().document.session().runs.size() >= runs && !window.bench().runner.running();
        }, patience);
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        source_ = folder_.filePath("moving.npy"), target_ = folder_.filePath("staying.npy");
        write_pair(60, 3, source_, target_);
    }

    void aRunPausesAtABreakpointAndGoesOn() {
        auto window = window_with_pair();
        auto& bench = window->bench();
        QTest::keyClick(window.get(), Qt::Key_B, Qt::ControlModifier);
        auto dialog = window->findChild<QDialog*>("breakpoints");
        QVERIFY(dialog);
        dialog->findChild<QCheckBox*>("break-gap")->click();
        dialog->findChild<NumberBox*>("gap-below")->setValue(1);
        QCOMPARE(bench.document.session().breakpoints.gap_below, 1.0);
        dialog->close();
        window->activateWindow();
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(bench.runner.pause(), patience);
        QVERIFY(bench.runner.running());
        QVERIFY2(window->notices().text().contains("spectral gap"), window->notices().text().toUtf8());
        QVERIFY(!bench.playback.playing());
        const auto frame = bench.runner.pause()->frame;
        QVERIFY(std::get<AlignmentState>(*frame->state).sigma.size() == 3);  // where it happened
        QCOMPARE(bench.feed.exhibit()->frames[bench.playback.frame()], frame);
        const auto frames = bench.runner.live()->recording->size();
        QTest::qWait(200);
        QCOMPARE(bench.runner.live()->recording->size(), frames);  // it waits
        auto go_on = button_of(*window, "Continue");
        QVERIFY(go_on);
        QTest::mouseClick(go_on, Qt::LeftButton);
        QVERIFY(ran(*window, 1));
        QCOMPARE(bench.document.shown_entry()->outcome, std::string("completed"));
        QVERIFY(bench.document.shown_run()->recording->size() > frames);
        QVERIFY(!window->actions()["run.continue"].isEnabled());
        // The choice of breakpoints is undone like any other.
        bench.document.undo();
        bench.document.undo();
        bench.document.undo();
        QVERIFY(!bench.document.session().breakpoints.any());
    }

    void aPausedRunIsStoppedByItsButtonAndByEscape() {
        for (bool button : {true, false}) {
            auto window = window_with_pair();
            auto& bench = window->bench();
            bench.document.push(set_breakpoints({0, false, 1, -1}));
            QTest::keyClick(window.get(), Qt::Key_F5);
            QTRY_VERIFY_WITH_TIMEOUT(bench.runner.pause(), patience);
            if (button) QTest::mouseClick(button_of(*window, "Stop"), Qt::LeftButton);
            else QTest::keyClick(window.get(), Qt::Key_Escape);
            QVERIFY(ran(*window, 1));
            QCOMPARE(bench.document.shown_entry()->outcome, std::string("cancelled"));
            QVERIFY(!window->notices().text().contains("Paused"));
        }
    }

    void aWindowClosesOverAPausedRun() {
        auto window = window_with_pair();
        window->bench().document.push(set_breakpoints({0, false, 1, -1}));
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(window->bench().runner.pause(), patience);
        window.reset();  // ends the worker that waits
    }

    void hitsOfAFinishedRunAreMarked() {
        BreakMarks marks;
        std::vector<FramePtr> frames{planted_frame(0, 0, 0, 1, Matrix::Identity(3, 3)), planted_frame(1, 0, 0, 5, Matrix::Identity(3, 3))};
        QCOMPARE(marks.of(frames, {.cost_factor = 2}).size(), std::size_t(1));
        frames.push_back(planted_frame(2, 0, 0, 20, Matrix::Identity(3, 3)));
        QCOMPARE(marks.of(frames, {.cost_factor = 2}).back().frame, std::size_t(2));
        QCOMPARE(marks.of(frames, {.cost_factor = 4.5}).size(), std::size_t(1));
        QVERIFY(marks.of({frames[2]}, {.cost_factor = 2}).empty());
    }

    void causesAreListedAndTheirRemedyIsRun() {
        auto window = window_with_pair();
        auto& bench = window->bench();
        auto report = std::make_shared<Report>();
        report->verdict = Verdict::Unsupported;
        Cause units{"units", "The set that stays is 1000 times as large.", 0.1, 0.998, "procrustes", {{"scale", "on"}, {"rows", "center"}}, {}};
        report->causes = {units};
        report->reasons = {"One reason."};
        for (int i = 0; i < 40; ++i) report->metrics.emplace_back("metric_" + std::to_string(i), i);
        plant_run(*window, {planted_frame(0, 0, 0, 1, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 1, planted_turn(3, 1))},
                  {}, report);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QPushButton*>("find-out-why")->isVisible(), patience);
        auto attempt = window->findChild<QPushButton*>("try-units");
        QVERIFY(attempt);
        QTRY_VERIFY_WITH_TIMEOUT(attempt->isVisible(), patience);
        // Right under the reasons, not below the numbers.
        auto numbers = window->findChild<QTreeWidget*>("metrics");
        QVERIFY(numbers->height() > 400);
        QVERIFY(attempt->mapTo(window.get(), QPoint(0, attempt->height())).y() <= numbers->mapTo(window.get(), QPoint()).y());
        attempt->click();
        QVERIFY(ran(*window, 2));
        auto entry = bench.document.shown_entry();
        QCOMPARE(entry->method, std::string("procrustes"));
        QCOMPARE(entry->options["scale"].get<bool>(), true);
        QCOMPARE(entry->pairing.rows, std::string("center"));
        bench.document.undo();
        bench.document.undo();
        QCOMPARE(bench.document.session().pairing.rows, std::string("as-is"));
    }

    void diagnosisIsAskedForByItsButton() {
        if (!find_method("diagnose")) QSKIP("the method is not built in");
        auto window = window_with_pair();
        auto report = std::make_shared<Report>();
        report->verdict = Verdict::Unsupported;
        plant_run(*window, {planted_frame(0, 0, 0, 1, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 1, planted_turn(3, 1))},
                  {}, report);
        auto why = window->findChild<QPushButton*>("find-out-why");
        QTRY_VERIFY_WITH_TIMEOUT(why->isVisible() && why->isEnabled(), patience);
        why->click();
        QVERIFY(ran(*window, 2));
        QCOMPARE(window->bench().document.shown_entry()->method, std::string("diagnose"));
        QVERIFY(window->bench().document.shown_run()->report);
        // Whatever the panel lists, it keeps to the width of its dock.
        auto scroll = window->dock("method")->findChild<QScrollArea*>();
        QTRY_VERIFY_WITH_TIMEOUT(scroll->findChild<QTreeWidget*>("lanes")->isVisible(), patience);
        for (auto part : scroll->widget()->findChildren<QWidget*>()) {
            const int right = part->mapTo(scroll->widget(), part->rect().topRight()).x();
            QVERIFY2(!part->isVisible() || right < scroll->viewport()->width(),
                     qPrintable(QString("%1 %2").arg(part->metaObject()->className(), part->objectName())));
        }
    }

    void aBranchStartsWhereItsFrameStands() {
        const auto candidates = starting_methods();
        if (candidates.empty()) QSKIP("no method that starts from a pose is built in");
        auto window = window_with_pair();
        auto& bench = window->bench();
        const auto turn = planted_turn(3, 0.7);
        const auto parent = plant_run(*window, {planted_frame(0, 0, 0, 4, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 3, turn),
                                                planted_frame(2, 0, 2, 2, planted_turn(3, 1.5))});
        bench.playback.pause();
        bench.playback.seek_frame(1);
        QTest::keyClick(window.get(), Qt::Key_B);
        auto dialog = window->findChild<BranchDialog*>();
        QVERIFY(dialog);
        const auto method = dialog->method();
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        QVERIFY(ran(*window, 2));
        auto entry = *bench.document.shown_entry();
        QCOMPARE(entry.method, method);
        QCOMPARE(entry.parent, parent);
        QCOMPARE(entry.parent_frame, std::int64_t(1));
        auto start = read_start(entry.pairing.start, 3, 60);
        QVERIFY2(start.ok(), start.ok() ? "" : start.error().message().c_str());
        QVERIFY(*start->rotation() == turn);
        // The command line names the same start.
        window->actions()["edit.copy-command"].trigger();
        QVERIFY(QApplication::clipboard()->text().contains(QString::fromStdString(entry.pairing.start)));
        // Saved, the start lies beside the session.
        const auto file = folder_.filePath("branch.orthoscope");
        bench.exporter.save_session(file.toStdString(), window->present_view(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file) && !bench.exporter.busy(), patience);
        auto read = read_session(file.toStdString());
        QVERIFY(read.ok());
        QVERIFY(QString::fromStdString(read->runs.back().pairing.start).startsWith(file + ".starts/"));
        QVERIFY(read_start(read->runs.back().pairing.start, 3, 60).ok());
        QCOMPARE(read->runs.back().parent, parent);
    }

    void pickedPairsGoIntoTheCommandLine() {
        auto window = window_with_pair();
        auto& document = window->bench().document;
        document.push(set_picked("Pick", {{1, 2, 1}, {3, 4, 0.5}}));
        const auto file = landmark_file_of(document, document.session().pairing);
        auto read = read_landmarks(file.toStdString(), 0);
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        QVERIFY(*read == document.session().pairing.picked);
    }

    void halosAreComputedAndShown() {
        auto window = window_with_pair();
        auto& bench = window->bench();
        QTest::keyClick(window.get(), Qt::Key_F5);
        QVERIFY(ran(*window, 1));
        QTest::keyClick(window.get(), Qt::Key_H);
        QTRY_VERIFY_WITH_TIMEOUT(bench.feed.exhibit()->bootstrap, patience);
        QCOMPARE(bench.feed.exhibit()->bootstrap->refits.size(), std::size_t(50));
        QVERIFY(window->viewport().look().halos);
        QTest::keyClick(window.get(), Qt::Key_H);
        QVERIFY(!window->viewport().look().halos);
    }

    void scenesAndProjectionsAreUndone() {
        auto window = window_with_pair();
        auto& bench = window->bench();
        QTest::keyClick(window.get(), Qt::Key_F5);
        QVERIFY(ran(*window, 1));
        QTest::keyClick(window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(window->look().scene == SceneChoice::Landscape);
        QVERIFY(window->actions()["scene.landscape"].isChecked());
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(window->look().scene == SceneChoice::Auto);
        QVERIFY(window->actions()["scene.alignment"].isChecked());
        QVERIFY(!window->actions()["projection.grand-tour"].isEnabled());  // three dimensions need none
        Q_UNUSED(bench);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowBranches)
#include "test_window_branches.moc"
