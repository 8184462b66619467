// The tree of runs, and the standings of lanes.
#include <QtTest>

#include "core/recording/lane_standings.h"
#include "core/session/run_tree.h"

using namespace orthoscope;

class TestRunTree : public QObject {
    Q_OBJECT

    static Session session(const std::vector<std::pair<std::string, std::string>>& runs) {
        Session s;
        for (auto& [id, parent] : runs) {
            SessionRun run;
            run.id = id, run.parent = parent;
            s.runs.push_back(run);
        }
        return s;
    }
    static std::string text(const Session& s) {
        std::string all;
        for (auto& [run, depth] : run_tree(s)) all += run->id + std::to_string(depth) + " ";
        return all;
    }

  private slots:
    void branchesFollowTheirParent() {
        QCOMPARE(text(session({{"a", ""}, {"b", ""}, {"c", "a"}, {"d", "c"}, {"e", "a"}})),
                 std::string("a0 c1 d2 e1 b0 "));
    }
    void lostParentsAndRingsMakeRoots() {
        QCOMPARE(text(session({{"a", "gone"}, {"b", "a"}})), std::string("a0 b1 "));
        QCOMPARE(text(session({{"a", "b"}, {"b", "a"}, {"c", ""}})), std::string("c0 a0 b1 "));
        QCOMPARE(text(session({{"a", "a"}})), std::string("a0 "));
    }
    void lanesAreRankedByTheirLastCost() {
        std::vector<FramePtr> frames;
        const auto add = [&](int lane, double cost) {
            Frame f;
            f.lane = lane, f.iteration = std::int64_t(frames.size());
            f.metrics = {{"cost", cost}};
            frames.push_back(std::make_shared<const Frame>(std::move(f)));
        };
        add(0, 1), add(2, 9), add(0, 5), add(2, 3), add(3, 3), add(4, std::nan(""));
        const auto list = lane_standings(frames, {"first", "", "third"});
        QCOMPARE(list.size(), std::size_t(4));
        QCOMPARE(list[0].name, std::string("first"));
        QCOMPARE(list[1].name, std::string("third"));
        QCOMPARE(list[2].name, std::string("lane 3"));
        QCOMPARE(list[0].rank, 3);
        QCOMPARE(list[1].rank, 1);
        QCOMPARE(list[2].rank, 1);
        QCOMPARE(list[3].rank, 4);
        QVERIFY(list[1].best && !list[2].best);
        QCOMPARE(list[1].iteration, std::int64_t(3));
        QVERIFY(list[0].offered && list[3].offered);
        Frame answer = *frames.back();
        answer.lane = 2, answer.metrics = {{"cost", 3.0}, {"rank", 1.0}};
        frames.push_back(std::make_shared<const Frame>(answer));
        const auto ranked = lane_standings(frames, {});
        QVERIFY(ranked[1].offered && !ranked[0].offered && !ranked[2].offered);
    }
};

QTEST_APPLESS_MAIN(TestRunTree)
#include "test_run_tree.moc"
