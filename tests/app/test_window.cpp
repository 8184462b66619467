// The window as a person uses it: files dropped, a run, playback, undo, sessions, results folders.
#include "app/window/timeline_track.h"
#include "core/samples/sample.h"
#include "tests/app/window_helpers.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindow : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    PairFiles pair_;

    void run_pair(MainWindow& window) {
        open_pair(window, pair_);
        run(window);
    }

  private slots:
    void initTestCase() {
        prepare(folder_);
        pair_ = write_pair_files(folder_);
    }

    void startsOnTheStartPageWithSamples() {
        auto window = open_window();
        QVERIFY(window);
        QVERIFY(window->on_start_page());
        for (auto& info : samples())
            if (info.on_start_page)
                QVERIFY(window->findChild<QWidget*>("sample-" + QString::fromStdString(info.id)));
        QVERIFY(!window->actions()["run.start"].isEnabled());
        QVERIFY(!window->actions()["edit.undo"].isEnabled());
    }

    void twoDroppedFilesRunPlayAndScrub() {
        auto window = open_window();
        run_pair(*window);
        if (QTest::currentTestFailed()) return;
        auto& playback = window->bench().playback;
        QVERIFY(playback.playing());  // a run shows itself
        QTest::keyClick(window.get(), Qt::Key_Space);
        QVERIFY(!playback.playing());
        QTest::keyClick(window.get(), Qt::Key_Space);
        QVERIFY(playback.playing());
        const double before = playback.position();
        QTRY_VERIFY_WITH_TIMEOUT(playback.position() > before, patience);

        const auto first = picture_at(*window, 0), last = picture_at(*window, 1);
        auto track = window->findChild<TimelineTrack*>();
        QVERIFY(track);
        QTest::mouseClick(track, Qt::LeftButton, {}, track->rect().center());
        QVERIFY(std::abs(playback.position() / playback.timeline().length() - 0.5) < 0.02);
        const auto middle = picture(*window);
        QVERIFY(difference(first, last) > 0.002);
        QVERIFY(difference(first, middle) > 0.002);
        QVERIFY(difference(middle, last) > 0.002);
    }

    void keysStepByPhase() {
        auto window = open_window();
        run_pair(*window);
        auto& playback = window->bench().playback;
        QTest::keyClick(window.get(), Qt::Key_Home);
        QCOMPARE(playback.position(), 0.0);
        playback.pause();
        QTest::keyClick(window.get(), Qt::Key_Right);
        QCOMPARE(playback.frame(), std::size_t(1));
        QTest::keyClick(window.get(), Qt::Key_PageDown);
        QCOMPARE(playback.frame(), std::size_t(2));
        QVERIFY(playback.cursor().computed());
        QTest::keyClick(window.get(), Qt::Key_Left);
        QCOMPARE(playback.frame(), std::size_t(1));
        QTest::keyClick(window.get(), Qt::Key_PageUp);
        QCOMPARE(playback.frame(), std::size_t(0));
        // A presenter's keys leave a phase of many frames at once.
        const auto frames = window->bench().document.shown_run()->recording->frames();
        std::vector<std::size_t> starts;
        for (std::size_t k = 0; k < frames.size(); ++k)
            if (k == 0 || frames[k]->phase != frames[k - 1]->phase) starts.push_back(k);
        QVERIFY(starts.size() >= 4 && starts.size() < frames.size());
        for (std::size_t k = 1; k < starts.size(); ++k) {
            QTest::keyClick(window.get(), Qt::Key_PageDown);
            QCOMPARE(playback.frame(), starts[k]);
        }
        for (std::size_t k = starts.size() - 1; k-- > 0;) {
            QTest::keyClick(window.get(), Qt::Key_PageUp);
            QCOMPARE(playback.frame(), starts[k]);
        }
        QTest::keyClick(window.get(), Qt::Key_End);
        QCOMPARE(playback.position(), playback.timeline().length());
    }

    void undoAndRedoRestore() {
        auto window = open_window();
        run_pair(*window);
        auto& document = window->bench().document;
        const auto with_run = picture_at(*window, 1);
        QTest::keyClick(window.get(), Qt::Key_X);
        QVERIFY(!document.shown_run());
        const auto swapped = picture_at(*window, 1);
        QVERIFY(difference(with_run, swapped) > 0.002);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(document.shown_run());
        QVERIFY(same(with_run, picture_at(*window, 1)));
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);  // the run
        QVERIFY(!document.shown_run());
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);  // the two files, opened together
        QVERIFY(document.session().datasets.empty());
        QVERIFY(window->on_start_page());
        QVERIFY(!window->actions()["edit.undo"].isEnabled());
        for (int i = 0; i < 2; ++i) QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(document.shown_run());
        QVERIFY(same(with_run, picture_at(*window, 1)));
    }

    void savedSessionGivesTheSamePicture() {
        const auto file = folder_.filePath("one.orthoscope");
        QImage before;
        {
            auto window = open_window();
            run_pair(*window);
            before = picture_at(*window, 0.6);
            QSignalSpy saved(&window->bench().exporter, &Exporter::session_saved);
            window->bench().exporter.save_session(file.toStdString(), window->present_view(),
                                                  window->bench().playback.position());
            QVERIFY(saved.wait(patience));
            QVERIFY(!window->bench().document.modified());
            window->notices().clear();
            before = picture(*window);
        }
        auto window = open_window();
        drop(*window, {file});
        QTRY_VERIFY_WITH_TIMEOUT(!window->bench().opener.busy() && window->bench().document.session().roles.size() == 2,
                                 patience);
        QCOMPARE(window->notices().text(), QString());
        QVERIFY(window->bench().document.shown_run());
        QVERIFY(same(before, picture(*window)));
    }

    void resultsFolderOpensAndPlays() {
        const auto out = folder_.filePath("results");
        {
            auto window = open_window();
            run_pair(*window);
            QSignalSpy saved(&window->bench().exporter, &Exporter::saved);
            window->bench().exporter.save_results(out.toStdString());
            QVERIFY(saved.wait(patience));
        }
        QVERIFY(QFile::exists(out + "/result.json"));
        auto window = open_window();
        WindowRequest request;
        request.results = out.toStdString();
        window->open(request);
        QTRY_VERIFY_WITH_TIMEOUT(window->bench().document.shown_run(), patience);
        QVERIFY(window->bench().playback.playing());
        QVERIFY(difference(picture_at(*window, 0), picture_at(*window, 1)) > 0.002);
    }

    void sampleRunsAndPlays() {
        auto window = open_window();
        auto card = window->findChild<QWidget*>("sample-" + QString::fromStdString(samples()[0].id));
        QVERIFY(card);
        QTest::mouseClick(card, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window->bench().document.shown_run(), patience);
        QVERIFY(window->bench().playback.playing());
        QVERIFY(!window->on_start_page());
    }

    void damagedFileIsSaidWithAWayOut() {
        const auto path = folder_.filePath("broken.npy");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("\x93NUMPY not really");
        file.close();
        auto window = open_window();
        drop(*window, {path});
        QTRY_VERIFY_WITH_TIMEOUT(window->notices().isVisible(), patience);
        QVERIFY(window->notices().text().contains("broken.npy"));
        QVERIFY(window->notices().findChildren<QAbstractButton*>().size() >= 2);
    }

    void pictureKeepsItsShareOfTheWindow() {
        auto window = open_window();
        run_pair(*window);
        QTest::qWait(50);
        QVERIFY(window->viewport().width() >= 0.7 * 1280);
        QVERIFY(window->viewport().height() >= 0.7 * 800);
    }

    void everyActionOfTheTableIsBound() {
        auto window = open_window();
        for (auto& row : action_table())
            QVERIFY2(window->actions().bound(row.id), std::string(row.id).c_str());
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindow)
#include "test_window.moc"
