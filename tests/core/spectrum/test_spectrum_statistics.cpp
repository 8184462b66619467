// Statistics of singular values against numpy and scipy (tests/core/spectrum/reference.py) and on spectra known in advance.
#include "core/spectrum/statistics.h"

#include "core/spectrum/rows.h"
#include "core/spectrum/tail.h"
#include "core/spectrum/twin.h"
#include "spectrum_support.h"

using namespace orthoscope;
using namespace orthoscope::spectra;

class TestSpectrumStatistics : public QObject {
    Q_OBJECT

  private slots:
    void numpyAgrees() {
        const Vector s = *singular_values(reference_matrix());
        QCOMPARE(s.size(), Index(24));
        const double scale = 1e-13 * s(0);
        QVERIFY(std::abs(s(0) - 14.02530672172541) < scale && std::abs(s(1) - 9.241511217076663) < scale);
        QVERIFY(std::abs(s(11) - 3.449766828998746) < scale && std::abs(s(23) - 1.716784087369142) < scale);
        QVERIFY(near(effective_rank(s), 20.36887395595349, 1e-12));
        QVERIFY(near(stable_rank(s), 3.087022148469373, 1e-12));
        QVERIFY(near(participation_ratio(s), 6.769299348006561, 1e-12));
        const auto edge = noise_edge(s, 60, 24);
        QVERIFY(near(edge.deviation, 0.4665292997088452, 1e-10) && near(edge.edge, 5.899237885269604, 1e-10));
        QVERIFY(near(edge.threshold, 6.856552406067812, 1e-10));
        QCOMPARE(count_above(s, edge.edge), 4.0);
        QCOMPARE(count_above(s, edge.threshold), 3.0);
        QCOMPARE(leading_above(s, broken_stick(s)), Index(2));
        const auto tail = power_tail(s, 10, rounding_bound(s, 60, 24));
        QCOMPARE(tail.count, Index(18));
        QVERIFY(near(tail.alpha, 1.983814644168348, 1e-10) && near(tail.distance, 0.07256367000033803, 1e-10));
        QVERIFY(near(tail.least, 7.031277139654549, 1e-10));
    }
    void valuesOfWideTallAndGramAgree() {
        const Matrix a = reference_matrix(40, 70);
        const Vector s = *singular_values(a), t = *singular_values(a.transpose()), g = *gram_singular_values(a);
        QVERIFY((s - t).cwiseAbs().maxCoeff() < 1e-13 * s(0) && (s - g).cwiseAbs().maxCoeff() < 1.5e-8 * s(0));
        const Matrix r = *triangular_factor(a.transpose());
        QVERIFY((r.transpose() * r - a * a.transpose()).norm() < 1e-13 * s(0) * s(0));
        QVERIFY(r.isUpperTriangular(0));
        QVERIFY((*singular_values(r) - s).cwiseAbs().maxCoeff() < 1e-13 * s(0));
    }
    void factorsOfGavishAndDonohoAreThoseOfThePaper() {
        QVERIFY(std::abs(gavish_donoho_factor(1) - 2.85836242407) < 1e-9);
        QVERIFY(std::abs(gavish_donoho_factor(0.5) - 2.17118534845) < 1e-9 && std::abs(gavish_donoho_factor(0.1) - 1.60877155739) < 1e-9);
        for (double b = 0.05; b <= 1; b += 0.05)  // their polynomial is good to 0.02
            QVERIFY(std::abs(gavish_donoho_factor(b) - (0.56 * b * b * b - 0.95 * b * b + 1.82 * b + 1.43)) < 0.02);
    }
    // The share integrates its density, which is the bulk that noise shows.
    void noiseFillsTheBulkAndStopsAtItsEdge() {
        Random random(5);
        const Vector s = *singular_values(2.5 * random.normal(900, 300));
        const auto edge = noise_edge(s, 900, 300);
        QVERIFY(near(edge.deviation, 2.5, 0.01));
        QVERIFY(near(edge.edge, s(0), 0.02));
        QVERIFY(edge.certain > edge.edge && s(0) < edge.certain);
        double worst = 0;
        for (Index i = 0; i < 300; ++i) {
            const double x = s(i) * s(i) / (2.5 * 2.5 * 900);
            worst = std::max(worst, std::abs(marchenko_pastur_share(x, 1.0 / 3) - (1 - (double(i) + 0.5) / 300)));
        }
        QVERIFY2(worst < 0.01, qPrintable(QString::number(worst)));
    }
    // Above (m n)^(1/4) v a spike leaves the bulk, and stands at sqrt((t^2 + m)(t^2 + n)) / t.
    void plantedSpikesAreCounted() {
        Random random(6);
        const Index m = 800, n = 400;
        const double drowned = std::pow(double(m) * double(n), 0.25);
        Vector planted(6);
        planted << 4 * drowned, 3 * drowned, 2.2 * drowned, 1.8 * drowned, 1.5 * drowned, 0.6 * drowned;
        const Vector s = *singular_values(with_values(m, n, planted, random) + random.normal(m, n));
        const auto edge = noise_edge(s, m, n);
        QCOMPARE(count_above(s, edge.edge), 5.0);
        QCOMPARE(count_above(s, edge.certain), 5.0);
        for (Index i = 0; i < 5; ++i) {
            const double t = planted(i) * planted(i);
            QVERIFY(near(s(i), std::sqrt((t + double(m)) * (t + double(n)) / t), 0.03));
        }
        // A direction is worth keeping only well beyond the edge.
        const double kept = count_above(s, edge.threshold);
        QVERIFY(kept >= 3 && kept <= 4);
        const Vector quantiles = *parallel_quantiles(with_values(m, n, planted, random) + random.normal(m, n), 20, 1, {});
        QCOMPARE(leading_above(s, quantiles), Index(5));
        QVERIFY(*parallel_quantiles(random.normal(50, 20), 3, 1, {}) != *parallel_quantiles(random.normal(50, 20), 3, 2, {}));
    }
    void anExactPowerLawIsFound() {
        for (double alpha : {1.8, 2.5, 4.0}) {
            const Index q = 800;
            Vector s(q);
            for (Index i = 0; i < q; ++i) s(i) = std::pow((double(i) + 0.5) / double(q), -0.5 / (alpha - 1));
            const auto tail = power_tail(s, 10, 0);
            QVERIFY2(std::abs(tail.alpha - alpha) < 0.03 * alpha, qPrintable(QString::number(tail.alpha)));
            QVERIFY(tail.distance < 0.01 && tail.count > 200);
        }
        // Below the law a bulk, which the tail must leave out.
        Vector mixed(500);
        for (Index i = 0; i < 100; ++i) mixed(i) = std::sqrt(std::pow((double(i) + 0.5) / 100, -1 / 1.5));
        for (Index i = 100; i < 500; ++i) mixed(i) = 1 - double(i - 100) / 500;
        const auto tail = power_tail(mixed, 10, 0);
        QVERIFY(near(tail.alpha, 2.5, 0.05) && tail.count >= 90 && tail.count <= 110);
    }
    void noTailWithoutDifferentValues() {
        QCOMPARE(power_tail(Vector::Ones(100), 10, 0).count, Index(0));
        QCOMPARE(power_tail(Vector::Zero(100), 10, 0).count, Index(0));
        QCOMPARE(power_tail(Vector::LinSpaced(9, 9, 1), 10, 0).count, Index(0));
        Vector low = Vector::Zero(50);
        low.head(12) = Vector::LinSpaced(12, 12, 1);
        QVERIFY(power_tail(low, 10, 1e-12).count <= 12 && power_tail(low, 10, 1e-12).count >= 10);
    }
    void orthogonalMatricesHaveNoSignal() {
        Random random(7);
        const Vector s = *singular_values(random_orthogonal(64, random, false));
        QVERIFY(near(effective_rank(s), 64, 1e-12) && near(stable_rank(s), 64, 1e-12) && near(participation_ratio(s), 64, 1e-12));
        const auto edge = noise_edge(s, 64, 64);
        QCOMPARE(count_above(s, edge.edge), 0.0);
        QCOMPARE(count_above(s, edge.threshold), 0.0);
        QVERIFY(std::abs(edge.threshold - gavish_donoho_factor(1)) < 1e-12);
        QCOMPARE(leading_above(s, broken_stick(s)), Index(0));
    }
    void whatCannotBeSaidIsVoid() {
        const Vector zero = Vector::Zero(20), one = Vector::Ones(1);
        QVERIFY(std::isnan(effective_rank(zero)) && std::isnan(stable_rank(zero)) && std::isnan(participation_ratio(zero)));
        QCOMPARE(noise_edge(zero, 20, 20).edge, 0.0);
        QVERIFY(std::isnan(count_above(zero, 0)));
        QCOMPARE(effective_rank(one), 1.0);
        QCOMPARE(noise_edge(one, 1, 1).edge, 0.0);
        Vector low = Vector::Zero(40);
        low.head(5) = Vector::LinSpaced(5, 5, 1);
        QCOMPARE(noise_edge(low, 100, 40).edge, 0.0);  // no noise to measure
    }
    void shuffledTwinKeepsTheNumbersAndLosesTheRest() {
        Random random(8);
        const Matrix a = with_values(200, 80, Vector::LinSpaced(5, 100, 20), random) + 0.1 * random.normal(200, 80);
        const Matrix twin = shuffled_entries(a, 1);
        QVERIFY(twin == shuffled_entries(a, 1) && twin != shuffled_entries(a, 2));
        Vector x = a.reshaped(), y = twin.reshaped();
        std::sort(x.begin(), x.end()), std::sort(y.begin(), y.end());
        QVERIFY(x == y);
        const Vector s = *singular_values(twin);
        QVERIFY(effective_rank(s) > 60 && effective_rank(*singular_values(a)) < 30);
    }
    void cosinesHaveTheirNull() {
        for (Index d : {2, 3, 10, 500}) {
            double sum = 0;
            for (int i = 0; i < 200; ++i) sum += null_cosine_share(-1 + i * 0.01, -1 + (i + 1) * 0.01, d);
            QVERIFY2(std::abs(sum - 1) < 1e-6, qPrintable(QString::number(sum)));
        }
        QVERIFY(near(null_cosine_share(-0.5, 0.5, 3), 0.5, 1e-9));  // on the sphere in space all cosines weigh alike
        QVERIFY(near(null_cosine_share(0, 1, 2), 0.5, 1e-9) && near(null_cosine_share(0.5, 1, 2), 1.0 / 3, 1e-9));
        Random random(9);
        auto random_rows = *cosine_histogram(random.normal(1500, 30), 1500, 1, {});
        QVERIFY(near(random_rows.spread, random_rows.null_spread, 0.02));
        const double width = random_rows.bins(1, 0) - random_rows.bins(0, 0);
        QVERIFY(std::abs(random_rows.bins.col(1).sum() * width - 1) < 1e-12 && std::abs(random_rows.bins.col(2).sum() * width - 1) < 1e-6);
        QVERIFY((random_rows.bins.col(1) - random_rows.bins.col(2)).cwiseAbs().maxCoeff() < 0.05 * random_rows.bins.col(2).maxCoeff());
        Matrix cone = random.normal(400, 30).array() + 2;
        cone.row(7).setZero();
        auto crowded = *cosine_histogram(cone, 1500, 1, {});
        QVERIFY(crowded.mean > 0.6 && crowded.zero_rows == 1 && crowded.used == 399);
    }
    void entriesHaveTheirWeibullLaw() {
        const Matrix a = reference_matrix();
        const auto fit = entry_histogram(a);
        QVERIFY(near(fit.shape, 1.035678123781279, 1e-10) && near(fit.scale, 0.4431251801334858, 1e-10));
        Random random(10);
        Matrix planted(300, 200);
        for (auto& v : planted.reshaped()) v = 2 * std::pow(-std::log(1 - random.uniform()), 1 / 0.7) * (random.below(2) ? 1 : -1);
        const auto found = entry_histogram(planted);
        QVERIFY(near(found.shape, 0.7, 0.01) && near(found.scale, 2, 0.02));
        const double width = found.bins(1, 0) - found.bins(0, 0);
        QVERIFY(std::abs(found.bins.col(1).sum() * width - 1) < 1e-12 && std::abs(found.bins.col(2).sum() * width - 1) < 1e-3);
        const Matrix codes = (a.array() * 3).round();
        QVERIFY(entry_histogram(codes).different < 40 && entry_histogram(codes).zeros > 0.1);
        QVERIFY(std::isnan(entry_histogram(Matrix::Zero(5, 5)).shape) && entry_histogram(Matrix::Ones(5, 5)).bins.rows() == 0);
    }
};

QTEST_APPLESS_MAIN(TestSpectrumStatistics)
#include "test_spectrum_statistics.moc"
