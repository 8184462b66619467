// Lanes and races in the window: which lane is played, how it is chosen, and panes that run side by side.
#include <QLabel>
#include <QComboBox>
#include <QDockWidget>
#include <QListWidget>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTreeWidget>

#include "app/window/features.h"
#include "app/window/lane_list.h"
#include "app/window/race_view.h"
#include "core/base/random.h"
#include "core/io/write.h"
#include "core/recording/lanes.h"
#include "tests/app/planted_run.h"
#include "views/overlay/lanes_now.h"

using namespace orthoscope;
using namespace orthoscope::test;

class TestWindowLanes : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString source_, target_;

    std::unique_ptr<MainWindow> window_with_lanes() {
        auto window = open_window();
        open_files(*window, {source_, target_});
        if (!QTest::qWaitFor([&] { return window->bench().document.role_sets().size() == 2; }, patience)) return window;
        plant_run(*window, planted_lanes(), {"first", "second", "third"});
        window->bench().playback.pause();
        return window;
    }

    static int lane_shown(MainWindow& window) { return window.bench().feed.exhibit()->lane; }

  private slots:
    void initTestCase() {
        prepare(folder_);
        source_ = folder_.filePath("moving.npy"), target_ = folder_.filePath("staying.npy");
        write_pair(40, 3, source_, target_);
    }

    void theBestLaneIsPlayedUntilThePersonChooses() {
        auto window = window_with_lanes();
        auto& bench = window->bench();
        QCOMPARE(lane_shown(*window), 1);
        QCOMPARE(bench.playback.timeline().frames(), std::size_t(5));
        auto list = window->findChild<QTreeWidget*>("lanes");
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->topLevelItemCount(), 3);
        QCOMPARE(list->topLevelItem(1)->text(0), QString("✓"));
        QCOMPARE(list->topLevelItem(0)->text(0), QString("3"));
        QCOMPARE(list->topLevelItem(2)->text(1), QString("third"));
        QVERIFY(window->actions()["lane.best"].isChecked());

        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->topLevelItem(2)).center());
        QCOMPARE(lane_shown(*window), 2);
        QCOMPARE(bench.playback.timeline().frames(), std::size_t(8));
        QCOMPARE(bench.document.shown_entry()->lane, 2);
        QVERIFY(!window->actions()["lane.best"].isChecked());

        window->viewport().setFocus();
        QTest::keyClick(window.get(), Qt::Key_Period);  // after the last comes the first
        QCOMPARE(lane_shown(*window), 0);
        QTest::keyClick(window.get(), Qt::Key_Comma);
        QTest::keyClick(window.get(), Qt::Key_Comma);
        QCOMPARE(lane_shown(*window), 1);
        QCOMPARE(bench.document.shown_entry()->lane, 1);  // chosen, though it wins too
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.document.shown_entry()->lane, -1);  // choices of one run in a row are one step
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(window.get(), Qt::Key_Semicolon);
        QCOMPARE(bench.document.shown_entry()->lane, -1);
    }

    void anotherLaneIsSeenAtTheSameShareOfItsWay() {
        auto window = window_with_lanes();
        auto& playback = window->bench().playback;
        const auto first = picture_at(*window, 0.5);
        QTest::keyClick(window.get(), Qt::Key_Period);
        QCOMPARE(lane_shown(*window), 2);
        QVERIFY(std::abs(playback.position() / playback.timeline().length() - 0.5) < 0.05);
        QVERIFY(difference(first, picture(*window)) > 0.001);
    }

    void keysGoThroughWhatTheRunOffers() {
        auto window = open_window();
        open_files(*window, {source_, target_});
        QTRY_COMPARE_WITH_TIMEOUT(window->bench().document.role_sets().size(), std::size_t(2), patience);
        auto frames = planted_lanes();
        for (int lane : {0, 1}) {
            Frame offer = *lane_frames(frames, lane).back();
            ++offer.iteration, offer.metrics.emplace_back("rank", lane == 1 ? 1 : 2);
            frames.push_back(std::make_shared<const Frame>(offer));
        }
        plant_run(*window, frames, {"first", "second", "third"});
        window->bench().playback.pause();
        window->viewport().setFocus();
        QCOMPARE(lane_shown(*window), 1);
        for (int lane : {0, 1, 0}) {
            QTest::keyClick(window.get(), Qt::Key_Period);
            QCOMPARE(lane_shown(*window), lane);
        }
        auto list = window->findChild<QTreeWidget*>("lanes");
        QCOMPARE(list->topLevelItemCount(), 3);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->topLevelItem(2)).center());
        QCOMPARE(lane_shown(*window), 2);
        QTest::keyClick(window.get(), Qt::Key_Period);
        QCOMPARE(lane_shown(*window), 1);
        bool said = false;
        for (auto label : window->findChildren<QLabel*>()) said |= label->text() == "2 candidates of 3 starts by cost";
        QVERIFY(said);
    }

    void theLaneIsSavedInTheSession() {
        auto window = window_with_lanes();
        QTest::keyClick(window.get(), Qt::Key_Period);
        const auto json = to_json(window->bench().document.session(), "/");
        QCOMPARE(json["runs"][0]["lane"].get<int>(), 2);
    }

    void aRaceShowsThreeLanesOnOneTimeline() {
        auto window = window_with_lanes();
        auto& bench = window->bench();
        QVERIFY(window->actions()["scene.race"].isEnabled());
        QTest::keyClick(window.get(), Qt::Key_3, Qt::ControlModifier);
        auto& race = window->features()->race();
        QTRY_VERIFY_WITH_TIMEOUT(race.isVisible(), patience);
        QCOMPARE(race.panes(), 3);
        QVERIFY(!window->viewport().isVisible());
        QCOMPARE(race.race().length(), 7.0);  // iterations of the longest
        QCOMPARE(bench.playback.timeline().frames(), std::size_t(8));
        QCOMPARE(bench.playback.position(), 0.0);
        for (int i = 0; i < 3; ++i) QTRY_VERIFY_WITH_TIMEOUT(race.pane(i)->isVisible(), patience);

        // The verdict is the winner's: the others say whose it is.
        int worn = 0;
        for (int i = 0; i < 3; ++i) worn += !judged_elsewhere(race.exhibit(i));
        QCOMPARE(worn, 1);

        for (int i = 0; i < 4; ++i) QTest::keyClick(window.get(), Qt::Key_Right);
        QVERIFY(std::abs(race.place() - 4) < 1e-9);
        const auto captions = race.findChildren<QLabel*>();
        int arrived = 0;
        for (auto caption : captions) arrived += caption->text().contains("arrived");
        QCOMPARE(arrived, 2);  // the lanes of 3 and of 5 frames

        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(window->viewport().isVisible(), patience);
        QCOMPARE(bench.playback.timeline().frames(), std::size_t(5));
    }

    void lanesThatEndedAlikeRaceOnce() {
        auto window = open_window();
        open_files(*window, {source_, target_});
        QTRY_COMPARE_WITH_TIMEOUT(window->bench().document.role_sets().size(), std::size_t(2), patience);
        std::vector<FramePtr> frames;
        const double ends[] = {1, 1.02, 1, -0.4, 1}, costs[] = {2, 2.0001, 1.9999, 3, 2};
        for (int i = 0; i < 3; ++i)
            for (int lane = 0; lane < 5; ++lane)
                frames.push_back(planted_frame(i, lane, i, costs[lane] + 2 - i, planted_turn(3, ends[lane] * i / 2)));
        plant_run(*window, frames, {"a", "b", "c", "d", "e"});
        const auto panes = proposed_racers(window->bench().document);
        QCOMPARE(panes.size(), std::size_t(2));
        QCOMPARE(panes[0].lane, 2);  // the lowest of those that ended alike
        QCOMPARE(panes[1].lane, 3);
    }

    void aRaceByTimeAndByCostStandElsewhere() {
        auto window = window_with_lanes();
        window->actions()["scene.race"].trigger();
        auto& race = window->features()->race();
        window->actions()["race.time"].trigger();
        QVERIFY(race.race().by() == RaceBy::Time);
        QVERIFY(std::abs(race.race().length() - 2.1) < 1e-9);  // seconds of the slowest
        window->actions()["race.cost"].trigger();
        QVERIFY(race.race().by() == RaceBy::Cost);
        QVERIFY(std::abs(race.race().length() - std::log(8.0)) < 1e-9);
        QCOMPARE(window->bench().document.session().views.front().race_by, std::string("cost"));
        QVERIFY(window->actions()["race.cost"].isChecked());
    }

    void camerasAreLinked() {
        auto window = window_with_lanes();
        window->actions()["scene.race"].trigger();
        auto& race = window->features()->race();
        for (int i = 0; i < 3; ++i) QTRY_VERIFY_WITH_TIMEOUT(race.pane(i)->isVisible(), patience);
        QTest::qWait(200);
        auto& second = *race.pane(1);
        const auto before = second.stage().camera();
        const QPoint at = second.rect().center();
        QTest::mousePress(&second, Qt::LeftButton, {}, at);
        QTest::mouseMove(&second, at + QPoint(20, 10));
        QTest::mouseMove(&second, at + QPoint(60, 30));
        QTest::mouseRelease(&second, Qt::LeftButton, {}, at + QPoint(60, 30));
        QTRY_VERIFY_WITH_TIMEOUT(second.stage().camera().position != before.position, patience);
        for (int i : {0, 2})
            QTRY_VERIFY_WITH_TIMEOUT(race.pane(i)->stage().camera().position == second.stage().camera().position, patience);
    }

    void racersAreChosenFromLanesAndRuns() {
        auto window = window_with_lanes();
        plant_run(*window, {planted_frame(0, 0, 0, 8, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 3, planted_turn(3, 1))},
                  {}, {}, "Alone");
        QTest::keyClick(window.get(), Qt::Key_R);
        auto list = window->findChild<QListWidget*>("racers-list");
        QVERIFY(list);
        QCOMPARE(list->count(), 4);
        for (int i = 0; i < 4; ++i) list->item(i)->setCheckState(i == 1 || i == 3 ? Qt::Checked : Qt::Unchecked);
        auto buttons = list->parentWidget()->findChild<QDialogButtonBox*>();
        QVERIFY(buttons->button(QDialogButtonBox::Ok)->isEnabled());
        QTest::mouseClick(buttons->button(QDialogButtonBox::Ok), Qt::LeftButton);
        auto& race = window->features()->race();
        QTRY_COMPARE_WITH_TIMEOUT(race.panes(), 2, patience);
        const auto panes = window->bench().document.session().views.front().race;
        QCOMPARE(panes.size(), std::size_t(2));
        QCOMPARE(panes[0].lane, 1);
        QCOMPARE(panes[1].lane, -1);
    }

    void oneSourceOntoSeveralTargetsRacesToo() {
        auto window = window_with_lanes();
        auto& document = window->bench().document;
        const QString third = folder_.filePath("third.npy");
        QVERIFY(write_npy(Random(8).normal(40, 3), third.toStdString()));
        drop(*window, {third});
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<OpenQuestion*>(), patience);
        QTest::keyClick(window->findChild<OpenQuestion*>(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(document.session().datasets.size(), std::size_t(3), patience);
        const auto roles = document.session().roles;
        document.push(set_roles({roles.front(), document.session().datasets.back().id}));
        plant_run(*window, {planted_frame(0, 0, 0, 8, Matrix::Identity(3, 3)), planted_frame(1, 0, 1, 3, planted_turn(3, 1))},
                  {}, {}, "Alone");
        const auto racers = possible_racers(document);
        QCOMPARE(racers.size(), std::size_t(4));
        QVERIFY2(racers.front().name.contains(" onto staying.npy: first"), qPrintable(racers.front().name));
        QCOMPARE(racers.back().name, QString("Alone"));
        window->actions()["race.choose"].trigger();
        auto list = window->findChild<QListWidget*>("racers-list");
        QVERIFY(list);
        for (int i = 0; i < 4; ++i) list->item(i)->setCheckState(i == 1 || i == 3 ? Qt::Checked : Qt::Unchecked);
        QTest::mouseClick(list->parentWidget()->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        auto& race = window->features()->race();
        QTRY_COMPARE_WITH_TIMEOUT(race.panes(), 2, patience);
        QCOMPARE(race.exhibit(0).sets.back()->name, std::string("staying.npy"));
        QCOMPARE(race.exhibit(1).sets.back()->name, std::string("third.npy"));
        // From another source nothing races with them.
        document.push(swap_roles());
        QCOMPARE(possible_racers(document).size(), std::size_t(0));
    }

    void branchesStandUnderTheirParent() {
        auto window = window_with_lanes();
        auto& document = window->bench().document;
        SessionRun branch = document.session().runs.front();
        const auto parent = branch.id;
        branch.id = document.keep(*document.live_run(parent));
        branch.name = "Branch", branch.parent = parent, branch.parent_frame = 4;
        document.push(add_run(branch));
        bool found = false;
        for (auto box : window->dock("method")->findChildren<QComboBox*>())
            for (int i = 0; i < box->count(); ++i) found |= box->itemText(i) == "↳ Branch, from frame 5";
        QVERIFY(found);
    }
};

ORTHOSCOPE_WINDOW_TEST(TestWindowLanes)
#include "test_window_lanes.moc"
