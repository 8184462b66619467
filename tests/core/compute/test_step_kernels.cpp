// Half steps of Sinkhorn's iteration and moving sets: OpenGL against the CPU.
#include <QtTest>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"
#include "core/maps/balanced_map.h"
#include "core/transport/sinkhorn.h"

using namespace orthoscope;

class TestStepKernels : public QObject {
    Q_OBJECT
    std::shared_ptr<GlBackend> gl_;

    // Largest difference of the answers, in epsilons.
    double difference(const TransportGeometry& g, const Vector& potential, double epsilon, bool single) {
        const HalfStep step{g.source, g.target, potential, epsilon, single, 2};
        auto expected = half_step(HalfStep{g.source, g.target, potential, epsilon, false, 2}, {}), got = gl_->half_step(step, {});
        if (!expected || !got) return std::numeric_limits<double>::infinity();
        return (*got - *expected).cwiseAbs().maxCoeff() / epsilon;
    }

  private slots:
    void initTestCase() {
        auto made = GlBackend::open();
        QVERIFY2(made.ok(), made ? "" : made.error().message().c_str());
        gl_ = *made;
    }

    void sizes_data() {
        QTest::addColumn<int>("n");
        QTest::addColumn<int>("m");
        QTest::addColumn<int>("columns");
        const int cases[][3] = {{1, 1, 1}, {1, 70, 3}, {70, 1, 3}, {63, 65, 2}, {64, 64, 8}, {101, 257, 9}, {331, 499, 50}, {130, 67, 300}};
        for (auto& c : cases) QTest::addRow("%d and %d rows, %d columns", c[0], c[1], c[2]) << c[0] << c[1] << c[2];
    }
    void sizes() {
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(int, columns);
        Random random(std::uint64_t(n + 13 * m));
        const Matrix x = random.normal(n, columns), y = random.normal(m, columns);
        const auto g = transport_geometry({x}, {y}, 2).value();
        const Vector potential = 0.3 * g.mean_cost * random.normal(m, 1);
        for (double share : {1.0, 0.05, 0.002}) {
            const double epsilon = std::max(share * g.mean_cost, 1e-3), largest = (g.largest_cost + g.mean_cost) / epsilon;
            const double exact = difference(g, potential, epsilon, false), coarse = difference(g, potential, epsilon, true);
            QVERIFY2(exact <= 1e-12 + 4e-15 * largest, qPrintable(QString("double: %1").arg(exact)));
            QVERIFY2(coarse <= 2e-6 + 4e-7 * largest, qPrintable(QString("single: %1").arg(coarse)));
        }
    }

    // A side without rows: the same answer, or the same refusal.
    void emptySides() {
        Random random(5);
        const auto g = transport_geometry({random.normal(7, 3)}, {random.normal(5, 3)}, 2).value();
        TransportSide none = g.source;
        none.points.resize(0, 3), none.squares.resize(0), none.mass.resize(0), none.log_mass.resize(0);
        const Vector potential = Vector::Zero(5), nothing(0);
        const std::pair<HalfStep, const char*> cases[] = {{{none, g.target, potential, 1.0, false, 2}, "nothing asks"},
                                                          {{g.source, none, nothing, 1.0, false, 2}, "nothing is asked"}};
        for (auto& [step, what] : cases) {
            const auto expected = half_step(step, {}), got = gl_->half_step(step, {});
            QVERIFY2(expected.ok() == got.ok(), what);
            if (expected) QVERIFY2(expected->size() == got->size() && (expected->size() == 0 || *expected == *got), what);
            else QVERIFY2(expected.error().kind == got.error().kind, what);
        }
    }

    void rowsWithoutMassAndHugeValues() {
        Random random(3);
        const Matrix x = random.normal(40, 3) * 1e100, y = random.normal(50, 3) * 1e100;
        std::vector<double> mass(50, 1);
        mass[0] = mass[49] = 0;
        const auto g = transport_geometry({x}, {y, mass}, 2).value();
        QVERIFY(difference(g, Vector::Zero(50), 0.1 * g.mean_cost, false) < 1e-11);
    }

    void aPlanIsTheSame() {
        Random random(4);
        const Matrix x = random.normal(300, 3), y = (1.1 * random.normal(260, 3)).array() + 0.2;
        const auto g = transport_geometry({x}, {y}, 2).value();
        SinkhornRules rules{.epsilon = 0.03 * g.mean_cost, .tolerance = 1e-7, .iterations = 3000};
        Sinkhorn here(g, rules);
        rules.compute = gl_.get();
        Sinkhorn there(g, rules);
        QVERIFY(here.solve({}).ok());
        QVERIFY(there.solve({}).ok());
        QVERIFY(here.converged() && there.converged());
        QVERIFY2(std::abs(here.dual_value() - there.dual_value()) < 1e-8 * g.mean_cost,
                 qPrintable(QString::number(here.dual_value() - there.dual_value())));
    }

