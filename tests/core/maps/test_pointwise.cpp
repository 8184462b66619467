#include <QtTest>
#include <atomic>
#include <set>
#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/maps/nearest_tree.h"
#include "core/maps/pointwise.h"

using namespace orthoscope;

namespace {

Indices brute(const Matrix& queries, const Matrix& points) {
    Indices out(queries.rows());
    for (Index i = 0; i < queries.rows(); ++i) {
        double best = std::numeric_limits<double>::infinity();
        for (Index j = 0; j < points.rows(); ++j) {
            const double square = (queries.row(i) - points.row(j)).squaredNorm();
            if (square < best) best = square, out(i) = j;
        }
    }
    return out;
}

Indices found(const Matrix& queries, const Matrix& points, int threads = 2) {
    auto out = nearest_rows(queries, points, threads, {});
    return out ? *out : Indices(0);
}

// A basis of any columns, orthonormal under any masses.
Eigenbasis basis(Index n, Index k, Random& random) {
    Eigenbasis out;
    out.mass = (random.normal(n, 1).array().abs() + 0.1).matrix();
    const Matrix scaled = out.mass.cwiseSqrt().asDiagonal() * random.normal(n, k);
    const Matrix u = svd(scaled)->u;
    out.vectors = out.mass.cwiseSqrt().cwiseInverse().asDiagonal() * u;
    out.values = Vector::LinSpaced(k, 0, double(k - 1));
    out.area = out.mass.sum();
    return out;
}

}  // namespace

class TestPointwise : public QObject {
    Q_OBJECT

  private slots:
    void same_as_comparing_all_in_double() {
        Random random(1);
        for (auto [m, n, d] :
             {std::tuple{1, 1, 1}, {7, 1, 5}, {1, 40, 3}, {13, 33, 100}, {300, 500, 17}, {211, 97, 2}}) {
            const Matrix points = random.normal(n, d), queries = random.normal(m, d);
            QCOMPARE(found(queries, points), brute(queries, points));
            QCOMPARE(found(queries, points, 1), found(queries, points, 5));
        }
    }

    void what_float_cannot_tell_apart_is_told_in_double() {
        Random random(2);
        // Clusters far from each other whose members differ by less than float resolves at that size.
        Matrix points(600, 8);
        for (Index i = 0; i < 600; ++i) points.row(i) = random.normal(1, 8) * 1e-7;
        for (Index i = 0; i < 600; ++i) points(i, i % 8) += 10;
        Matrix queries = points + 1e-9 * random.normal(600, 8);
        const Indices truth = Indices::LinSpaced(600, 0, 599);
        QCOMPARE(found(queries, points), truth);
        queries.array() += 1e3, points.array() += 1e3;
        QCOMPARE(found(queries, points), brute(queries, points));
    }

    void ties_take_the_lower_row() {
        Random random(3);
        const Matrix once = random.normal(50, 30);
        Matrix points(150, 30);
        points << once, once, once;
        const Indices truth = Indices::LinSpaced(50, 0, 49);
        QCOMPARE(found(once, points), truth);
        QCOMPARE(found(once, Matrix::Zero(9, 30)), Indices(Indices::Zero(50)));
        // Large enough for the tree: each row twice, the corners of a lattice many times.
        Matrix doubled(16000, 2);
        doubled << random.normal(7900, 2), Matrix::Zero(100, 2), Matrix::Zero(8000, 2);
        doubled.bottomRows(8000) = doubled.topRows(8000);
        Indices first = Indices::LinSpaced(16000, 0, 15999);
        for (Index i = 0; i < 16000; ++i) first(i) = std::min<Index>(i % 8000, 7900);
        QCOMPARE(found(doubled, doubled), first);
    }

