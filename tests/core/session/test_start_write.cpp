// A frame's pose as a start: written, read back, and given to a run.
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random.h"
#include "core/session/start_file.h"
#include "core/session/start_write.h"

using namespace orthoscope;

namespace {

Frame planted(Random& random, Index d, bool with_matching) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(random_orthogonal(d, random, true));
    state.pivot = random.normal(1, d), state.place = random.normal(1, d), state.scale = 0.7;
    if (with_matching) state.matching = std::make_shared<const Indices>(Indices::LinSpaced(5, -1, 3));
    Frame frame;
    frame.state = std::make_shared<const State>(state);
    return frame;
}

}  // namespace

class TestStartWrite : public QObject {
    Q_OBJECT
  private slots:
    void aPoseComesBackBitForBit() {
        Random random(4);
        QTemporaryDir folder;
        for (Index d : {2, 3, 7})
            for (bool matched : {false, true}) {
                const auto frame = planted(random, d, matched);
                const auto start = start_of(frame);
                auto written = write_start(start, folder.filePath("starts").toStdString(), "r1-frame-3", "frame 3 of r1");
                QVERIFY2(written.ok(), written.ok() ? "" : written.error().message().c_str());
                auto read = read_start(*written, d, 5);
                QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
                QVERIFY(*read->rotation() == *start.rotation());
                QVERIFY(*read->translation == *start.translation);
                QCOMPARE(read->scale, start.scale);
                QCOMPARE(read->matching.has_value(), matched);
                if (matched) QVERIFY(*read->matching == *start.matching);
            }
    }

    void theStartMovesPointsAsTheFrameDoes() {
        Random random(9);
        const auto frame = planted(random, 3, false);
        const auto start = start_of(frame);
        const auto& state = std::get<AlignmentState>(*frame.state);
        const Matrix x = random.normal(20, 3);
        const Matrix moved = pose_between(state, state, 0).apply(x);
        const Matrix again = (start.scale * x * *start.rotation()).rowwise() + *start.translation;
        QVERIFY((moved - again).norm() < 1e-12);
    }

    void theSameNumbersLieInOnePlace() {
        Random random(2);
        QTemporaryDir folder;
        const auto start = start_of(planted(random, 3, true));
        auto first = write_start(start, folder.path().toStdString(), "a", "x");
        auto again = write_start(start, folder.path().toStdString(), "a", "y");
        QVERIFY(first.ok() && again.ok());
        QCOMPARE(*first, *again);
        auto other = start;
        other.scale += 1e-15;
        auto third = write_start(other, folder.path().toStdString(), "a", "x");
        QVERIFY(third.ok() && *third != *first);
    }

    void aPlaceThatCannotBeMadeIsNamed() {
        Random random(2);
        auto refused = write_start(start_of(planted(random, 2, false)), "/proc/none", "a", "x");
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message().find("/proc/none") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestStartWrite)
#include "test_start_write.moc"
