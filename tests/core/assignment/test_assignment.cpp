// Exact assignment: optimal by its own duals (feasibility and complementary slackness), and by brute force.
#include <QtTest>
#include <algorithm>
#include <numeric>

#include "core/assignment/assignment.h"
#include "core/base/random.h"

using namespace orthoscope;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

CostMatrix random_costs(Index n, Index m, Random& random, int levels = 0) {
    CostMatrix c(n, m);
    for (Index i = 0; i < n; ++i)
        for (Index j = 0; j < m; ++j)
            c(i, j) = levels ? float(random.below(std::uint64_t(levels))) : float(random.uniform() - 0.3);
    return c;
}

// The least cost over all matchings: every row takes a free column, or none at `unmatched`.
double brute_force(const CostMatrix& c, double unmatched, Index matches) {
    double best = infinite;
    std::vector<char> taken(std::size_t(c.cols()), 0);
    auto descend = [&](auto&& self, Index i, double cost, Index made) -> void {
        if (i == c.rows()) {
            if (matches < 0 || made == matches) best = std::min(best, cost);
            return;
        }
        if (unmatched < infinite) self(self, i + 1, cost + unmatched, made);
        for (Index j = 0; j < c.cols(); ++j)
            if (!taken[std::size_t(j)])
                taken[std::size_t(j)] = 1, self(self, i + 1, cost + c(i, j), made + 1), taken[std::size_t(j)] = 0;
    };
    descend(descend, 0, 0, 0);
    return best;
}

// True where prices prove the matching optimal; else says why not.
bool proven(const CostMatrix& c, const Assignment& a, bool rows_free, bool columns_free, QString& why) {
    const double eps = 1e-9 * std::max(1.0, double(c.cwiseAbs().maxCoeff()));
    for (Index i = 0; i < c.rows(); ++i) {
        const auto own = a.column_of_row(i);
        if (own >= 0 && a.row_of_column(own) != i) return why = "not a matching", false;
        if (rows_free && a.row_price(i) > a.unmatched_cost + eps) return why = "row price above its bound", false;
        if (own < 0 && (!rows_free || a.row_price(i) != a.unmatched_cost)) return why = "row left out", false;
        for (Index j = 0; j < c.cols(); ++j) {
            const double slack = double(c(i, j)) - a.row_price(i) - a.column_price(j);
            if (slack < -eps || (own == j && slack > eps)) return why = QString("slack %1").arg(slack), false;
        }
    }
    for (Index j = 0; j < c.cols(); ++j) {
        if (columns_free && a.column_price(j) > eps) return why = "column price above 0", false;
        if (a.row_of_column(j) < 0 && std::abs(a.column_price(j)) > eps) return why = "free column has a price", false;
    }
    return true;
}

Assignment solved(const CostMatrix& c, AssignmentRules rules = {}, const Vector& start = {}) {
    return *solve_assignment(AssignmentCosts(c), rules, start, {});
}

}  // namespace

class TestAssignment : public QObject {
    Q_OBJECT

