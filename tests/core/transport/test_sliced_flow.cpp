// The sliced flow on planted turns: it finds them without pairs, its cost falls, its answer is judged.
#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "core/recording/lanes.h"
#include "core/run/run.h"

using namespace orthoscope;

namespace {

DatasetPtr cloud(Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = "cloud";
    set->payload = PointCloud{std::move(points)};
    return set;
}

// A lopsided cloud: three arms of different length and weight, so that one turn alone fits.
Matrix arms(Index n, Index d, Random& random) {
    Matrix x = 0.15 * random.normal(n, d);
    for (Index i = 0; i < n; ++i) {
        const Index arm = i % 4 == 0 ? 0 : i % 4 == 1 ? 1 : 2;
        x(i, arm % d) += (1 + double(arm)) * random.uniform();
    }
    return x;
}

Matrix shuffled(const Matrix& x, Random& random) {
    const auto order = random.permutation(x.rows());
    return x(order, Eigen::all);
}

RunRequest request(std::initializer_list<std::pair<const char*, const char*>> options, bool fit_only = true) {
    RunRequest r;
    r.method = "sliced-wasserstein-flow";
    r.options = find_method(r.method)->parameters(), r.fit_only = fit_only;
    for (auto& [name, value] : options)
        if (auto status = r.options.set_text(name, value); !status) qFatal("%s", status.error().message().c_str());
    return r;
}

RunResult result_of(const RunRequest& r, const Matrix& x, const Matrix& y) {
    auto made = run(r, {cloud(x), cloud(y)}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return std::move(*made);
}

const AlignmentState& last(const RunResult& r) {
    const auto frames = r.recording->frames();
    return std::get<AlignmentState>(*lane_frames(frames, best_lane(frames)).back()->state);
}

}  // namespace

class TestSlicedFlow : public QObject {
    Q_OBJECT

  private slots:
    void findsAPlantedTurnWithoutPairs_data() {
        QTest::addColumn<QString>("retraction");
        QTest::newRow("polar") << "polar";
        QTest::newRow("cayley") << "cayley";
    }
    void findsAPlantedTurnWithoutPairs() {
        QFETCH(QString, retraction);
        for (std::uint64_t seed : {1, 2, 3}) {
            Random random(seed);
            const Matrix x = arms(400, 3, random), q = random_orthogonal(3, random, true);
            const RowVector t = random.normal(1, 3);
            const Matrix y = shuffled((x * q).rowwise() + t, random);
            const auto r = result_of(request({{"retraction", qPrintable(retraction)}, {"starts", "4"}}), x, y);
            QVERIFY2((*last(r).rotation - q).norm() < 1e-9, qPrintable(QString::number((*last(r).rotation - q).norm())));
            const auto frames = r.recording->frames();
            QVERIFY(lane_frames(frames, best_lane(frames)).back()->metrics.front().second < 1e-18);
            // Where all directions agree, the match is the truth.
            Indices matching = *r.report.indices("matching");
            for (Index i = 0; i < 400; ++i) QVERIFY((y.row(matching(i)) - (x.row(i) * q + t)).norm() < 1e-8);
        }
    }
    void manyDimensionsAndUnequalSizes() {
        Random random(4);
        const Index d = 12;
        Matrix x = random.normal(700, d).array().cube();
        for (Index j = 0; j < d; ++j) x.col(j) *= 1 + 0.4 * double(j);
        x.array() += 0.3 * x.array().square() / x.array().abs().maxCoeff();
        const Matrix q = random_orthogonal(d, random, true);
        // A ninth of the target's rows is missing.
        const Matrix y = shuffled((x * q).topRows(622), random);
        const auto r = result_of(request({{"mode", "rotation"}, {"starts", "3"}, {"iterations", "60"}}), x, y);
        const auto frames = r.recording->frames();
        const double first = frames[1]->metrics.front().second;
        const double end = lane_frames(frames, best_lane(frames)).back()->metrics.front().second;
        QVERIFY2(end < 0.5 * first, qPrintable(QString("%1 after %2").arg(end).arg(first)));
    }
    void costFallsAlsoWithFreshDirections() {
        Random random(5);
        const Matrix x = arms(300, 3, random), y = shuffled(x * random_orthogonal(3, random, true), random);
        for (const char* draw : {"once", "each-step"}) {
            const auto r = result_of(request({{"draw", draw}, {"starts", "2"}, {"iterations", "30"}}), x, y);
            const auto frames = r.recording->frames();
            for (int lane : lane_numbers(frames)) {
                double before = 1e300;
                for (auto& frame : lane_frames(frames, lane)) {
                    QVERIFY(frame->metrics.front().second <= before * (1 + 1e-12));
                    before = frame->metrics.front().second;
                }
            }
            QVERIFY(last(r).rotation->transpose() * *last(r).rotation - Matrix::Identity(3, 3) == Matrix::Zero(3, 3) ||
                    (last(r).rotation->transpose() * *last(r).rotation - Matrix::Identity(3, 3)).norm() < 1e-12);
        }
    }
    void aReflectionNeedsTheOtherHalfOfTheGroup() {
        Random random(6);
        const Matrix x = arms(300, 3, random);
        Matrix mirror = random_orthogonal(3, random, true);
        mirror.col(0) *= -1;
        const Matrix y = shuffled(x * mirror, random);
        const auto free = result_of(request({{"mode", "orthogonal"}, {"starts", "8"}}), x, y);
        QVERIFY((*last(free).rotation - mirror).norm() < 1e-8);
        const auto bound = result_of(request({{"mode", "rotation"}, {"starts", "4"}}), x, y);
        QVERIFY(bound.report.metric("determinant").value() > 0.99);
        QVERIFY(*bound.report.metric("search_cost") > 1e-6);
    }
    void startsWhereItIsTold() {
        Random random(7);
        const Matrix x = arms(200, 3, random), q = random_orthogonal(3, random, true), y = shuffled(x * q, random);
        auto r = request({{"starts", "1"}});
        Start start;
        start.rotations = {q}, start.origin = "here";
        r.pairing.start = start;
        const auto result = result_of(r, x, y);
        QVERIFY((*std::get<AlignmentState>(*result.recording->frame(0)->state).rotation - q).norm() < 1e-12);
        QCOMPARE(result.recording->lanes(), std::vector<std::string>{"given start"});
        QVERIFY((*last(result).rotation - q).norm() < 1e-9);
    }
    void samplesRowsAndSaysWhatItFinds() {
        Random random(8);
        const Matrix x = arms(3000, 3, random), q = random_orthogonal(3, random, true);
        const Matrix y = shuffled(x * q, random) + 0.01 * random.normal(3000, 3);
        const auto r = result_of(request({{"subsample", "800"}, {"starts", "4"}, {"iterations", "50"}}, false), x, y);
        QVERIFY2((*last(r).rotation - q).norm() < 0.15, qPrintable(QString::number((*last(r).rotation - q).norm())));
        QVERIFY(!r.report.reasons.empty());
        QVERIFY(r.report.verdict != Verdict::Unsupported);
        QVERIFY(*r.report.metric("search_cost") < *r.report.metric("unrelated_cost"));
    }
};

QTEST_APPLESS_MAIN(TestSlicedFlow)
#include "test_sliced_flow.moc"
