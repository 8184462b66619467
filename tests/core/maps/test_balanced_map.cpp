// Transport on few candidates: marginals, planted permutations, coverage.
#include <QtTest>
#include <algorithm>
#include <set>

#include "core/base/random.h"
#include "core/maps/balanced_map.h"

using namespace orthoscope;

namespace {

BalancedTransport solved(const Matrix& x, const Vector& a, const Matrix& y, const Vector& b, const BalancedRules& rules = {}) {
    auto made = BalancedTransport::start(x, a, y, b, rules, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    double last = std::numeric_limits<double>::infinity();
    while (!made->finished()) {
        if (!(made->epsilon() <= last) || !made->step({}).ok()) qFatal("eps rose");
        last = made->epsilon();
    }
    return std::move(*made);
}

double share_hit(const Indices& map, Index n) {
    std::set<std::int64_t> hit(map.data(), map.data() + map.size());
    hit.erase(-1);
    return double(hit.size()) / double(n);
}

// What nearest rows would say.
Indices nearest(const Matrix& x, const Matrix& y) {
    Indices out(y.rows());
    for (Index i = 0; i < y.rows(); ++i) (x.rowwise() - y.row(i)).rowwise().squaredNorm().minCoeff(&out(i));
    return out;
}

}  // namespace

class TestBalancedMap : public QObject {
    Q_OBJECT

