// generalized-procrustes: planted groups are found, the cost never rises, the gauge holds, two sets are one procrustes.
#include <Eigen/LU>
#include <QtTest>

#include "core/base/random.h"
#include "core/group/generalized_method.h"
#include "core/group/group_fit.h"
#include "core/result/result_folder.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

DatasetPtr set_of(Matrix rows, const std::string& name, bool space) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    if (space) set->payload = PointCloud{std::move(rows)};
    else set->payload = EmbeddingSet{std::move(rows)};
    return set;
}

struct Group {
    std::vector<DatasetPtr> sets;
    std::vector<Matrix> q;  // set k = shape q[k] + noise
    Matrix shape;
};
Group planted(std::uint64_t seed, int k, Index n, Index d, double noise, bool mirrors = false, bool grow = false) {
    Random random(seed);
    Group g;
    g.shape = random.normal(n, d);
    for (int i = 0; i < k; ++i) {
        g.q.push_back(random_orthogonal(d, random, true));
        if (mirrors && i == 1) g.q.back().col(0) *= -1;
        Matrix y = (grow ? 1 + 0.5 * i : 1.0) * g.shape * g.q.back() + noise * random.normal(n, d);
        if (d == 3) y.rowwise() += RowVector(3 * random.normal(1, d));
        g.sets.push_back(set_of(std::move(y), "set " + std::to_string(i + 1), d == 3));
    }
    return g;
}

RunRequest request() {
    RunRequest r;
    r.method = "generalized-procrustes", r.options = generalized_method().parameters();
    return r;
}
RunResult must(const RunRequest& r, const std::vector<DatasetPtr>& sets) {
    auto result = run(r, sets, {});
    if (!result) qFatal("%s", result.error().message().c_str());
    return std::move(*result);
}
const GroupState& last(const RunResult& r) {
    return std::get<GroupState>(*r.recording->frame(r.recording->size() - 1)->state);
}
QString reasons(const Report& report) {
    QString text;
    for (auto& reason : report.reasons) text += QString::fromStdString(reason) + "\n";
    return text;
}

}  // namespace

class TestGeneralized : public QObject {
    Q_OBJECT

  private slots:
    void plantedMapsAreFound() {
        for (int k : {2, 3, 7})
            for (Index d : {3, 12}) {
                const auto g = planted(std::uint64_t(k), k, 150, d, 0.05);
                const auto result = must(request(), g.sets);
                QVERIFY2(result.report.verdict == Verdict::Supported, qPrintable(reasons(result.report)));
                for (int i = 0; i < k; ++i) {
                    const Matrix expected = g.q[std::size_t(i)].transpose() * g.q[0];
                    QVERIFY((*last(result).sets[std::size_t(i)].rotation - expected).norm() < 0.02 * double(d));
                }
                // sigma^2 d (1 - 1 / k) remains: the mean takes its share of the noise.
                const double expected = 0.05 * std::sqrt(double(d) * (1 - 1.0 / k));
                QVERIFY(std::abs(*result.report.metric("rmse") - expected) < 0.08 * expected);
                QVERIFY(*result.report.metric("shuffled_rmse") > 5 * expected);
            }
    }
    void theCostNeverRisesAndTheGaugeHolds() {
        for (bool scale : {false, true}) {
            auto r = request();
            QVERIFY(r.options.set("scale", scale).ok());
            QVERIFY(r.options.set("tolerance", 0.0).ok());
            QVERIFY(r.options.set("iterations", std::int64_t(15)).ok());
            const auto result = must(r, planted(5, 5, 80, 6, 1.5).sets);
            double before = std::numeric_limits<double>::infinity();
            for (auto& frame : result.recording->frames()) {
                const auto& state = std::get<GroupState>(*frame->state);
                QVERIFY(state.sets.front().rotation->isIdentity(0));
                const double cost = frame->metrics.front().second;
                QVERIFY2(cost <= before * (1 + 1e-12), qPrintable(QString("%1 after %2").arg(cost).arg(before)));
                before = cost;
            }
            QVERIFY(result.recording->size() > 10);
        }
    }
    void twoSetsAreOneProcrustes() {
        for (Index d : {3, 9}) {
            const auto g = planted(6, 2, 100, d, 0.4);
            const auto group = must(request(), g.sets);
            RunRequest r;
            r.method = "procrustes", r.options = procrustes_method().parameters();
            const auto single = must(r, g.sets);
            // Source onto target is the transpose of target onto source.
            QVERIFY((last(group).sets[1].rotation->transpose() - *single.report.matrix("rotation")).norm() < 1e-10);
            // Both rows go half way to their mean.
            QVERIFY(std::abs(2 * *group.report.metric("rmse") - *single.report.metric("rmse")) < 1e-10);
        }
    }
    void scalesAreFoundWithoutCollapse() {
        auto r = request();
        QVERIFY(r.options.set("scale", true).ok());
        const auto g = planted(7, 4, 200, 3, 0.01, false, true);
        const auto result = must(r, g.sets);
        const Matrix& scales = *result.report.matrix("scales");
        for (Index i = 1; i < 4; ++i) QVERIFY(std::abs(scales(0, 0) / scales(i, 0) - (1 + 0.5 * double(i))) < 0.02);
        QVERIFY(*result.report.metric("agreement") > 0.999);
    }
    void mirrorsAreShownAndSaid() {
        auto r = request();
        const auto g = planted(8, 3, 120, 8, 0.02, true);
        const auto result = must(r, g.sets);
        QCOMPARE(*result.report.metric("mirrored_sets"), 1.0);
        bool seen = false;
        for (auto& frame : result.recording->frames()) {
            const auto& state = std::get<GroupState>(*frame->state);
            if (generalized_method().info().phases[std::size_t(frame->phase)].id == "reflect") seen = state.sets[1].mirrors;
        }
        QVERIFY(seen);
        QVERIFY(*result.report.metric("rmse") < 0.06);
    }
    void meanAndTranslationsBelongTogether() {
        const auto g = planted(9, 3, 60, 3, 0.1);
        const auto result = must(request(), g.sets);
        const Matrix &rotations = *result.report.matrix("rotations"), &t = *result.report.matrix("translations");
        Matrix mean = Matrix::Zero(60, 3);
        for (Index k = 0; k < 3; ++k)
            mean += (g.sets[std::size_t(k)]->values() * rotations.middleRows(3 * k, 3)).rowwise() + t.row(k);
        QVERIFY((mean / 3 - *result.report.matrix("mean")).norm() < 1e-10);
        QVERIFY(t.row(0).norm() < 1e-12);  // the first set stays where it is
    }
    void shuffledRowsAreUnsupportedAndAnOddSetIsNamed() {
        Random random(10);
        std::vector<DatasetPtr> noise;
        for (int k = 0; k < 4; ++k) noise.push_back(set_of(random.normal(150, 5), "noise", false));
        const auto none = must(request(), noise);
        QVERIFY2(none.report.verdict == Verdict::Unsupported, qPrintable(reasons(none.report)));
        auto g = planted(11, 5, 150, 3, 0.02);
        g.sets[3] = set_of(random.normal(150, 3), "stranger", true);
        const auto odd = must(request(), g.sets);
        QVERIFY(odd.report.verdict != Verdict::Supported);
        QVERIFY2(reasons(odd.report).contains("Set 4 (stranger)"), qPrintable(reasons(odd.report)));
    }
    void setsThatLieApartAreToldToBeCentred() {
        auto g = planted(5, 3, 120, 6, 0.05);
        Matrix far = g.shape * g.q[2];
        far.rowwise() += RowVector::Constant(6, 9.0);
        g.sets[2] = set_of(far, "far", false);
        const auto apart = must(request(), g.sets);
        QVERIFY(apart.report.verdict == Verdict::Doubtful);
        QVERIFY2(reasons(apart.report).contains("--center on"), qPrintable(reasons(apart.report)));
        auto r = request();
        QVERIFY(r.options.set("center", "on"));
        const auto centred = must(r, g.sets);
        QVERIFY2(centred.report.verdict == Verdict::Supported, qPrintable(reasons(centred.report)));
    }

