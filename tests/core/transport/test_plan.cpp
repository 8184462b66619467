// Plans against brute force, duality and each other.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/transport/exact_plan.h"
#include "core/transport/half_step.h"
#include "core/transport/kernels.h"
#include "core/transport/semi_dual.h"
#include "core/transport/sinkhorn.h"

using namespace orthoscope;

namespace {

TransportGeometry geometry_of(const WeightedPoints& a, const WeightedPoints& b, int threads = 2) {
    auto made = transport_geometry(a, b, threads);
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}
PlanSummary summary_of(const TransportGeometry& g, const PlanRows& rows, Index keep = 1000) {
    auto made = summarise_plan(g, rows, keep, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return *made;
}

double cheapest_assignment(const TransportGeometry& g) {
    std::vector<Index> order(static_cast<std::size_t>(g.source.size()));
    std::iota(order.begin(), order.end(), 0);
    double best = 1e300;
    do {
        double sum = 0;
        for (std::size_t i = 0; i < order.size(); ++i) sum += g.cost(Index(i), order[i]);
        best = std::min(best, sum / double(order.size()));
    } while (std::next_permutation(order.begin(), order.end()));
    return best;
}

Matrix masses(Index n, Random& random) {
    Matrix m(n, 1);
    for (Index i = 0; i < n; ++i) m(i, 0) = 0.1 + random.uniform();
    return m / m.sum();
}
std::span<const double> span_of(const Matrix& m) {
    return {m.data(), std::size_t(m.size())};
}

}  // namespace

class TestPlan : public QObject {
    Q_OBJECT