    void sparseStepsAgreeAloneAndKept() {
        Random random(15);
        const Index n = 300, m = 211, each = 9;
        std::vector<Index> start, order;
        std::vector<std::int32_t> other;
        std::vector<double> cost;
        for (Index i = 0; i <= n; ++i) start.push_back(i * each);
        for (Index e = 0; e < n * each; ++e) {
            order.push_back((e * 7) % (n * each));
            other.push_back(std::int32_t(random.below(std::uint64_t(m))));
            cost.push_back(4 * random.uniform());
        }
        for (std::uint64_t number : std::initializer_list<std::uint64_t>{0, 77, 77, 77})
            for (double epsilon : {1.0, 0.05}) {
                const Vector offset = random.normal(m, 1);
                SparseHalfStep step{.start = start, .order = order, .other = other, .cost = cost, .offset = offset, .epsilon = epsilon, .relaxation = 0.7};
                step.pairs = number;
                auto expected = cpu_backend()->sparse_half_step(step, {}), got = gl_->sparse_half_step(step, {});
                QVERIFY(expected.ok() && got.ok());
                const double off = (*expected - *got).cwiseAbs().maxCoeff();
                QVERIFY2(off < 1e-13, qPrintable(QString("pairs %1, epsilon %2: off by %3").arg(number).arg(epsilon).arg(off)));
            }
    }

    void sparseStepsAgree() {
        Random random(5);
        for (auto [n, m] : {std::pair<Index, Index>{1, 1}, {97, 64}, {513, 700}}) {
            const Matrix x = random.normal(n, 3), y = random.normal(m, 3);
            BalancedRules rules{.neighbours = 7};
            auto here = BalancedTransport::start(x, {}, y, {}, rules, {});
            rules.compute = gl_.get();
            auto there = BalancedTransport::start(x, {}, y, {}, rules, {});
            QVERIFY(here.ok() && there.ok());
            while (!here->finished()) {
                QVERIFY(here->step({}).ok());
                QVERIFY(there->step({}).ok());
                QVERIFY2(there->iterations() == here->iterations(), qPrintable(QString("%1 x %2: %3 and %4, epsilon %5 and %6, unit %7 and %8").arg(n).arg(m).arg(there->iterations()).arg(here->iterations()).arg(there->epsilon()).arg(here->epsilon()).arg(there->unit()).arg(here->unit())));
                QVERIFY((here->plan() - there->plan()).cwiseAbs().maxCoeff() <= 1e-11 * here->plan().maxCoeff());
            }
            QCOMPARE(there->map(), here->map());
        }
    }

    void rowsWithoutPairsGetNothing() {
        const std::vector<Index> start{0, 0, 2, 2};
        const std::vector<std::int32_t> other{1, 0};
        const std::vector<double> cost{0.5, 0.25};
        const Vector offset = (Vector(2) << -0.1, 0.2).finished();
        const SparseHalfStep step{.start = start, .order = {}, .other = other, .cost = cost, .offset = offset, .epsilon = 0.1, .relaxation = 0.9};
        const double expected = -0.9 * 0.1 * std::log(std::exp(0.2 - 5) + std::exp(-0.1 - 2.5));
        for (auto* backend : std::initializer_list<ComputeBackend*>{cpu_backend().get(), gl_.get()}) {
            auto got = backend->sparse_half_step(step, {});
            QVERIFY(got.ok());
            QCOMPARE((*got)(0), 0.0);
            QVERIFY(std::abs((*got)(1) - expected) < 1e-14);
            QCOMPARE((*got)(2), 0.0);
        }
    }

    void whatIsNotFiniteIsRefused() {
        Random random(6);
        const Matrix x = random.normal(10, 2);
        const auto g = transport_geometry({x}, {x}, 2).value();
        Vector broken = Vector::Zero(10);
        broken(4) = std::nan("");
        const std::vector<Index> start{0, 1};
        const std::vector<std::int32_t> other{0};
        const std::vector<double> cost{0.5};
        for (auto* backend : std::initializer_list<ComputeBackend*>{cpu_backend().get(), gl_.get()}) {
            auto dense = backend->half_step({g.source, g.target, broken, 1, false, 2}, {});
            QVERIFY(!dense && dense.error().kind == ErrorKind::Input);
            const SparseHalfStep step{.start = start, .order = {}, .other = other, .cost = cost, .offset = broken};
            auto sparse = backend->sparse_half_step(step, {});
            QVERIFY(!sparse && sparse.error().kind == ErrorKind::Input);
            Matrix points = x;
            points(2, 1) = std::nan("");
            QVERIFY(!backend->hold(points, {}).ok());
        }
    }

    void setsMove() {
        Random random(7);
        for (auto [n, d] : {std::pair<Index, Index>{0, 3}, {1, 1}, {63, 3}, {1009, 17}, {257, 300}}) {
            const Matrix x = (random.normal(n, d).array() + 100).matrix(), m = random.normal(d, 3);
            const RowVector offset = random.normal(1, 3).row(0);
            const Matrix expected = (x * m).rowwise() + offset;
            for (auto* backend : std::initializer_list<ComputeBackend*>{cpu_backend().get(), gl_.get()}) {
                auto set = backend->hold(x, {});
                QVERIFY(set.ok());
                for (int twice = 0; twice < 2; ++twice) {
                    auto got = (*set)->at(m, offset, {});
                    QVERIFY(got.ok());
                    QCOMPARE(got->cols(), n);
                    const RowVector mean = n ? RowVector(x.colwise().mean()) : RowVector(RowVector::Zero(d));
                    for (Index i = 0; i < n; ++i)
                        for (Index c = 0; c < 3; ++c) {
                            const double bound = double(d + 4) * 6e-8 * (x.row(i) - mean).norm() * m.col(c).norm() +
                                                 1.2e-7 * std::abs(expected(i, c)) + 1.2e-7 * std::abs((mean * m)(c) + offset(c));
                            QVERIFY(std::abs(double((*got)(c, i)) - expected(i, c)) <= bound + 1e-30);
                        }
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestStepKernels)
#include "test_step_kernels.moc"
