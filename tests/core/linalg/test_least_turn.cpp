// Where the optimum is not unique: the answer is one of the optima, and the one nearest to the identity.
#include <Eigen/LU>
#include <Eigen/QR>
#include <QtTest>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/procrustes.h"

using namespace orthoscope;

namespace {

RowPairs whole(const Matrix& x, const Matrix& y) { return {x, y, {}, {}, {}}; }
double turn(const Matrix& r) { return (r - Matrix::Identity(r.rows(), r.cols())).norm(); }
double cost(const Matrix& x, const Matrix& y, const Matrix& r) { return (x * r - y).squaredNorm(); }

}  // namespace

class TestLeastTurn : public QObject {
    Q_OBJECT

  private slots:
    // Rows of rank k in d dimensions, turned by anything: what happens off their span is free.
    void ofAllOptimaTheNearestToTheIdentity_data() {
        QTest::addColumn<int>("d");
        QTest::addColumn<int>("rank");
        QTest::addColumn<bool>("rotation");
        QTest::addColumn<bool>("centred");
        for (auto [d, rank] : {std::pair{3, 2}, {3, 1}, {2, 1}, {5, 0}, {8, 3}, {40, 25}, {6, 6}})
            for (bool rotation : {false, true})
                for (bool centred : {false, true})
                    QTest::addRow("%d of rank %d%s%s", d, rank, rotation ? " rotation" : "", centred ? " centred" : "")
                        << d << rank << rotation << centred;
    }
    void ofAllOptimaTheNearestToTheIdentity() {
        QFETCH(int, d);
        QFETCH(int, rank);
        QFETCH(bool, rotation);
        QFETCH(bool, centred);
        Random random(std::uint64_t(100 * d + rank));
        const Matrix span = random_orthogonal(d, random, true).topRows(rank);
        const RowVector away = centred ? RowVector(50 * random.normal(1, d)) : RowVector::Zero(d);
        const Matrix x = (random.normal(200, rank) * span).rowwise() + away;
        const Matrix y = x * random_orthogonal(d, random, true);
        const auto fit = procrustes(whole(x, y), {rotation, centred, false});
        QVERIFY(fit.ok());
        const Index free = d - rank;
        const Matrix& r = fit->rotation;
        QVERIFY((r.transpose() * r).isIdentity(1e-12));
        QVERIFY((fit->apply(x) - y).norm() < 1e-10);
        if (rotation) QVERIFY(r.determinant() > 0);
        // Every other optimum is r after a turn that leaves the span alone.
        const Matrix off = span.fullPivLu().kernel();
        const Matrix basis = rank == 0 ? Matrix::Identity(d, d) : Matrix(off.householderQr().householderQ() * Matrix::Identity(d, free));
        for (int k = 0; k < 50 && free > 0; ++k) {
            Matrix inner = random_orthogonal(free, random, true);
            if (!rotation && k % 2) inner.col(0) *= -1;
            const Matrix other = (Matrix::Identity(d, d) + basis * (inner - Matrix::Identity(free, free)) * basis.transpose()) * r;
            const auto zero = RowVector::Zero(d);
            QVERIFY(cost((x.rowwise() - (centred ? fit->pivot : zero)), y.rowwise() - (centred ? fit->place : zero), other) < 1e-18);
            QVERIFY(turn(r) <= turn(other) + 1e-9);
        }
        // The same bases as an arbitrary decomposition has.
        QVERIFY((fit->u.transpose() * fit->u).isIdentity(1e-12));
        QVERIFY((fit->v.transpose() * fit->v).isIdentity(1e-12));
    }
    // A plane turned within itself is turned within itself, and about no other axis.
    void aFlatSetTurnsInItsPlane() {
        Random random(7);
        Matrix x = random.normal(50, 3);
        x.col(2).setZero();
        Matrix r = Matrix::Identity(3, 3);
        r.topLeftCorner(2, 2) << std::cos(2.5), std::sin(2.5), -std::sin(2.5), std::cos(2.5);
        for (bool rotation : {false, true}) {
            auto fit = procrustes(whole(x, x * r), {rotation, true, false});
            QVERIFY(fit.ok());
            QVERIFY((fit->rotation - r).norm() < 1e-12);
        }
    }
    // A mirrored set as wide in two directions as in the third: which one is squashed is free.
    void aTieOfTheMirroredAxisToo() {
        Random random(8);
        Matrix x(6, 3);
        x << Matrix::Identity(3, 3), -Matrix::Identity(3, 3);
        x.col(0) *= 2;
        Matrix mirror = Matrix::Identity(3, 3);
        mirror(2, 2) = -1;
        const Matrix y = x * random_orthogonal(3, random, true) * mirror;
        auto fit = procrustes(whole(x, y), {true, false, false});
        QVERIFY(fit.ok());
        QVERIFY(fit->corrected && fit->rotation.determinant() > 0);
        double least = 10;
        for (int k = 0; k < 2000; ++k) {  // every optimum: the axis that is squashed, by its angle
            const double a = std::numbers::pi * k / 2000;
            const Vector u = std::cos(a) * fit->u.col(1) + std::sin(a) * fit->u.col(2);
            const Vector v = std::cos(a) * fit->v.col(1) + std::sin(a) * fit->v.col(2);
            const Matrix other = fit->u * fit->v.transpose() - 2 * u * v.transpose();
            QVERIFY(std::abs(cost(x, y, other) - fit->residual) < 1e-9);
            least = std::min(least, turn(other));
        }
        QVERIFY(turn(fit->rotation) <= least + 1e-9);
    }
    // Small but real singular values decide, as the plain decomposition would have it.
    void aUniqueOptimumIsLeftAlone() {
        Random random(9);
        for (double thin : {1.0, 1e-3, 1e-6}) {
            Matrix x = random.normal(100, 4);
            x.col(3) *= thin;
            const Matrix r = random_orthogonal(4, random, false);
            auto fit = procrustes(whole(x, x * r), {false, false, false});
            QVERIFY(fit.ok());
            QVERIFY((fit->rotation - r).norm() < 1e-14 / (thin * thin));
        }
    }
};

QTEST_APPLESS_MAIN(TestLeastTurn)
#include "test_least_turn.moc"