    void weightsAndAnchorsAreObeyed() {
        const auto g = planted(12, 3, 100, 3, 0.02);
        auto spoiled = g.sets;
        Matrix y = spoiled[2]->values();
        y.topRows(20).array() += 50;
        spoiled[2] = set_of(y, "spoiled", true);
        auto r = request();
        r.pairing.weights = Vector::Ones(100);
        r.pairing.weights->head(20).setZero();
        QVERIFY(*must(r, spoiled).report.metric("rmse") < 0.04);
        auto anchored = request();
        anchored.pairing.anchors.emplace();
        for (Index i = 20; i < 100; ++i) anchored.pairing.anchors->push_back(i);
        QVERIFY(*must(anchored, spoiled).report.metric("rmse") < 0.04);
        QVERIFY(*must(request(), spoiled).report.metric("rmse") > 1);
    }
    void setsOfOtherLengthAreRefused() {
        auto g = planted(13, 3, 50, 3, 0.02);
        g.sets[2] = set_of(Matrix::Ones(40, 3), "short", true);
        auto result = run(request(), g.sets, {});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, ErrorKind::Input);
        QVERIFY(result.error().message().find("short") != std::string::npos);
    }
    void resultsAreReadBack() {
        QTemporaryDir folder;
        const auto g = planted(14, 4, 40, 3, 0.05);
        FinishedRun finished;
        finished.request = request();
        finished.inputs.resize(4);
        finished.result = must(finished.request, g.sets);
        const auto out = std::filesystem::path(folder.path().toStdString()) / "run";
        auto written = write_result(finished, out);
        QVERIFY2(written.ok(), written.ok() ? "" : written.error().message().c_str());
        auto read = read_result(out);
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message().c_str());
        for (auto name : {"rotations", "translations", "mean"})
            QVERIFY2(*read->run.result.report.matrix(name) == *finished.result.report.matrix(name), name);
        QCOMPARE(read->run.result.recording->size(), finished.result.recording->size());
        QCOMPARE(last(read->run.result).sets.size(), std::size_t(4));
    }
};

QTEST_APPLESS_MAIN(TestGeneralized)
#include "test_generalized.moc"
