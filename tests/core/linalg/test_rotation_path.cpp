#include <Eigen/LU>
#include <QtTest>
#include <numbers>

#include "core/base/random.h"
#include "core/linalg/rotation_path.h"

using namespace orthoscope;

class TestRotationPath : public QObject {
    Q_OBJECT

    static double orthogonality(const Matrix& q) {
        return (q.transpose() * q - Matrix::Identity(q.rows(), q.cols())).norm();
    }

  private slots:
    void endsAndMiddlesAreOrthogonal_data() {
        QTest::addColumn<int>("d");
        QTest::addColumn<bool>("rotation");
        for (int d : {1, 2, 3, 4, 5, 50, 129})
            for (bool rotation : {true, false})
                QTest::addRow("%d %s", d, rotation ? "rotation" : "any") << d << rotation;
    }
    void endsAndMiddlesAreOrthogonal() {
        QFETCH(int, d);
        QFETCH(bool, rotation);
        Random random(7 + std::uint64_t(d));
        Matrix q = random_orthogonal(d, random, rotation);
        if (!rotation && q.determinant() > 0) q.col(0) = -q.col(0);
        const RotationPath path(q);
        QCOMPARE(bool(path.flip()), !rotation);
        QVERIFY((path.mirror(1) * path.at(1) - q).cwiseAbs().maxCoeff() < 1e-12);
        QVERIFY((path.at(0) - Matrix::Identity(d, d)).norm() < 1e-15);
        QVERIFY(orthogonality(path.basis()) < 1e-11);
        for (double t : {0.1, 0.5, 0.93}) {
            QVERIFY2(orthogonality(path.at(t)) < 1e-12, qPrintable(QString::number(orthogonality(path.at(t)))));
            QVERIFY(path.at(t).determinant() > 0);
        }
    }
    // Constant speed: two half ways make the whole.
    void isAOneParameterGroup() {
        Random random(3);
        const RotationPath path(random_orthogonal(9, random, true));
        QVERIFY((path.at(0.5) * path.at(0.5) - path.at(1)).norm() < 1e-12);
        QVERIFY((path.at(0.3) * path.at(0.7) - path.at(1)).norm() < 1e-12);
    }
    void plantedAnglesAreFound() {
        Random random(5);
        const std::vector<double> planted{2.5, 1.25, 0.3};
        Matrix block = Matrix::Identity(7, 7);
        for (Index k = 0; k < 3; ++k) {
            const double c = std::cos(planted[std::size_t(k)]), s = std::sin(planted[std::size_t(k)]);
            block.block(2 * k, 2 * k, 2, 2) << c, s, -s, c;
        }
        const Matrix b = random_orthogonal(7, random, false);
        const RotationPath path(b * block * b.transpose());
        QCOMPARE(path.planes().size(), 3u);
        for (std::size_t k = 0; k < 3; ++k) QVERIFY(std::abs(path.planes()[k].angle - planted[k]) < 1e-12);
        QVERIFY(!path.ambiguous());
    }
    void minusOnesPairUpAsHalfTurns() {
        const RotationPath path(Matrix(-Matrix::Identity(5, 5)));
        QCOMPARE(path.planes().size(), 2u);
        QVERIFY(path.flip().has_value());
        QVERIFY(path.ambiguous());
        QVERIFY((path.mirror(1) * path.at(1) + Matrix::Identity(5, 5)).norm() < 1e-12);
    }
    void tinyTurnsKeepTheirAngle() {
        Matrix q = Matrix::Identity(3, 3);
        const double a = 1e-6;
        q.topLeftCorner(2, 2) << std::cos(a), std::sin(a), -std::sin(a), std::cos(a);
        const RotationPath path(q);
        QVERIFY((path.at(1) - q).norm() < 1e-15);
        QCOMPARE(path.planes().size(), 1u);
        QVERIFY(std::abs(path.planes()[0].angle - a) < 1e-12);
    }
    void projectionAgreesWithTheWhole() {
        Random random(11);
        const RotationPath path(random_orthogonal(40, random, true));
        const Matrix s = random.normal(40, 3);
        QVERIFY((path.at_times(0.37, s) - path.at(0.37) * s).norm() < 1e-12);
    }
};

QTEST_APPLESS_MAIN(TestRotationPath)
#include "test_rotation_path.moc"
