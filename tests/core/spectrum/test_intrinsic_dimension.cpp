// Intrinsic dimension of spheres, against numpy, and where it is void.
#include "core/spectrum/dimension.h"

#include "spectrum_support.h"

using namespace orthoscope;
using namespace orthoscope::spectra;

class TestIntrinsicDimension : public QObject {
    Q_OBJECT

  private slots:
    void numpyAgrees() {
        const auto found = *intrinsic_dimension(reference_matrix(), {}, {});
        QVERIFY(near(found.two_nn, 8.035335529582937, 1e-10) && near(found.mle, 5.887869888156406, 1e-10));
        QCOMPARE(found.used, Index(60));
        QCOMPARE(found.spacings.rows(), Index(54));
    }
    void spheresOfTwoToTenDimensions_data() {
        QTest::addColumn<int>("d");
        for (int d = 2; d <= 10; ++d) QTest::addRow("%d", d) << d;
    }
    void spheresOfTwoToTenDimensions() {
        QFETCH(int, d);
        Random random(std::uint64_t(30 + d));
        // In a space of 24 dimensions, turned, with the first 20 rows twice.
        Matrix x = random.normal(5020, d + 1);
        x.rowwise().normalize();
        x.bottomRows(20) = x.topRows(20);
        const Matrix turned = x * random_orthogonal(24, random, true).topRows(d + 1);
        DimensionOptions o;
        o.most_rows = 6000, o.threads = 2;
        Matrix placed = turned;
        placed.bottomRows(20) = placed.topRows(20);
        const auto found = *intrinsic_dimension(placed, o, {});
        QCOMPARE(found.duplicates, Index(20));
        QCOMPARE(found.used, Index(5000));
        QVERIFY2(std::abs(found.two_nn - d) < 0.1 * d, qPrintable(QString::number(found.two_nn)));
        QVERIFY2(std::abs(found.mle - d) < 0.1 * d, qPrintable(QString::number(found.mle)));
        QVERIFY(std::isfinite(found.by_neighbours.sum()) && found.by_neighbours.rows() == 10);
    }
    void voidWhereThereIsNothingToSay() {
        const auto few = *intrinsic_dimension(Matrix::Identity(10, 10), {}, {});
        QVERIFY(std::isnan(few.two_nn) && std::isnan(few.mle) && !few.notes.empty());
        const auto equal = *intrinsic_dimension(Matrix::Ones(500, 4), {}, {});
        QVERIFY(std::isnan(equal.two_nn) && equal.duplicates == 499);
        // All rows of an identity are equally far from each other.
        const auto simplex = *intrinsic_dimension(Matrix::Identity(60, 60), {}, {});
        QVERIFY(std::isnan(simplex.two_nn) && std::isnan(simplex.mle));
        Random random(4);
        const auto nearly = *intrinsic_dimension(Matrix(Matrix::Identity(60, 60) + 1e-4 * random.normal(60, 60)), {}, {});
        QVERIFY(std::isnan(nearly.two_nn) && nearly.notes.back().find("more than there are columns") != std::string::npos);
    }
    void cancelled() {
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        Random random(1);
        QCOMPARE(intrinsic_dimension(random.normal(200, 3), {}, context).error().kind, ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestIntrinsicDimension)
#include "test_intrinsic_dimension.moc"