  private slots:
    void exponentialsAreAccurate() {
        for (Index m : {1, 7, 255, 256, 257, 3000}) {
            Vector z(m);
            for (Index j = 0; j < m; ++j) z(j) = 3 - 0.137 * double((j * 7919) % 3001);
            Eigen::VectorXf s = z.cast<float>();
            const Vector before = z;
            const LogSum sum = exponentials(z.data(), m), single = exponentials(s.data(), m);
            const double top = before.maxCoeff();
            QCOMPARE(sum.largest, top);
            double want = 0;
            for (Index j = 0; j < m; ++j) {
                const double e = std::exp(before(j) - top);
                want += e;
                QVERIFY(std::abs(z(j) - e) <= 5e-16 * e);
                const float argument = float(before(j)) - float(top);
                if (argument > -86)
                    QVERIFY(std::abs(double(s(j)) - std::exp(double(argument))) <= 5e-7 * double(s(j)));
                else
                    QVERIFY(s(j) < 1e-37f);
            }
            QVERIFY(std::abs(sum.sum / want - 1) < 1e-14);
            QVERIFY(std::abs(sum.value() - top - std::log(want)) < 1e-13);
            QVERIFY(std::abs(single.sum / want - 1) < 1e-4);
        }
    }
    void exactPlanIsTheCheapestAssignment() {
        Random random(1);
        for (Index n : {1, 2, 5, 8}) {
            const auto g = geometry_of({random.normal(n, 3)}, {random.normal(n, 3)});
            ExactPlan plan(g);
            QVERIFY(plan.solve({}).ok());
            QVERIFY(std::abs(plan.cost() - cheapest_assignment(g)) < 1e-9);
            QCOMPARE(Index(plan.plan().entries.size()), n);
        }
    }
    void exactPlanProvesItself_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("m");
        QTest::addColumn<bool>("weighted");
        QTest::newRow("all arcs") << 120 << 90 << false;
        QTest::newRow("all arcs, weighted") << 100 << 130 << true;
        QTest::newRow("grown") << 800 << 800 << false;
        QTest::newRow("grown, unequal") << 700 << 900 << false;
        QTest::newRow("grown, weighted") << 600 << 700 << true;
    }
    void exactPlanProvesItself() {
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(bool, weighted);
        Random random(2);
        const Matrix x = random.normal(n, 3), y = 1.5 * random.normal(m, 3), a = masses(n, random),
                     b = masses(m, random);
        const auto g = weighted ? geometry_of({x, span_of(a)}, {y, span_of(b)}) : geometry_of({x}, {y});
        ExactPlan plan(g);
        QVERIFY(plan.solve({}).ok());
        // Weak duality holds for any potentials, so a closed gap is a proof.
        QVERIFY2(plan.gap() < 1e-8 * g.mean_cost && plan.gap() > -1e-12 * g.mean_cost,
                 qPrintable(QString::number(plan.gap())));
        const auto seen = summary_of(g, rows_of(g, plan.plan()));
        QVERIFY(std::abs(seen.cost - plan.cost()) < 1e-12 * g.mean_cost);
        QVERIFY(seen.row_error < 1e-8 && seen.column_error < 1e-8);
        QVERIFY(Index(plan.plan().entries.size()) <= n + m - 1);  // a vertex of the polytope
    }
    void aTranslationIsTheOptimalMap() {
        Random random(3);
        const Matrix x = random.normal(700, 4);
        const RowVector t = random.normal(1, 4);
        const auto order = random.permutation(700);
        Matrix y(700, 4);
        for (Index i = 0; i < 700; ++i) y.row(order[std::size_t(i)]) = x.row(i) + t;
        const auto g = geometry_of({x}, {y});
        ExactPlan plan(g);
        QVERIFY(plan.solve({}).ok());
        QVERIFY(std::abs(plan.cost() - t.squaredNorm()) < 1e-9);
        const auto seen = summary_of(g, rows_of(g, plan.plan()));
        for (Index i = 0; i < 700; ++i) QCOMPARE(seen.best(i), std::int64_t(order[std::size_t(i)]));
        QVERIFY((seen.share.array() == 1).all() && std::abs(seen.partners - 1) < 1e-12);
    }
    void memoryIsAskedForFirst() {
        Random random(4);
        const auto g = geometry_of({random.normal(300, 3)}, {random.normal(300, 3)});
        ExactPlan plan(g);
        Context context;
        context.memory_limit = 1000000;
        auto status = plan.solve(context);
        QVERIFY(!status.ok() && status.error().kind == ErrorKind::Memory);
    }
    // In few dimensions costs are made on the fly, in many the kernel is held.
    void sinkhornMeetsItsMarginalsInBothPrecisions_data() {
        QTest::addColumn<int>("columns");
        QTest::newRow("on the fly") << 3;
        QTest::newRow("held") << 20;
    }
    void sinkhornMeetsItsMarginalsInBothPrecisions() {
        QFETCH(int, columns);
        Random random(5);
        const Matrix x = random.normal(300, columns), y = random.normal(250, columns), a = masses(300, random),
                     b = masses(250, random);
        const auto g = geometry_of({x, span_of(a)}, {y, span_of(b)});
        double cost = 0;
        for (bool single : {false, true}) {
            Sinkhorn run(g, {.epsilon = 0.05 * g.mean_cost, .tolerance = 1e-9, .single = single});
            QVERIFY(run.solve({}).ok() && run.converged());
            const auto plan = summary_of(g, run.rows());
            QVERIFY2(plan.row_error < 2e-9 && plan.column_error < 1e-12,
                     qPrintable(QString("%1 %2").arg(plan.row_error).arg(plan.column_error)));
            // Duality: <P, C> + eps KL(P | ab') is the dual value where the marginals hold.
            double kl = -plan.entropy;
            kl -= (g.source.mass.array() * g.source.log_mass.array()).sum();
            kl -= (g.target.mass.array() * g.target.log_mass.array()).sum();
            QVERIFY(std::abs(plan.cost + run.epsilon() * kl - run.dual_value()) < 1e-6 * g.mean_cost);
            if (single) QVERIFY(std::abs(plan.cost - cost) < 1e-8);
            cost = plan.cost;
        }
    }
    void aHeldKernelGivesTheHalfStep() {
        Random random(15);
        const Matrix a = masses(130, random), b = masses(170, random);
        const auto g = geometry_of({random.normal(130, 12), span_of(a)}, {random.normal(170, 12), span_of(b)});
        QVERIFY(ScalingKernel::fits(g, {}));
        Context tight;
        tight.memory_limit = 1000;
        QVERIFY(!ScalingKernel::fits(g, tight));
        const double epsilon = 0.1 * g.mean_cost;
        for (bool single : {false, true}) {
            ScalingKernel kernel(g);
            Vector f = Vector::Zero(130), potential = Vector::Zero(170);
            // Absorbed at zero; then steps of the size of epsilon, and one that is absorbed anew.
            for (double step : {0.0, 0.5, 3.0, 15.0}) {
                potential += step * epsilon * random.normal(170, 1).col(0);
                auto held = kernel.potential(true, f, potential, epsilon, single, {});
                auto log_domain = half_step({g.source, g.target, potential, epsilon, false, 2}, {});
                QVERIFY(held.ok() && log_domain.ok() && held->size() == 130);
                const double off = (*held - *log_domain).cwiseAbs().maxCoeff() / epsilon;
                QVERIFY2(off < (single ? 2e-6 : 1e-12), qPrintable(QString("%1 after %2").arg(off).arg(step)));
                f = *held;
                auto back = kernel.potential(false, f, potential, epsilon, single, {});
                auto back_log = half_step({g.target, g.source, f, epsilon, false, 2}, {});
                QVERIFY(back.ok() && back_log.ok() && back->size() == 170);
                QVERIFY((*back - *back_log).cwiseAbs().maxCoeff() / epsilon < (single ? 2e-6 : 1e-12));
                potential = *back;
            }
        }
        // Where every entry of the kernel is nothing the log domain has to do it.
        ScalingKernel kernel(g);
        auto none = kernel.potential(true, Vector::Zero(130), Vector::Zero(170), 1e-4 * g.mean_cost, false, {});
        QVERIFY(none.ok() && none->size() == 0);
        Sinkhorn run(g, {.epsilon = 0.01 * g.mean_cost, .tolerance = 1e-7, .iterations = 20000, .anneal = 1});
        QVERIFY(run.solve({}).ok() && run.converged());
        QVERIFY(summary_of(g, run.rows()).row_error < 2e-7);
    }
    void sinkhornFallsToTheExactPlan() {
        Random random(6);
        const auto g = geometry_of({random.normal(150, 3)}, {1.4 * random.normal(150, 3)});
        ExactPlan exact(g);
        QVERIFY(exact.solve({}).ok());
        double last = 1e300;
        for (double share : {0.1, 0.02, 0.004}) {
            Sinkhorn run(g, {.epsilon = share * g.mean_cost, .tolerance = 1e-5, .iterations = 20000});
            QVERIFY(run.solve({}).ok() && run.converged());
            const auto plan = summary_of(g, run.rows());
            QVERIFY(plan.cost < last && plan.cost > exact.cost() * (1 - 1e-4));
            last = plan.cost;
        }
        QVERIFY(last < 1.05 * exact.cost());
    }
    void projectionIsTheNearestPointOfTheSimplex() {
        Random random(7);
        for (Index most : {0, 3}) {
            const Vector s = random.normal(40, 1);
            Projection best;
            project_on_simplex(s.data(), 40, 0.7, most, best);
            double sum = 0;
            for (auto& e : best.entries) {
                sum += e.share;
                QVERIFY(e.share > 0);
            }
            QVERIFY(std::abs(sum - 1) < 1e-12 && (most == 0 || Index(best.entries.size()) <= most));
            // No shift of mass between two allowed entries raises <y, s> - gamma/2 |y|^2.
            for (auto& from : best.entries)
                for (auto& to : best.entries) {
                    const double slope =
                        (s(to.target) - 0.7 * to.share) - (s(from.target) - 0.7 * from.share);
                    QVERIFY(std::abs(slope) < 1e-12);
                }
        }
    }
    void quadraticPlanIsSparseAndExactInItsMarginals() {
        Random random(8);
        const auto g = geometry_of({random.normal(200, 3)}, {random.normal(150, 3)});
        ExactPlan exact(g);
        QVERIFY(exact.solve({}).ok());
        double last = 1e300;
        for (double share : {1.0, 0.1, 0.01}) {
            SemiDual run(g, {.gamma = share * g.mean_cost, .tolerance = 1e-6, .iterations = 3000});
            QVERIFY(run.solve({}).ok());
            QVERIFY2(run.converged(), qPrintable(QString("%1: %2").arg(share).arg(run.column_error())));
            const auto plan = summary_of(g, run.rows(), 1 << 20);
            QVERIFY(plan.row_error < 1e-12 && plan.column_error < 2e-6);
            // Primal and dual meet.
            double squares = 0;
            for (auto& t : plan.largest.entries) squares += t.mass * t.mass / g.source.mass(t.source);
            const double primal = plan.cost + share * g.mean_cost / 2 * squares;
            QVERIFY(std::abs(primal - run.dual_value()) < 1e-5 * g.mean_cost);
            QVERIFY(plan.cost < last && plan.cost > exact.cost() * (1 - 1e-4));
            QVERIFY(plan.entries < 0.5 * 200 * 150);
            last = plan.cost;
        }
        QVERIFY(last < 1.1 * exact.cost());
    }
    void sparsePlanKeepsToItsPartners() {
        Random random(9);
        const auto g = geometry_of({random.normal(200, 3)}, {random.normal(200, 3)});
        SemiDual run(g,
                     {.gamma = 0.3 * g.mean_cost, .most_partners = 2, .tolerance = 1e-3, .iterations = 300});
        double value = -1e300;
        while (!run.done()) {
            QVERIFY(run.iterate({}).ok());
            QVERIFY(run.dual_value() >= value);
            value = run.dual_value();
        }
        std::vector<PlanEntry> entries;
        const auto rows = run.rows();
        for (Index i = 0; i < 200; ++i) {
            rows(i, entries);
            QVERIFY(!entries.empty() && entries.size() <= 2);
        }
        const auto plan = summary_of(g, rows);
        QVERIFY(std::abs(plan.column_error - run.column_error()) < 1e-9 && plan.row_error < 1e-12);
        QVERIFY2(plan.column_error < 0.3, qPrintable(QString::number(plan.column_error)));
    }
    void theLargestEntriesAreKept() {
        Random random(10);
        const auto g = geometry_of({random.normal(100, 2)}, {random.normal(80, 2)});
        Sinkhorn run(g, {.epsilon = 0.1 * g.mean_cost});
        QVERIFY(run.solve({}).ok());
        const auto all = summary_of(g, run.rows(), 100000), few = summary_of(g, run.rows(), 50);
        QVERIFY(few.cut && !all.cut && few.largest.entries.size() == 50);
        for (std::size_t k = 0; k < 50; ++k)
            QCOMPARE(few.largest.entries[k].mass, all.largest.entries[k].mass);
        double sum = 0;
        for (auto& t : all.largest.entries) sum += t.mass;
        QVERIFY(std::abs(sum - 1) < 1e-6);
    }
    void mongeGapIsZeroForOptimalMapsAlone() {
        Random random(11);
        const Matrix x = random.normal(300, 3);
        const Matrix scaled = 1.7 * x;  // the gradient of a convex function is optimal (Brenier)
        auto none = monge_gap(x, scaled, 2000, 1, 2, {});
        QVERIFY(none.ok() && none->gap < 1e-9);
        Matrix turn = Matrix::Identity(3, 3);
        turn.topLeftCorner(2, 2) << -1, 0, 0, -1;
        auto some = monge_gap(x, x * turn, 2000, 1, 2, {});
        QVERIFY(some.ok() && some->gap > 1);
        auto sampled = monge_gap(x, x * turn, 100, 1, 2, {});
        QVERIFY(sampled.ok() && sampled->rows == 100 && sampled->gap > 0.5);
    }
    void stopsWhenAsked() {
        Random random(12);
        const auto g = geometry_of({random.normal(900, 3)}, {random.normal(900, 3)});
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        const auto many = geometry_of({random.normal(900, 20)}, {random.normal(900, 20)});
        Sinkhorn sinkhorn(g, {.epsilon = 0.1}), held(many, {.epsilon = 0.1});
        SemiDual semi(g, {.gamma = 0.1});
        ExactPlan exact(g);
        for (auto status : {sinkhorn.solve(context), held.solve(context), semi.solve(context), exact.solve(context)})
            QVERIFY(!status.ok() && status.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "test_plan.moc"
