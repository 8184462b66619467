// Over-relaxation on a problem whose best factor is known, and in Sinkhorn's iteration.
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/transport/over_relaxation.h"
#include "core/transport/sinkhorn.h"

using namespace orthoscope;

class TestOverRelaxation : public QObject {
    Q_OBJECT

  private slots:
    // Two blocks that are coupled by known singular values, solved in turns: plain errors fall by the square of the largest.
    void overRelaxationFindsItsFactor() {
        const Vector coupled = Vector::LinSpaced(20, 0.1, 0.98);
        Random random(5);
        const Vector start = random.normal(20, 1);
        const auto iterations = [&](bool relaxed, double& largest_omega) {
            Vector x = start, y = start;
            OverRelaxation relaxation;
            for (int k = 1;; ++k) {
                const double omega = relaxation.omega();
                const Vector to = coupled.cwiseProduct(y);
                const double error = (to - x).norm();
                if (error < 1e-9 || k > 2000) return k;
                x += omega * (to - x);
                y += omega * (coupled.cwiseProduct(x) - y);
                if (relaxed) relaxation.observe(error, 1e-10, false);
                largest_omega = std::max(largest_omega, omega);
            }
        };
        double omega = 1;
        const int plain = iterations(false, omega), relaxed = iterations(true, omega);
        QVERIFY2(plain > 250 && relaxed < plain / 4, qPrintable(QString("%1 %2").arg(plain).arg(relaxed)));
        const double best = 2 / (1 + std::sqrt(1 - 0.98 * 0.98));
        QVERIFY2(std::abs(omega - best) < 0.05, qPrintable(QString("%1 %2").arg(omega).arg(best)));
        // Where errors swell it gives way, and before the end it rests.
        OverRelaxation unsteady;
        for (double error : {1.0, 0.9, 0.81, 0.729, 0.6561}) unsteady.observe(error, 1e-6, false);
        QVERIFY(unsteady.omega() > 1.3);
        const double before = unsteady.omega();
        unsteady.observe(0.5, 1e-6, false), unsteady.observe(6, 1e-6, false);
        QVERIFY(unsteady.omega() < before);
        unsteady.observe(0.5, 1e-6, true);
        QCOMPARE(unsteady.omega(), 1.0);
    }

    // Where it ends, over-relaxed or stopped by its limit, the columns are exact.
    void sinkhornEndsWithAPlainIteration() {
        Random random(6);
        const auto geometry = transport_geometry({random.normal(120, 3)}, {random.normal(90, 3)}, 2);
        QVERIFY(geometry.ok());
        for (int limit : {40, 41, 42, 5000}) {
            Sinkhorn run(*geometry, {.epsilon = 0.01 * geometry->mean_cost, .tolerance = 1e-8, .iterations = limit, .single = false});
            double most = 1;
            while (!run.done()) {
                QVERIFY(run.iterate({}));
                most = std::max(most, run.relaxation());
                // What is shown on the way moves all the mass, however far the iteration leaps.
                if (run.iterations() % 7 != 0) continue;
                const Vector f = run.f(), potential = run.g();
                QVERIFY(run.balance_columns({}));
                QVERIFY(run.f() == f && run.g() == potential);
                QVERIFY(summarise_plan(*geometry, run.rows(), 1, {})->column_error < 1e-11);
            }
            QVERIFY(most > 1.2);
            QCOMPARE(run.converged(), limit == 5000);
            const auto seen = summarise_plan(*geometry, run.rows(), 1, {});
            QVERIFY(seen.ok());
            QVERIFY2(seen->column_error < 1e-11, qPrintable(QString::number(seen->column_error)));
            if (run.converged()) QVERIFY(seen->row_error <= 1e-8);
        }
    }
};

QTEST_APPLESS_MAIN(TestOverRelaxation)
#include "test_over_relaxation.moc"