    void balls_leave_nothing_out() {
        Random random(6);
        // A curled sheet, its folds near each other; queries on it, beside it, far outside and in its middle.
        auto sheet = [&](Index n, Index d, double noise) {
            Matrix x(n, d);
            const Matrix at = random.normal(n, 2);
            for (Index i = 0; i < n; ++i)
                for (Index j = 0; j < d; ++j)
                    x(i, j) = std::cos(double(1 + j / 4) * at(i, j % 2) + double(j)) + noise * random.normal();
            return x;
        };
        for (auto [n, d] : {std::pair{5000, 24}, {40000, 2}, {1500, 90}, {1100, 5}}) {
            const Matrix points = sheet(n, d, 0);
            Matrix queries(160, d);
            queries << sheet(60, d, 0), sheet(60, d, 0.3), 5 * random.normal(20, d), 1e-3 * random.normal(20, d);
            QCOMPARE(found(queries, points), brute(queries, points));
            QCOMPARE(found(queries, points, 1), found(queries, points, 3));
        }
        // Of 5,000 points most panels are out of reach of a group of near queries.
        const Matrix points = sheet(5000, 24, 0);
        const auto tree = *NearestTree::of(points, 2, {});
        std::atomic<Index> seen = 0, all = 0, wrong = 0;
        const auto done = tree.for_groups(sheet(2000, 24, 0.01), 2, {}, [&](std::span<NearestTree::Group> groups) {
            for (auto& group : groups)
                for (Index c = 0; c < group.count; ++c) group.reach[std::size_t(c)] = 0.05f;
            // What is out of reach of one group is not shown to it, whatever the others of the bundle want.
            std::vector<std::set<Index>> together(groups.size()), alone(groups.size());
            tree.visit(groups, [&](Index panel, std::size_t k) { together[k].insert(panel), ++seen; });
            for (std::size_t k = 0; k < groups.size(); ++k) tree.visit({&groups[k], 1}, [&](Index panel, std::size_t) { alone[k].insert(panel); });
            if (together != alone) ++wrong;
            all += Index(groups.size()) * ((5000 + tree.table().panel - 1) / tree.table().panel);
        });
        QCOMPARE(wrong.load(), Index(0));
        QVERIFY(done);
        QVERIFY2(seen > 0 && 2 * seen < all, qPrintable(QString::number(double(seen) / double(all))));
    }

    void any_scale() {
        Random random(4);
        const Matrix points = random.normal(200, 12), queries = random.normal(100, 12);
        const Indices truth = brute(queries, points);
        for (double scale : {1e-120, 1e-30, 1e30, 1e120})
            QCOMPARE(found(queries * scale, points * scale), truth);
        // Queries far outside the points.
        QCOMPARE(found(queries * 1e6, points), brute(queries * 1e6, points));
    }

    void refuses_what_it_cannot_search() {
        Matrix points = Matrix::Ones(3, 2), queries = Matrix::Ones(2, 2);
        QVERIFY(!nearest_rows(queries, Matrix(0, 2), 1, {}));
        QVERIFY(!nearest_rows(queries, Matrix::Ones(3, 3), 1, {}));
        QCOMPARE(nearest_rows(Matrix(0, 2), points, 1, {})->size(), Index(0));
        points(1, 1) = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!nearest_rows(queries, points, 1, {}));
        QVERIFY(!nearest_rows(points, queries, 1, {}));
        std::stop_source stop;
        stop.request_stop();
        auto out = nearest_rows(queries, queries, 1, {stop.get_token(), {}, 0});
        QVERIFY(!out && out.error().kind == ErrorKind::Cancelled);
    }

    void a_permutation_comes_back() {
        Random random(5);
        const Eigenbasis source = basis(300, 20, random);
        Eigenbasis target = source;
        const auto order = random.permutation(300);
        Indices truth(300);
        for (Index y = 0; y < 300; ++y) {
            truth(y) = order[std::size_t(y)];
            target.vectors.row(y) = source.vectors.row(truth(y)), target.mass(y) = source.mass(truth(y));
        }
        const Matrix turn = random_orthogonal(20, random, false);
        target.vectors = target.vectors * turn;
        const Matrix c = functional_map_of(truth, source, target, 20, 20);
        QVERIFY((c.transpose() * c - Matrix::Identity(20, 20)).norm() < 1e-10);
        QVERIFY((c - turn.transpose()).norm() < 1e-10);
        QCOMPARE(*map_of(c, source.vectors, target.vectors, 2, {}), truth);
        // Uncovered rows do not count: only the others' share remains.
        Indices half = truth;
        half.tail(150).setConstant(-1);
        const Matrix part = functional_map_of(half, source, target, 7, 9);
        const Matrix by_hand = target.vectors.topLeftCorner(150, 9).transpose() *
                               target.mass.head(150).asDiagonal() *
                               (source.vectors(half.head(150), Eigen::all)).leftCols(7);
        QVERIFY((part - by_hand).norm() < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestPointwise)
#include "test_pointwise.moc"
