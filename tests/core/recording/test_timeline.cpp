#include <QtTest>
#include <numeric>

#include "core/recording/timeline.h"

using namespace orthoscope;

class TestTimeline : public QObject {
    Q_OBJECT
    Timeline timeline;

  private slots:
    void init() { timeline.set_durations({1, 2, 0.5, 3}); }

    void standsCompleteAtFrames() {
        QCOMPARE(timeline.length(), 6.5);
        for (std::size_t i = 0; i < 4; ++i) {
            const auto c = timeline.at(timeline.position_of(i));
            QVERIFY(c.computed());
            QCOMPARE(c.nearest(), i);
        }
    }
    void weightsGrowAndStayInside() {
        double last = -1;
        for (double t = 1; t < 3; t += 0.01) {
            const auto c = timeline.at(t);
            QVERIFY(c.lower == 0 || c.lower == 1);
            const double w = double(c.lower) + c.weight;
            QVERIFY(w >= last - 1e-12 && c.weight >= 0 && c.weight <= 1);
            last = w;
        }
        QVERIFY(std::abs(timeline.at(2).weight - 0.5) < 1e-12);  // easing is symmetric
    }
    // Constant speed where it is watched.
    void theMiddleKeepsItsSpeed() {
        const double a = timeline.at(1.6).weight - timeline.at(1.4).weight, b = timeline.at(2.6).weight - timeline.at(2.4).weight;
        QVERIFY(std::abs(a - b) < 1e-12);
    }
    void stepsGoFrameByFrame() {
        QCOMPARE(timeline.frame_after(0), 0u);
        QCOMPARE(timeline.frame_after(1), 1u);
        QCOMPARE(timeline.frame_after(2.2), 1u);
        QCOMPARE(timeline.frame_before(3), 0u);
        QCOMPARE(timeline.frame_before(3.2), 1u);
        QCOMPARE(timeline.frame_after(6.5), 3u);
        QCOMPARE(timeline.frame_before(0), 0u);
    }
    void loopsFold() {
        bool ended = false;
        QCOMPARE(timeline.fold(7, Loop::Once, ended), 6.5);
        QVERIFY(ended);
        QCOMPARE(timeline.fold(7, Loop::Repeat, ended), 0.5);
        QVERIFY(!ended);
        QCOMPARE(timeline.fold(7, Loop::PingPong, ended), 6.0);
        QCOMPARE(timeline.fold(-0.5, Loop::Repeat, ended), 6.0);
        QCOMPARE(timeline.fold(-0.5, Loop::PingPong, ended), 0.5);
    }
    void nothingToPlayIsFine() {
        Timeline empty;
        bool ended = true;
        QCOMPARE(empty.length(), 0.0);
        QCOMPARE(empty.at(1).lower, 0u);
        QCOMPARE(empty.fold(3, Loop::Repeat, ended), 0.0);
    }
    void piecesOfOnePhaseShareItsTime() {
        std::vector<FramePtr> frames;
        auto add = [&](int iteration, int phase) {
            Frame f;
            f.iteration = iteration, f.phase = phase;
            frames.push_back(std::make_shared<const Frame>(f));
        };
        add(0, 0), add(1, 1), add(1, 1), add(1, 1), add(1, 1), add(1, 2);
        const auto seconds = default_durations(frames, {1, 2, 3});
        QCOMPARE(seconds[0], 1.0);
        QCOMPARE(seconds[2], 0.5);
        QCOMPARE(seconds[5], 3.0);
        for (int k = 2; k < 200; ++k) add(k, 2);
        const auto many = default_durations(frames, {1, 2, 3});
        QVERIFY(std::accumulate(many.begin(), many.end(), 0.0) < 60.001);
    }
};

QTEST_APPLESS_MAIN(TestTimeline)
#include "test_timeline.moc"
