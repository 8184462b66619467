// Races: what each racer shows at one place of the common axis.
#include <QtTest>
#include <cmath>

#include "core/recording/race.h"

using namespace orthoscope;

namespace {

FramePtr frame(std::int64_t iteration, int phase, double seconds, double cost) {
    Frame f;
    f.iteration = iteration, f.phase = phase, f.seconds = seconds;
    f.metrics = {{"cost", cost}};
    return std::make_shared<const Frame>(std::move(f));
}

// Two phases an iteration, one second a frame, the cost halves with each iteration.
std::vector<FramePtr> steady() {
    std::vector<FramePtr> list{frame(0, 0, 0, 8)};
    for (int i = 1; i <= 3; ++i)
        for (int phase = 0; phase < 2; ++phase)
            list.push_back(frame(i, phase, 2 * i - 1 + phase, 8 / std::pow(2, i)));
    return list;
}

// One phase, ten times as fast, and it ends higher; its cost rises once.
std::vector<FramePtr> hasty() {
    return {frame(0, 0, 0, 8), frame(1, 0, 0.1, 4), frame(2, 0, 0.2, 6), frame(3, 0, 0.3, 2)};
}

}  // namespace

class TestRace : public QObject {
    Q_OBJECT
  private slots:
    void iterationsRunAbreast() {
        const Race race({steady(), hasty()}, RaceBy::Iteration);
        QCOMPARE(race.length(), 3.0);
        for (int i = 0; i <= 3; ++i) {
            QCOMPARE(race.at(0, i).lower, std::size_t(2 * i));
            QCOMPARE(race.at(1, i).lower, std::size_t(i));
            QVERIFY(race.at(0, i).computed() && race.at(1, i).computed());
        }
        const auto half = race.at(0, 0.5);  // the first of two phases
        QVERIFY(half.computed());
        QCOMPARE(half.lower, std::size_t(1));
        const auto between = race.at(1, 0.25);
        QCOMPARE(between.lower, std::size_t(0));
        QCOMPARE(between.upper, std::size_t(1));
        QCOMPARE(between.weight, 0.25);
    }

    void byTimeTheFastOneWaits() {
        const Race race({steady(), hasty()}, RaceBy::Time);
        QCOMPARE(race.length(), 6.0);
        QVERIFY(!race.arrived(1, 0.25));
        QVERIFY(race.arrived(1, 0.3) && race.arrived(1, 5));
        QVERIFY(!race.arrived(0, 5));
        QCOMPARE(race.at(1, 5).nearest(), std::size_t(3));
        QCOMPARE(race.at(0, 2.5).lower, std::size_t(2));
        QCOMPARE(race.at(0, 2.5).weight, 0.5);
    }

    void byCostBothAreAsLow() {
        const Race race({steady(), hasty()}, RaceBy::Cost);
        QVERIFY(std::abs(race.length() - std::log(8.0)) < 1e-12);
        for (double place = 0; place <= race.length(); place += race.length() / 64) {
            const double asked = race.value(place);
            for (std::size_t racer : {0, 1}) {
                const auto cursor = race.at(racer, place);
                QVERIFY(cursor.computed());
                const auto frames = racer == 0 ? steady() : hasty();
                const double cost = frames[cursor.lower]->metrics.front().second;
                const bool last = cursor.lower + 1 == frames.size();
                QVERIFY(cost <= asked * (1 + 1e-12) || last);
                // No earlier frame was as low.
                for (std::size_t i = 0; i < cursor.lower; ++i)
                    QVERIFY(last || frames[i]->metrics.front().second > asked * (1 - 1e-12) ||
                            std::abs(frames[i]->metrics.front().second - asked) < 1e-9);
            }
        }
        QVERIFY(race.arrived(1, std::log(8.0 / 2)));
        QVERIFY(!race.arrived(0, std::log(8.0 / 2)));
        QCOMPARE(race.value(0), 8.0);
    }

    void placesNeverGoBack() {
        auto odd = hasty();
        odd.push_back(frame(2, 0, 0.05, std::nan("")));  // a restart that counts anew
        odd.push_back(frame(4, 0, 0.4, -1));
        for (auto by : {RaceBy::Iteration, RaceBy::Time, RaceBy::Cost}) {
            const Race race({odd, steady(), {}}, by);
            for (std::size_t racer = 0; racer < race.racers(); ++racer)
                QVERIFY(std::is_sorted(race.places(racer).begin(), race.places(racer).end()));
            QVERIFY(std::is_sorted(race.stops().begin(), race.stops().end()));
            std::size_t before = 0;
            for (double place = 0; place <= race.length(); place += race.length() / 50) {
                const auto cursor = race.at(0, place);
                QVERIFY(cursor.nearest() >= before && cursor.upper < odd.size());
                before = cursor.nearest();
            }
            QVERIFY(race.arrived(2, 0));  // a racer without frames holds nobody up
        }
    }

    void stopsAreWhereFramesStand() {
        const Race race({steady(), hasty()}, RaceBy::Iteration);
        QCOMPARE(race.stops(), (std::vector<double>{0, 0.5, 1, 1.5, 2, 2.5, 3}));
    }

    void namesComeBack() {
        for (auto by : {RaceBy::Iteration, RaceBy::Time, RaceBy::Cost}) {
            RaceBy found = RaceBy::Iteration;
            QVERIFY(race_by_from_name(name_of(by), found));
            QVERIFY(found == by);
        }
        RaceBy none = RaceBy::Cost;
        QVERIFY(!race_by_from_name("length", none));
    }
};

QTEST_APPLESS_MAIN(TestRace)
#include "test_race.moc"
