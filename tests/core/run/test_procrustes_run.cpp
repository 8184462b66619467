// procrustes end to end through run(): planted answers, verdicts, phases, options.
#include <Eigen/LU>
#include <QtTest>

#include "core/alignment/procrustes_method.h"
#include "core/base/random.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

DatasetPtr embedding(Matrix rows, std::string name) {
    auto set = std::make_shared<Dataset>();
    set->name = std::move(name), set->payload = EmbeddingSet{std::move(rows)};
    return set;
}
DatasetPtr cloud(Matrix rows, std::string name) {
    auto set = std::make_shared<Dataset>();
    set->name = std::move(name), set->payload = PointCloud{std::move(rows)};
    return set;
}

RunRequest request() { return {"procrustes", procrustes_method().parameters(), {}, {}, false, 0}; }

RunResult must(const RunRequest& r, DatasetPtr a, DatasetPtr b) {
    auto result = run(r, {std::move(a), std::move(b)}, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}

const AlignmentState& state(const RunResult& r, std::size_t i) {
    return std::get<AlignmentState>(*r.recording->frame(i)->state);
}

QStringList phases(const RunResult& r) {
    QStringList names;
    for (auto& f : r.recording->frames()) {
        const auto id = QString::fromStdString(procrustes_method().info().phases[std::size_t(f->phase)].id);
        if (names.isEmpty() || names.back() != id) names << id;
    }
    return names;
}

}  // namespace

class TestProcrustesRun : public QObject {
    Q_OBJECT