  private slots:
    void candidatesAreTheNearestBothWays() {
        Random random(1);
        const Matrix x = random.normal(1500, 4), y = random.normal(1100, 4);
        auto pairs = near_pairs(x, y, 5, 2, {});
        QVERIFY(pairs.ok());
        std::set<std::pair<Index, Index>> want, got;
        for (int way = 0; way < 2; ++way) {
            const Matrix &from = way ? x : y, &to = way ? y : x;
            for (Index i = 0; i < from.rows(); ++i) {
                std::vector<std::pair<double, Index>> all;
                for (Index j = 0; j < to.rows(); ++j) all.push_back({(from.row(i) - to.row(j)).squaredNorm(), j});
                std::sort(all.begin(), all.end());
                for (int q = 0; q < 5; ++q) want.insert(way ? std::pair{all[std::size_t(q)].second, i} : std::pair{i, all[std::size_t(q)].second});
            }
        }
        for (Index i = 0; i < 1100; ++i)
            for (Index e = pairs->target_start[std::size_t(i)]; e < pairs->target_start[std::size_t(i + 1)]; ++e) {
                QCOMPARE(Index(pairs->target[std::size_t(e)]), i);
                const Index j = pairs->source[std::size_t(e)];
                got.insert({i, j});
                QVERIFY(std::abs(pairs->cost[std::size_t(e)] - (x.row(j) - y.row(i)).squaredNorm()) < 1e-12);
            }
        QVERIFY(got == want);
        for (Index j = 0; j < 1500; ++j)
            for (Index q = pairs->source_start[std::size_t(j)]; q < pairs->source_start[std::size_t(j + 1)]; ++q)
                QCOMPARE(Index(pairs->source[std::size_t(pairs->by_source[std::size_t(q)])]), j);
    }
    void aPlantedPermutationIsExact() {
        Random random(2);
        const Matrix x = random.normal(500, 12);
        const auto order = random.permutation(500);
        const Matrix y = x(order, Eigen::all);
        const auto plan = solved(x, {}, y, {});
        const Indices map = plan.map(), back = plan.back();
        for (Index i = 0; i < 500; ++i) {
            QCOMPARE(Index(map(i)), order[std::size_t(i)]);
            QCOMPARE(Index(back(order[std::size_t(i)])), i);
        }
        QVERIFY((plan.pulled(x) - y).norm() < 1e-6);
    }
    void noiseAsLargeAsTheSpacingKeepsThePermutationNearlyBijective() {
        Random random(3);
        const Matrix x = random.normal(800, 3);
        const auto order = random.permutation(800);
        const Matrix y = Matrix(x(order, Eigen::all)) + 0.15 * random.normal(800, 3);
        const Indices by_distance = nearest(x, y), balanced = solved(x, {}, y, {}).map();
        Index right_before = 0, right = 0;
        for (Index i = 0; i < 800; ++i) right_before += by_distance(i) == order[std::size_t(i)], right += balanced(i) == order[std::size_t(i)];
        QVERIFY2(share_hit(by_distance, 800) < 0.8 && share_hit(balanced, 800) > 0.9,
                 qPrintable(QString("%1 %2").arg(share_hit(by_distance, 800)).arg(share_hit(balanced, 800))));
        QVERIFY2(right > right_before, qPrintable(QString("%1 %2").arg(right_before).arg(right)));
    }
    void demandedMarginalsAreMet() {
        Random random(4);
        const Matrix x = random.normal(150, 3), y = random.normal(150, 3);
        Vector a(150), b(150);
        for (Index i = 0; i < 150; ++i) a(i) = 0.5 + random.uniform(), b(i) = 0.5 + random.uniform();
        // With all pairs as candidates any marginals can be met.
        const auto plan = solved(x, a, y, b, {.neighbours = 150, .epsilon = 2, .relaxation = 0, .iterations = 5000, .tolerance = 1e-9});
        QVERIFY2(plan.marginal_error() < 1e-6, qPrintable(QString::number(plan.marginal_error())));
        QVERIFY(std::abs(plan.plan().sum() - 1) < 1e-6);
        QVERIFY(plan.plan().minCoeff() >= 0);
        Vector columns = Vector::Zero(150);
        for (Index e = 0; e < plan.plan().size(); ++e) columns(plan.pairs().source[std::size_t(e)]) += plan.plan()(e);
        QVERIFY((columns - a / a.sum()).cwiseAbs().sum() < 1e-6);
    }
    void aRelaxedPlanSaysHowFarItsMarginalsAre() {
        Random random(5);
        const Matrix x = random.normal(200, 3), y = random.normal(200, 3);
        const auto tight = solved(x, {}, y, {}, {.relaxation = 1000, .iterations = 2000}), loose = solved(x, {}, y, {}, {.relaxation = 1});
        QVERIFY(tight.marginal_error() < loose.marginal_error());
        QVERIFY(loose.marginal_error() <= 4);
    }
    void smallestEpsilonsDoNotOverflow() {
        Random random(6);
        const Matrix x = 1e3 * random.normal(100, 3), y = 1e3 * random.normal(130, 3);
        const auto plan = solved(x, {}, y, {}, {.epsilon = 1e-6});
        QVERIFY(plan.plan().allFinite() && std::isfinite(plan.cost()));
        QVERIFY(plan.map().minCoeff() >= 0);
    }
    void unequalSizesCoverWhatTheyCan() {
        Random random(7);
        for (auto [n, m] : {std::pair<Index, Index>{900, 500}, {500, 900}}) {
            Matrix x(n, 3), y(m, 3);
            for (Index i = 0; i < n; ++i) for (int c = 0; c < 3; ++c) x(i, c) = random.uniform();
            for (Index i = 0; i < m; ++i) for (int c = 0; c < 3; ++c) y(i, c) = random.uniform();
            const double before = share_hit(nearest(x, y), n), after = share_hit(solved(x, {}, y, {}).map(), n);
            const double most = std::min(1.0, double(m) / double(n));
            QVERIFY2(after > before && after > 0.9 * most, qPrintable(QString("%1 %2 of %3").arg(before).arg(after).arg(most)));
        }
    }
    void theUncoveredAreSaidWhereAPartIsMissing() {
        Random random(8);
        const Matrix x = random.normal(600, 3);
        // The target has 100 rows far from all of the source.
        Matrix y(400, 3);
        y.topRows(300) = x.topRows(300) + 0.01 * random.normal(300, 3);
        y.bottomRows(100) = random.normal(100, 3).rowwise() + RowVector::Constant(3, 20);
        const Indices all = solved(x, {}, y, {}).map(), some = solved(x, {}, y, {}, {.uncovered = 100}).map();
        QVERIFY(all.minCoeff() >= 0);
        for (Index i = 0; i < 400; ++i) QCOMPARE(some(i) < 0, i >= 300);
    }
    void duplicatesAndSingleRowsSurvive() {
        const Matrix same = Matrix::Ones(50, 4);
        const Indices map = solved(same, {}, same, {}).map();
        QVERIFY(map.minCoeff() >= 0 && map.maxCoeff() < 50);
        const Matrix one = Matrix::Ones(1, 4);
        QCOMPARE(Index(solved(one, {}, same, {}).map()(7)), Index(0));
        QCOMPARE(Index(solved(same, {}, one, {}).back()(7)), Index(0));
    }
    void threadsChangeNothing() {
        Random random(9);
        const Matrix x = random.normal(300, 5), y = random.normal(280, 5);
        const auto one = solved(x, {}, y, {}, {.threads = 1}), three = solved(x, {}, y, {}, {.threads = 3});
        QVERIFY(one.map() == three.map() && one.plan() == three.plan());
    }
    void badInputIsRefusedAndStopIsHeard() {
        Random random(10);
        Matrix x = random.normal(30, 3);
        const Matrix y = random.normal(30, 3);
        QVERIFY(!BalancedTransport::start(x, Vector::Ones(29), y, {}, {}, {}).ok());
        QVERIFY(!BalancedTransport::start(x, Vector::Zero(30), y, {}, {}, {}).ok());
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        auto cancelled = BalancedTransport::start(x, {}, y, {}, {}, context);
        QVERIFY(!cancelled.ok() && cancelled.error().kind == ErrorKind::Cancelled);
        x(3, 1) = std::numeric_limits<double>::infinity();
        QVERIFY(!BalancedTransport::start(x, {}, y, {}, {}, {}).ok());
    }
};

QTEST_APPLESS_MAIN(TestBalancedMap)
#include "test_balanced_map.moc"
