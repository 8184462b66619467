#include <Eigen/LU>
#include <QtTest>

#include "core/base/random.h"
#include "core/linalg/lapack.h"
#include "core/linalg/procrustes.h"

using namespace orthoscope;

class TestProcrustesFit : public QObject {
    Q_OBJECT

    static RowPairs all(const Matrix& x, const Matrix& y) { return {x, y, {}, {}, {}}; }

  private slots:
    void svdReconstructs() {
        Random random(1);
        for (auto [m, n] : {std::pair<Index, Index>{5, 5}, {7, 3}, {3, 7}, {1, 1}, {0, 3}}) {
            const Matrix a = random.normal(m, n);
            auto s = svd(a);
            QVERIFY(s.ok());
            QVERIFY((s->u * s->sigma.asDiagonal() * s->v.transpose() - a).norm() < 1e-12);
        }
    }
    void aPlantedSimilarityIsFound_data() {
        QTest::addColumn<int>("d");
        QTest::addColumn<bool>("mirror");
        for (int d : {1, 2, 3, 10, 64})
            for (bool mirror : {false, true}) QTest::addRow("%d%s", d, mirror ? " mirrored" : "") << d << mirror;
    }
    void aPlantedSimilarityIsFound() {
        QFETCH(int, d);
        QFETCH(bool, mirror);
        Random random(100 + std::uint64_t(d));
        const Matrix x = random.normal(300, d);
        Matrix r = random_orthogonal(d, random, true);
        if (mirror) r.col(0) = -r.col(0);
        const RowVector t = 5 * random.normal(1, d);
        const Matrix y = (1.7 * x * r).rowwise() + t;
        auto fit = procrustes(all(x, y), {false, true, true});
        QVERIFY(fit.ok());
        QVERIFY((fit->rotation - r).norm() < 1e-12);
        QVERIFY(std::abs(fit->scale - 1.7) < 1e-12);
        QVERIFY((fit->translation() - t).norm() < 1e-11);
        QVERIFY((fit->apply(x) - y).norm() < 1e-10);
        QCOMPARE(fit->reflected, mirror);
    }
    // The residual from the moments is the residual of the rows, and the price of no reflection is 4 sigma_d.
    void theResidualAndThePriceAreRight() {
        Random random(4);
        const Matrix x = random.normal(200, 4);
        Matrix r = random_orthogonal(4, random, true);
        r.col(0) = -r.col(0);
        const Matrix y = x * r + 0.3 * random.normal(200, 4);
        auto free = procrustes(all(x, y), {false, false, false});
        auto tied = procrustes(all(x, y), {true, false, false});
        QVERIFY(free.ok() && tied.ok());
        QVERIFY(tied->corrected && !free->corrected);
        QVERIFY(std::abs((free->apply(x) - y).squaredNorm() - free->residual) < 1e-8);
        QVERIFY(std::abs((tied->apply(x) - y).squaredNorm() - tied->residual) < 1e-8);
        QVERIFY(std::abs(tied->reflection_price - 4 * tied->sigma(3)) < 1e-8);
        QVERIFY(std::abs(tied->residual - free->residual - tied->reflection_price) < 1e-8);
        QVERIFY(tied->rotation.determinant() > 0);
    }
    // No other rotation nearby does better.
    void itIsAMinimum() {
        Random random(6);
        const Matrix x = random.normal(60, 3), y = random.normal(60, 3);
        auto fit = procrustes(all(x, y), {true, false, false});
        QVERIFY(fit.ok());
        for (int k = 0; k < 200; ++k) {
            const Matrix other = random_orthogonal(3, random, true);
            QVERIFY((x * other - y).squaredNorm() >= fit->residual - 1e-9);
        }
    }
    void weightsActAsRepeats() {
        Random random(8);
        const Matrix x = random.normal(20, 3), y = random.normal(20, 3);
        std::vector<double> weight(20, 1);
        weight[3] = 3;
        Matrix xx(22, 3), yy(22, 3);
        xx << x, x.row(3), x.row(3);
        yy << y, y.row(3), y.row(3);
        auto a = procrustes({x, y, {}, {}, weight}, {true, true, true});
        auto b = procrustes(all(xx, yy), {true, true, true});
        QVERIFY(a.ok() && b.ok());
        QVERIFY((a->rotation - b->rotation).norm() < 1e-12);
        QVERIFY(std::abs(a->scale - b->scale) < 1e-12);
        QVERIFY((a->translation() - b->translation()).norm() < 1e-12);
    }
    void farFromTheOriginNothingIsLost() {
        Random random(9);
        const Matrix x = random.normal(5000, 3).rowwise() + RowVector::Constant(3, 1e6);
        const Matrix r = random_orthogonal(3, random, true);
        const Matrix y = x * r;
        auto fit = procrustes(all(x, y), {true, true, false});
        QVERIFY(fit.ok());
        QVERIFY((fit->rotation - r).norm() < 1e-8);
        QVERIFY((fit->apply(x) - y).rowwise().norm().maxCoeff() < 1e-7);
    }
    void piecesAddUp() {
        Random random(10);
        const Matrix x = random.normal(5000, 6), y = random.normal(5000, 6);
        const RowVector zero = RowVector::Zero(6);
        Moments sum{0, Matrix::Zero(6, 6), 0, 0, zero, zero};
        add_moments(all(x, y), 0, 1234, sum);
        add_moments(all(x, y), 1234, 5000 - 1234, sum);
        QVERIFY((sum.cross - x.transpose() * y).norm() < 1e-9);
        QVERIFY(std::abs(sum.weight - 5000) < 1e-9);
        QVERIFY(std::abs(sum.target_square - y.squaredNorm()) < 1e-9 * y.squaredNorm());
    }
};

QTEST_APPLESS_MAIN(TestProcrustesFit)
#include "test_procrustes_fit.moc"
