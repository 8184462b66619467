// Every metric of the alignment family against an answer that was planted or worked out another way.
#include <Eigen/QR>
#include <QtTest>

#include "core/alignment/assess.h"
#include "core/base/random.h"

using namespace orthoscope;

namespace {

std::shared_ptr<const Pairs> pairs(const Matrix& x, const Matrix& y) {
    auto a = std::make_shared<Dataset>(), b = std::make_shared<Dataset>();
    a->name = "a", b->name = "b";
    a->payload = EmbeddingSet{x}, b->payload = EmbeddingSet{y};
    auto made = make_pairs({a, b}, {}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

Report report(const Matrix& x, const Matrix& y, ProcrustesRules rules, Likeness likeness = Likeness::Cosine) {
    auto p = pairs(x, y);
    auto fit = procrustes({*p->source, *p->target, {}, {}, {}}, rules);
    auto made = assess_alignment({*p, rules, *fit, 1, false, likeness}, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

}  // namespace

class TestBaselines : public QObject {
    Q_OBJECT

  private slots:
    void affineAgreesWithLeastSquares() {
        Random random(1);
        const Matrix x = random.normal(80, 6), y = x * random.normal(6, 6) + random.normal(80, 6);
        Matrix wide(80, 7);
        wide << x, Vector::Ones(80);
        const Matrix rest = y - wide * wide.colPivHouseholderQr().solve(y);
        const auto r = report(x, y, {});
        QVERIFY(std::abs(*r.metric("affine_rmse") - std::sqrt(rest.squaredNorm() / 80)) < 1e-10);
        QVERIFY(std::abs(*r.metric("identity_rmse") - std::sqrt((x - y).squaredNorm() / 80)) < 1e-12);
    }
    void gramErrorIsThatOfTheGramMatrices() {
        Random random(2);
        const Matrix x = random.normal(40, 5).rowwise().normalized(), y = random.normal(40, 5).rowwise().normalized();
        const auto r = report(x, y, {});
        const double direct = (x * x.transpose() - y * y.transpose()).norm() / 40;
        QVERIFY(std::abs(*r.metric("gram_rms_error") - direct) < 1e-12);
    }
    // The bound holds, and is tight enough to be worth a line.
    void theBoundHolds() {
        Random random(3);
        const Matrix x = random.normal(300, 8).rowwise().normalized();
        const Matrix y = (x * random_orthogonal(8, random, false) + 0.03 * random.normal(300, 8)).rowwise().normalized();
        const auto r = report(x, y, {});
        const double bound = *r.metric("procrustes_bound");
        QVERIFY(std::abs(bound - 4 * *r.metric("gram_rms_error")) < 1e-12);
        QVERIFY(*r.metric("mean_squared_error") <= bound);
        for (ProcrustesRules rules : {ProcrustesRules{true, false, false}, {false, true, false}, {false, false, true}})
            QVERIFY(std::isnan(*report(x, y, rules).metric("procrustes_bound")));
        QVERIFY(std::isnan(*report(2 * x, y, {}).metric("procrustes_bound")));
    }
    void retrievalCountsPlantedMisses() {
        Random random(4);
        const Matrix target = random.normal(100, 10);
        Matrix queries = target;
        std::vector<Index> partner(100);
        for (Index i = 0; i < 100; ++i) partner[std::size_t(i)] = i;
        for (Index i = 0; i < 7; ++i) queries.row(i) = target.row(i + 50);  // seven that find another first
        for (auto likeness : {Likeness::Cosine, Likeness::Distance}) {
            auto found = retrieval(queries, partner, target, likeness, true, {});
            QVERIFY(found.ok());
            QVERIFY(std::abs(found->top1 - 0.93) < 1e-12);
            QVERIFY(found->top1_csls <= 0.93 + 1e-12);
        }
    }
    void recallCountsRanks() {
        // On a line, query i sits at 0 and its partner is the (i+1)-th nearest.
        Matrix target(20, 1);
        for (Index i = 0; i < 20; ++i) target(i, 0) = double(i + 1);
        const Matrix queries = Matrix::Zero(20, 1);
        std::vector<Index> partner(20);
        for (Index i = 0; i < 20; ++i) partner[std::size_t(i)] = i;
        auto found = retrieval(queries, partner, target, Likeness::Distance, false, {});
        QVERIFY(found.ok());
        QVERIFY(std::abs(found->top1 - 0.05) < 1e-12);
        QVERIFY(std::abs(found->recall_at_10 - 0.5) < 1e-12);
    }
    void cslsPunishesAHub() {
        // Target 0 is near to everything; by cosine it wins, CSLS takes its popularity off.
        Random random(5);
        const Index n = 60, d = 30;
        Matrix target(n, d), queries(n, d);
        const RowVector hub = RowVector::Ones(d).normalized();
        std::vector<Index> partner(static_cast<std::size_t>(n));
        for (Index i = 0; i < n; ++i) {
            const RowVector own = random.normal(1, d).normalized();
            target.row(i) = (own + 0.2 * hub).normalized();
            queries.row(i) = (0.55 * own + hub).normalized();
            partner[std::size_t(i)] = i;
        }
        target.row(0) = hub;
        auto found = retrieval(queries, partner, target, Likeness::Cosine, true, {});
        QVERIFY(found.ok());
        QVERIFY2(found->top1_csls > found->top1 + 0.3, qPrintable(QString("%1 %2").arg(found->top1).arg(found->top1_csls)));
    }
    void duplicatesTieAndCount() {
        Matrix target(4, 2);
        target << 1, 0, 1, 0, 0, 1, -1, 0;
        auto found = retrieval(target, {0, 1, 2, 3}, target, Likeness::Distance, false, {});
        QVERIFY(found.ok());
        QCOMPARE(found->top1, 1.0);
    }
    void heldoutIsWorseThanTheFitAndNearTheNoise() {
        Random random(6);
        const Matrix x = random.normal(500, 10), r = random_orthogonal(10, random, true);
        const auto rep = report(x, x * r + 0.2 * random.normal(500, 10), {});
        const double noise = 0.2 * std::sqrt(10.0);
        QVERIFY(std::abs(*rep.metric("heldout_rmse") - noise) < 0.03);
        QVERIFY(*rep.metric("heldout_rmse") >= *rep.metric("rmse"));
    }
    void rotationAngleIsTheAngle() {
        const double a = 0.7;
        Matrix r = Matrix::Identity(3, 3);
        r.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
        Random random(7);
        const Matrix x = random.normal(50, 3);
        const auto rep = report(x, x * r, {true, true, false}, Likeness::Distance);
        QVERIFY(std::abs(*rep.metric("rotation_angle_degrees") - a * 180 / M_PI) < 1e-9);
        QVERIFY(std::abs(*rep.metric("determinant") - 1) < 1e-12);
    }
    void aFlatCloudLeavesTheMirrorOpen() {
        Random random(8);
        Matrix x = random.normal(100, 3);
        x.col(2).setZero();
        const auto free = report(x, x, {false, true, false}, Likeness::Distance);
        QCOMPARE(free.verdict, Verdict::Doubtful);
        QVERIFY(free.reasons.front().find("not unique") != std::string::npos);
        QCOMPARE(report(x, x, {true, true, false}, Likeness::Distance).verdict, Verdict::Supported);
    }
};

QTEST_APPLESS_MAIN(TestBaselines)
#include "test_baselines.moc"
