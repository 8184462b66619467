// Playback under the keys and buttons, and a run that is cancelled.
#include <QDockWidget>
#include <QToolButton>

#include "tests/app/window_helpers.h"
#include "views/scenes/exhibit_space.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowPlayback : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void keysShuttleAndChangeSpeed() {
        auto window = window_with_run(pair_);
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
        auto window = window_with_run(pair_);
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

    // No clock is read: what takes long must not be done when the document says that it changed.
    void axesOfManyDimensionsAreFoundByAWorker() {
        const auto moving = folder_.filePath("wide moving.npy"), staying = folder_.filePath("wide staying.npy");
        write_pair(500, 40, moving, staying);
        auto window = open_window();
        auto& bench = window->bench();
        bool asked_a_worker = false;
        connect(&bench.document, &Document::changed, this, [&] {
            asked_a_worker |= bench.feed.preparing() && bench.feed.exhibit()->sets.empty();
        });
        drop(*window, {moving, staying});
        QTRY_COMPARE_WITH_TIMEOUT(bench.feed.exhibit()->sets.size(), std::size_t(2), patience);
        QVERIFY(asked_a_worker);
        QVERIFY(space_is_known(*bench.feed.exhibit()));
        QTest::keyClick(window.get(), Qt::Key_X);  // the same two the other way round
        QTRY_VERIFY_WITH_TIMEOUT(bench.feed.exhibit()->sets == bench.document.role_sets(), patience);
    }

    void aPictureIsPackedByAWorker() {
        auto window = window_with_run(pair_);
        auto& exporter = window->bench().exporter;
        const auto path = folder_.filePath("large.png");
        const auto size = 3 * window->viewport().size() * window->viewport().devicePixelRatioF();
        QSignalSpy saved(&exporter, &Exporter::saved);
        exporter.save_picture(window->viewport(), path.toStdString(), 3);
        QVERIFY(exporter.busy() && !QFile::exists(path));
        QVERIFY(saved.wait(patience));
        QCOMPARE(QImage(path).size(), size);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowPlayback)
#include "test_window_playback.moc"