  private slots:
    void aPlantedTurnIsSupported() {
        Random random(1);
        const Matrix x = random.normal(400, 20), r = random_orthogonal(20, random, true);
        auto result = must(request(), embedding(x, "a"), embedding(x * r + 0.1 * random.normal(400, 20), "b"));
        QCOMPARE(result.report.verdict, Verdict::Supported);
        QVERIFY((*result.report.matrix("rotation") - r).norm() < 0.2);
        QVERIFY(*result.report.metric("heldout_top1") > 0.99);
        QVERIFY(*result.report.metric("top1_csls") > 0.99);
        QVERIFY(*result.report.metric("rmse") < 0.5);
        QVERIFY(*result.report.metric("shuffled_rmse") > 4);
        QCOMPARE(*result.recording->outcome(), Outcome::Completed);
        QCOMPARE(std::get<std::string>(result.options.value("mode")), std::string("orthogonal"));
        QCOMPARE(std::get<std::string>(result.options.value("center")), std::string("off"));
    }
    void shiftedRowsAreUnsupported() {
        Random random(2);
        const Matrix x = random.normal(400, 20), r = random_orthogonal(20, random, true);
        Matrix y = x * r + 0.1 * random.normal(400, 20);
        Matrix shifted(400, 20);
        shifted << y.bottomRows(399), y.topRows(1);
        auto result = must(request(), embedding(x, "a"), embedding(shifted, "b"));
        QCOMPARE(result.report.verdict, Verdict::Unsupported);
        QVERIFY(!result.report.reasons.empty());
        // The mistake is named: one row, and which way.
        QVERIFY(std::any_of(result.report.reasons.begin(), result.report.reasons.end(),
                            [](auto& s) { return s.find("shifted") != s.npos && s.find("previous") != s.npos; }));
    }
    void noiseIsUnsupported() {
        Random random(3);
        auto result = must(request(), embedding(random.normal(300, 10), "a"), embedding(random.normal(300, 10), "b"));
        QCOMPARE(result.report.verdict, Verdict::Unsupported);
    }
    void fewerPairsThanDimensionsIsDoubtfulAndVoid() {
        Random random(4);
        const Matrix x = random.normal(20, 50), r = random_orthogonal(50, random, false);
        auto result = must(request(), embedding(x, "a"), embedding(x * r, "b"));
        QCOMPARE(result.report.verdict, Verdict::Doubtful);
        QVERIFY(std::isnan(*result.report.metric("top1")));
        QVERIFY(std::any_of(result.report.warnings.begin(), result.report.warnings.end(),
                            [](auto& w) { return w.find("top1 is void") == 0; }));
    }
    void otherUnitsAndMirrorsAreNamed() {
        Random random(5);
        const Matrix x = random.normal(300, 3), r = random_orthogonal(3, random, true);
        auto scaled = must(request(), cloud(x, "a"), cloud(1000 * x * r, "b"));
        QCOMPARE(scaled.report.verdict, Verdict::Doubtful);
        QVERIFY(scaled.report.reasons.front().find("scale") != std::string::npos);
        Matrix mirrored = x * r;
        mirrored.col(0) = -mirrored.col(0);
        auto mirror = must(request(), cloud(x, "a"), cloud(mirrored, "b"));
        QCOMPARE(mirror.report.verdict, Verdict::Doubtful);
        QVERIFY(mirror.report.reasons.front().find("reflection") != std::string::npos);
    }
    void phasesComeInOrder() {
        Random random(6);
        const Matrix x = random.normal(100, 3);
        Matrix y = x * random_orthogonal(3, random, true);
        auto plain = must(request(), cloud(x, "a"), cloud(y, "b"));
        QCOMPARE(phases(plain), (QStringList{"start", "centre", "cross-covariance", "singular-values", "rotate"}));
        y.col(1) = -y.col(1);
        auto r = request();
        QVERIFY(r.options.set("mode", std::string("orthogonal")).ok());
        QVERIFY(r.options.set("center", std::string("off")).ok());
        QVERIFY(r.options.set("scale", true).ok());
        auto mirrored = must(r, cloud(x, "a"), cloud(y, "b"));
        QCOMPARE(phases(mirrored),
                 (QStringList{"start", "cross-covariance", "singular-values", "reflect", "rotate", "scale"}));
        QVERIFY(*mirrored.report.metric("rmse") < 1e-12);
    }
    void theMatrixGrows() {
        Random random(7);
        const Matrix x = random.normal(1000, 4);
        auto result = must(request(), embedding(x, "a"), embedding(x, "b"));
        double last = 0;
        int pieces = 0;
        for (std::size_t i = 0; i < result.recording->size(); ++i) {
            auto& s = state(result, i);
            if (!s.cross_covariance || s.covered <= last) continue;
            QVERIFY(s.cross_covariance->trace() > 0);
            last = s.covered, ++pieces;
        }
        QCOMPARE(pieces, 8);
        QCOMPARE(last, 1.0);
    }
    // Playback: poses between frames are rigid and end where the frames are.
    void posesBetweenFramesAreRigid() {
        Random random(8);
        const Matrix x = random.normal(50, 6);
        Matrix y = x * random_orthogonal(6, random, true);
        y.col(0) = -y.col(0);
        auto result = must(request(), embedding(x, "a"), embedding(y, "b"));
        bool mirror_seen = false;
        for (std::size_t i = 0; i + 1 < result.recording->size(); ++i) {
            auto &a = state(result, i), &b = state(result, i + 1);
            QCOMPARE(pose_between(a, b, 0).rotation, *a.rotation);
            QCOMPARE(pose_between(a, b, 1).rotation, *b.rotation);
            const auto middle = pose_between(a, b, 0.5);
            if (b.mirrors) {
                mirror_seen = true;
                QVERIFY(!middle.rigid);
            } else {
                QVERIFY(middle.rigid);
                QVERIFY((middle.rotation.transpose() * middle.rotation - Matrix::Identity(6, 6)).norm() < 1e-12);
            }
            const auto nearly = pose_between(a, b, 1 - 1e-9);
            QVERIFY((nearly.rotation - *b.rotation).norm() < 1e-7);
        }
        QVERIFY(mirror_seen);
    }
    void labelsPairTheRows() {
        Random random(9);
        const Matrix x = random.normal(60, 3), r = random_orthogonal(3, random, true);
        const auto order = random.permutation(60);
        auto a = std::make_shared<Dataset>(), b = std::make_shared<Dataset>();
        Matrix y(50, 3);
        for (Index i = 0; i < 60; ++i) a->labels.push_back("w" + std::to_string(i));
        for (Index i = 0; i < 50; ++i) {
            y.row(i) = x.row(order[std::size_t(i)]) * r;
            b->labels.push_back("w" + std::to_string(order[std::size_t(i)]));
        }
        a->name = "a", b->name = "b", a->payload = PointCloud{x}, b->payload = PointCloud{y};
        auto result = must(request(), a, b);
        QVERIFY(*result.report.metric("rmse") < 1e-12);
        QVERIFY(std::any_of(result.report.warnings.begin(), result.report.warnings.end(),
                            [](auto& w) { return w.find("10 source rows") != w.npos; }));
    }
    void unpairedSetsAreRefused() {
        Random random(10);
        auto result = run(request(), {cloud(random.normal(5, 3), "a"), cloud(random.normal(6, 3), "b")}, {});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, ErrorKind::Input);
    }
    void anchorsAreHeldOut() {
        Random random(11);
        const Matrix x = random.normal(200, 5), r = random_orthogonal(5, random, true);
        auto q = request();
        q.pairing.anchor_fraction = 0.1;
        auto result = must(q, embedding(x, "a"), embedding(x * r + 0.01 * random.normal(200, 5), "b"));
        QVERIFY(*result.report.metric("heldout_rmse") < 0.1);
        QVERIFY(*result.report.metric("heldout_top1") > 0.99);
    }
    void aNarrowSetIsPadded() {
        Random random(12);
        const Matrix x = random.normal(50, 2);
        Matrix wide = Matrix::Zero(50, 3);
        wide.leftCols(2) = x;
        const Matrix r = random_orthogonal(3, random, true);
        auto result = must(request(), cloud(x, "a"), cloud(wide * r, "b"));
        QVERIFY(*result.report.metric("rmse") < 1e-12);
        QVERIFY(result.report.warnings.front().find("padded") != std::string::npos);
    }
    void aCancelledRunKeepsItsFrames() {
        Random random(13);
        std::stop_source stop;
        Context context;
        context.stop = stop.get_token();
        auto a = cloud(random.normal(100, 3), "a"), b = cloud(random.normal(100, 3), "b");
        auto result = run(request(), {a, b}, context, [&](auto, auto) { stop.request_stop(); });
        QVERIFY(result.ok());
        QCOMPARE(*result->recording->outcome(), Outcome::Cancelled);
        QCOMPARE(result->recording->size(), 1u);
        QCOMPARE(result->report.verdict, Verdict::Unsupported);
    }
    void hugeValuesStopTheRunByName() {
        auto result = run(request(), {cloud(Matrix::Constant(10, 3, 1e300), "a"), cloud(Matrix::Random(10, 3) * 1e300, "b")}, {});
        QVERIFY(!result.ok());
        QVERIFY(result.error().message().find("iteration") != std::string::npos);
    }
    void truthGivesTheOverlap() {
        Random random(14);
        const Matrix x = random.normal(10, 3);
        auto q = request();
        Indices truth(10);
        for (Index i = 0; i < 10; ++i) truth(i) = i < 7 ? i : -1;
        truth(0) = 5;
        q.pairing.truth = truth;
        auto result = must(q, cloud(x, "a"), cloud(x, "b"));
        QVERIFY(std::abs(*result.report.metric("overlap") - 6.0 / 7) < 1e-15);
    }
};

QTEST_APPLESS_MAIN(TestProcrustesRun)
#include "test_procrustes_run.moc"
