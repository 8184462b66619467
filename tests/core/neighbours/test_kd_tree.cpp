// The tree against plain search.
#include <QtTest>
#include <algorithm>
#include <numeric>

#include "core/base/random.h"
#include "core/neighbours/kd_tree.h"

using namespace orthoscope;

class TestKdTree : public QObject {
    Q_OBJECT

  private slots:
    void agreesWithPlainSearch_data() {
        QTest::addColumn<int>("dimension");
        for (int d : {1, 2, 3, 5, 9}) QTest::addRow("%d dimensions", d) << d;
    }
    void agreesWithPlainSearch() {
        QFETCH(int, dimension);
        Random random(3);
        const Matrix points = random.normal(700, dimension), queries = 1.5 * random.normal(200, dimension);
        const KdTree tree(points);
        auto found = tree.nearest(queries, 6, 2, {});
        QVERIFY(found.ok());
        for (Index i = 0; i < queries.rows(); ++i) {
            const Vector squared = (points.rowwise() - queries.row(i)).rowwise().squaredNorm();
            std::vector<Index> order(700);
            std::iota(order.begin(), order.end(), Index(0));
            std::sort(order.begin(), order.end(), [&](Index a, Index b) { return squared(a) < squared(b); });
            for (Index j = 0; j < 6; ++j) {
                QCOMPARE(Index(found->row(i * 6 + j)), order[std::size_t(j)]);
                QVERIFY(std::abs(found->squared(i * 6 + j) - squared(order[std::size_t(j)])) < 1e-12);
            }
        }
    }
    void threadsDoNotChangeTheAnswer() {
        Random random(4);
        const Matrix points = random.normal(5000, 3), queries = random.normal(9000, 3);
        const KdTree tree(points);
        auto one = tree.nearest(queries, 3, 1, {}), four = tree.nearest(queries, 3, 4, {});
        QVERIFY(one.ok() && four.ok());
        QVERIFY(one->row == four->row && one->squared == four->squared);
    }
    void fewerRowsThanAskedForAreSaid() {
        Matrix points(2, 2);
        points << 0, 0, 1, 0;
        auto found = KdTree(points).nearest(Matrix::Zero(1, 2), 4, 1, {});
        QVERIFY(found.ok());
        QCOMPARE(Index(found->row(0)), Index(0));
        QCOMPARE(Index(found->row(1)), Index(1));
        QCOMPARE(Index(found->row(2)), Index(-1));
        QVERIFY(std::isinf(found->squared(3)));
    }
    void equalPointsAreNoTrouble() {
        const KdTree tree(Matrix::Ones(500, 3));
        auto found = tree.nearest(Matrix::Zero(3, 3), 2, 2, {});
        QVERIFY(found.ok());
        QCOMPARE(found->squared(5), 3.0);
    }
    void stopIsHeard() {
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        auto found = KdTree(Matrix::Ones(10, 3)).nearest(Matrix::Zero(3, 3), 1, 2, context);
        QVERIFY(!found.ok());
        QCOMPARE(found.error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestKdTree)
#include "test_kd_tree.moc"
