#include <QtTest>
#include <thread>

#include "core/recording/recording.h"

using namespace orthoscope;

class TestRecording : public QObject {
    Q_OBJECT

    static Frame frame(int iteration, int phase, Index d) {
        AlignmentState s;
        s.rotation = std::make_shared<const Matrix>(Matrix::Identity(d, d));
        s.pivot = s.place = RowVector::Zero(d);
        Frame f;
        f.iteration = iteration, f.phase = phase, f.metrics = {{"rmse", 1.0 / (1 + iteration)}};
        f.state = std::make_shared<const State>(std::move(s));
        return f;
    }

  private slots:
    void framesStayInOrder() {
        Recording r({});
        for (int i = 0; i < 5; ++i) r.append(frame(i, 0, 3));
        QCOMPARE(r.size(), 5u);
        QVERIFY(!r.outcome());
        r.finish(Outcome::Converged);
        QCOMPARE(*r.outcome(), Outcome::Converged);
        for (int i = 0; i < 5; ++i) QCOMPARE(r.frame(std::size_t(i))->iteration, i);
    }
    // When full, whole iterations go and it is said; first and last stay, and no iteration is left in part.
    void thinsWholeIterations() {
        Recording r({}, 200000);
        for (int i = 0; i < 100; ++i)
            for (int phase = 0; phase < 2; ++phase) r.append(frame(i, phase, 20));
        QVERIFY(r.thinned() > 0);
        QCOMPARE(r.size() + r.thinned(), 200u);
        const auto frames = r.frames();
        QCOMPARE(frames.front()->iteration, 0);
        QCOMPARE(frames.back()->iteration, 99);
        for (std::size_t i = 0; i < frames.size(); i += 2) {
            QCOMPARE(frames[i]->iteration, frames[i + 1]->iteration);
            QCOMPARE(frames[i + 1]->phase, 1);
        }
        std::size_t bytes = 0;
        for (std::size_t i = 0; i < frames.size(); ++i) bytes += bytes_of(*frames[i], i ? frames[i - 1].get() : nullptr);
        QVERIFY(bytes <= 200000);
    }
    void sharedMatricesCountOnce() {
        const Frame a = frame(0, 0, 50);
        Frame b = a;
        b.iteration = 1;
        QVERIFY(bytes_of(a, nullptr) > 50 * 50 * 8);
        QVERIFY(bytes_of(b, &a) < 2000);
    }
    void isReadableWhileItIsWritten() {
        Recording r({});
        std::jthread writer([&] {
            for (int i = 0; i < 2000; ++i) r.append(frame(i, 0, 3));
            r.finish(Outcome::Completed);
        });
        std::size_t last = 0;
        while (!r.outcome()) {
            const auto frames = r.frames();
            QVERIFY(frames.size() >= last);
            last = frames.size();
        }
        QCOMPARE(r.size(), 2000u);
    }
};

QTEST_APPLESS_MAIN(TestRecording)
#include "test_recording.moc"
