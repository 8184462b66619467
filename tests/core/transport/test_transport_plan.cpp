// The method `transport-plan` as a whole: each kind runs, is recorded, and says honestly what it found.
#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

DatasetPtr cloud(Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = "cloud";
    set->payload = PointCloud{std::move(points)};
    return set;
}

RunRequest request(std::initializer_list<std::pair<const char*, const char*>> options) {
    RunRequest r;
    r.method = "transport-plan", r.options = find_method(r.method)->parameters();
    for (auto& [name, value] : options)
        if (auto status = r.options.set_text(name, value); !status)
            qFatal("%s", status.error().message().c_str());
    return r;
}

RunResult result_of(const RunRequest& r, const Matrix& x, const Matrix& y) {
    auto made = run(r, {cloud(x), cloud(y)}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return std::move(*made);
}

const AlignmentState& last(const RunResult& r) {
    return std::get<AlignmentState>(*r.recording->frame(r.recording->size() - 1)->state);
}

}  // namespace

class TestTransportPlan : public QObject {
    Q_OBJECT

  private slots:
    void aPlanThatDidNotConvergeIsNotSupported() {
        Random random(3);
        const Matrix x = random.normal(150, 3), y = (x.array() + 0.01).matrix();
        auto r = request({{"epsilon", "0.002"}, {"tolerance", "1e-12"}, {"iterations", "60"}});
        const auto result = result_of(r, x, y);
        QCOMPARE(*result.recording->outcome(), Outcome::IterationLimit);
        const double error = *result.report.metric("row_error") + *result.report.metric("column_error");
        QVERIFY2(error < 1e-3, qPrintable(QString::number(error)));
        QCOMPARE(result.report.verdict, Verdict::Doubtful);
        QVERIFY(QString::fromStdString(result.report.reasons.front()).contains("limit of 60 iterations"));
    }
    void theWorkIsSaidBeforeItIsDone() {
        Random random(4);
        const Matrix x = random.normal(600, 2), y = random.normal(700, 2);
        std::vector<std::string> said;
        Context context;
        context.progress = [&](double, std::string_view what) { said.emplace_back(what); };
        auto r = request({{"plan", "exact"}});
        r.fit_only = true;
        QVERIFY(run(r, {cloud(x), cloud(y)}, context).ok());
        const auto place = [&](std::string_view part) {
            return std::find_if(said.begin(), said.end(), [&](auto& s) { return s.find(part) != s.npos; }) - said.begin();
        };
        QVERIFY(place("600 x 700 pairs") < place("network simplex on") && place("network simplex on") < std::ptrdiff_t(said.size()));
        QVERIFY(said[std::size_t(place("network simplex on"))].find("B") != std::string::npos);  // with the memory that it takes
    }
    void everyKindMatchesASmallShift_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("epsilon");
        QTest::newRow("exact") << "exact"
                               << "1";
        QTest::newRow("entropic") << "entropic"
                                  << "0.0005";
        QTest::newRow("quadratic") << "quadratic"
                                   << "0.002";
        QTest::newRow("sparse") << "sparse"
                                << "0.002";
    }
    void everyKindMatchesASmallShift() {
        QFETCH(QString, kind);
        QFETCH(QString, epsilon);
        Random random(1);
        const Matrix x = random.normal(150, 3);
        const auto order = random.permutation(150);
        Matrix y(150, 3);
        Indices truth(150);
        for (Index i = 0; i < 150; ++i) {
            y.row(order[std::size_t(i)]) = x.row(i).array() + 0.05;
            truth(i) = order[std::size_t(i)];
        }
        auto r = request({{"plan", qPrintable(kind)},
                          {"epsilon", qPrintable(epsilon)},
                          {"tolerance", "1e-5"},
                          {"iterations", "20000"}});
        r.pairing.truth = truth;
        const auto result = result_of(r, x, y);
        QVERIFY2(*result.report.metric("overlap") > 0.97,
                 qPrintable(QString::number(*result.report.metric("overlap"))));
        QVERIFY(std::abs(*result.report.metric("transport_cost") - 3 * 0.05 * 0.05) < 0.01);
        QVERIFY(*result.report.metric("row_error") + *result.report.metric("column_error") < 1e-3);
        QCOMPARE(result.report.verdict, Verdict::Supported);
        QVERIFY(*result.report.metric("monge_gap") < 1e-3);
        // The frames begin at the plan without thought and end at the plan.
        const auto frames = result.recording->frames();
        QVERIFY(frames.size() > 2);
        QVERIFY(frames.front()->metrics.front().second > 1 && frames.back()->metrics.front().second < 0.02);
        QVERIFY(last(result).coupling && last(result).matching && last(result).confidence);
        const Matrix& plan = *result.report.matrix("plan");
        QVERIFY(plan.cols() == 3 && std::abs(plan.col(2).sum() - 1) < 1e-3);
    }
    void aStartPoseIsAppliedFirst() {
        Random random(2);
        const Matrix x = random.normal(120, 3), q = random_orthogonal(3, random, true);
        auto r = request({{"plan", "exact"}});
        Start start;
        start.rotations = {q}, start.origin = "here";
        r.pairing.start = start;
        const auto posed = result_of(r, x, x * q), plain = result_of(request({{"plan", "exact"}}), x, x * q);
        QVERIFY(*posed.report.metric("transport_cost") < 1e-9);
        QVERIFY(*plain.report.metric("transport_cost") > 0.01);
        QVERIFY((*last(posed).rotation - q).norm() < 1e-12);
        // A large turn is not the cheapest way between the clouds.
        QVERIFY(*posed.report.metric("monge_gap_of_start") > 0.1);
        QVERIFY(*posed.report.metric("monge_gap") < 1e-9);
    }
    void aBlurIsCalledABlur() {
        Random random(3);
        const auto r = result_of(request({{"epsilon", "20"}}), random.normal(100, 3), random.normal(90, 3));
        QCOMPARE(r.report.verdict, Verdict::Doubtful);
        QVERIFY(*r.report.metric("effective_partners") > 60);
    }
    void anUnfinishedPlanIsNone() {
        Random random(4);
        const auto r = result_of(request({{"epsilon", "0.00001"}, {"iterations", "1"}}),
                                 random.normal(100, 3), random.normal(100, 3));
        QCOMPARE(*r.recording->outcome(), Outcome::IterationLimit);
        QVERIFY(r.report.verdict != Verdict::Supported);
    }
    void unequalWeightedMassesAreKept() {
        Random random(5);
        auto r = request({{"plan", "exact"}});
        Vector w(80);
        for (Index i = 0; i < 80; ++i) w(i) = i < 40 ? 3 : 1;
        r.pairing.weights = w;
        const auto result = result_of(r, random.normal(80, 2), random.normal(80, 2));
        const Matrix& plan = *result.report.matrix("plan");
        Vector rows = Vector::Zero(80);
        for (Index k = 0; k < plan.rows(); ++k) rows(Index(plan(k, 0))) += plan(k, 2);
        QVERIFY((rows - w / w.sum()).cwiseAbs().maxCoeff() < 1e-9);
    }
    void pointsThatAllCoincideAreRefused() {
        auto made = run(request({}), {cloud(Matrix::Ones(5, 3)), cloud(Matrix::Ones(4, 3))}, {});
        QVERIFY(!made.ok() && made.error().kind == ErrorKind::Input);
    }
};

QTEST_APPLESS_MAIN(TestTransportPlan)
#include "test_transport_plan.moc"