  private slots:
    void emptyAndSingle() {
        QCOMPARE(solved(CostMatrix(0, 0)).matches, Index(0));
        QCOMPARE(solved(CostMatrix(0, 3)).row_of_column.size(), Index(3));
        QCOMPARE(solved(CostMatrix(3, 0)).column_of_row(2), -1);
        CostMatrix one(1, 1);
        one << 2.5f;
        QCOMPARE(solved(one).column_of_row(0), 0);
        QCOMPARE(solved(one).cost, 2.5);
        QCOMPARE(solved(one, {2, {}}).column_of_row(0), -1);
        QCOMPARE(solved(one, {3, {}}).column_of_row(0), 0);
    }
    void bruteForce() {
        Random random(1);
        for (int trial = 0; trial < 300; ++trial) {
            const Index n = 1 + Index(random.below(6)), m = 1 + Index(random.below(6));
            const auto c = random_costs(n, m, random, trial % 3 == 0 ? 3 : 0);
            const auto a = solved(c);
            QCOMPARE(a.matches, std::min(n, m));
            const double want = n <= m ? brute_force(c, infinite, -1) : brute_force(c.transpose(), infinite, -1);
            QVERIFY2(std::abs(a.cost - want) < 1e-6, qPrintable(QString("%1 x %2").arg(n).arg(m)));
            // Partial.
            const double lambda = random.uniform() * (trial % 3 == 0 ? 3 : 0.6) - 0.2;
            const auto b = solved(c, {lambda, {}});
            const double paid = b.cost + lambda * double(n - b.matches);
            QVERIFY2(std::abs(paid - brute_force(c, lambda, -1)) < 1e-6, qPrintable(QString::number(trial)));
            // A number of matches.
            const Index k = Index(random.below(std::uint64_t(std::min(n, m) + 1)));
            const auto d = solved(c, {infinite, k});
            QCOMPARE(d.matches, k);
            QVERIFY(std::abs(d.cost - brute_force(c, 0, k)) < 1e-6);
        }
    }
    void proofByDuals_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("m");
        QTest::addColumn<int>("levels");
        QTest::newRow("square") << 200 << 200 << 0;
        QTest::newRow("ties") << 150 << 150 << 4;
        QTest::newRow("all equal") << 90 << 90 << 1;
        QTest::newRow("wide") << 120 << 300 << 0;
        QTest::newRow("wide, ties") << 120 << 300 << 5;
        QTest::newRow("tall") << 300 << 130 << 0;
    }
    void proofByDuals() {
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(int, levels);
        Random random(std::uint64_t(n + m + levels));
        const auto c = random_costs(n, m, random, levels);
        QString why;
        const auto a = solved(c);
        QCOMPARE(a.matches, Index(std::min(n, m)));
        if (n <= m) QVERIFY2(proven(c, a, false, n < m, why), qPrintable(why));
        const double lambda = levels ? 1 : -0.28;
        QVERIFY2(proven(c, solved(c, {lambda, {}}), true, true, why), qPrintable(why));
        const auto part = solved(c, {infinite, Index(std::min(n, m) * 3 / 4)});
        QCOMPARE(part.matches, Index(std::min(n, m) * 3 / 4));
        QVERIFY2(proven(c, part, true, true, why), qPrintable(why));
    }
    void oldPricesGiveTheSameCost() {
        Random random(7);
        for (auto [n, m] : {std::pair<Index, Index>{150, 150}, {120, 200}}) {
            const auto c = random_costs(n, m, random);
            auto changed = c;
            for (Index i = 0; i < n; ++i)
                for (Index j = 0; j < m; ++j) changed(i, j) += 0.3f * float(random.uniform());
            QString why;
            for (AssignmentRules rules : {AssignmentRules{}, AssignmentRules{-0.25, {}}, AssignmentRules{infinite, n / 2}}) {
                const auto old = solved(c, rules);
                const auto cold = solved(changed, rules), warm = solved(changed, rules, old.column_price);
                QVERIFY(std::abs(cold.cost - warm.cost) < 1e-6);
                const bool partial = rules.matches || rules.unmatched_cost < infinite;
                QVERIFY2(proven(changed, warm, partial, partial || n < m, why), qPrintable(why));
                // Prices that have nothing to do with it.
                Vector wild(m);
                for (Index j = 0; j < m; ++j) wild(j) = 5 * random.normal();
                const auto odd = solved(changed, rules, wild);
                QVERIFY(std::abs(cold.cost - odd.cost) < 1e-6);
            }
        }
    }
    void pointsOnTheFly() {
        Random random(3);
        const Eigen::MatrixXf x = random.normal(60, 4).cast<float>(), y = random.normal(80, 4).cast<float>();
        for (auto kind : {PointCost::NegativeProduct, PointCost::SquaredDistance}) {
            const auto dense = dense_costs(x, y, kind);
            const auto a = solved(dense), b = *solve_assignment(AssignmentCosts(x, y, kind), {}, {}, {});
            QVERIFY(std::abs(a.cost - b.cost) < 1e-3);
            QVERIFY(a.column_of_row == b.column_of_row);
            QVERIFY(std::abs(dense(5, 7) - (kind == PointCost::NegativeProduct ? -x.row(5).dot(y.row(7))
                                                                               : (x.row(5) - y.row(7)).squaredNorm())) < 1e-4);
        }
    }
    void stops() {
        Random random(4);
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        const auto c = random_costs(300, 300, random);
        const auto a = solve_assignment(AssignmentCosts(c), {}, {}, context);
        QVERIFY(!a.ok());
        QCOMPARE(a.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestAssignment)
#include "test_assignment.moc"
