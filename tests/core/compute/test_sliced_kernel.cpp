// Sliced distances, couplings and gradients: OpenGL against the CPU.
#include <QtTest>

#include "core/base/random.h"
#include "core/compute/gl/gl_backend.h"

using namespace orthoscope;

class TestSlicedKernel : public QObject {
    Q_OBJECT
    std::shared_ptr<GlBackend> gl_;

    static SlicedWants everything(int p) {
        SlicedWants wants;
        wants.p = p, wants.source_gradient = wants.turn_gradient = wants.direction_gradient = wants.partners = true;
        return wants;
    }
    static void close(const Matrix& a, const Matrix& b, const char* what, double tolerance) {
        QCOMPARE(a.rows(), b.rows());
        QCOMPARE(a.cols(), b.cols());
        const double scale = b.size() ? std::max(b.cwiseAbs().maxCoeff(), 1e-300) : 1;
        const double off = b.size() ? (a - b).cwiseAbs().maxCoeff() / scale : 0;
        QVERIFY2(off <= tolerance, qPrintable(QString("%1 is off by %2").arg(what).arg(off)));
    }
    void agree(const WeightedPoints& x, const WeightedPoints& y, const Matrix& directions, const SlicedWants& wants, bool ties = false) {
        auto expected = sliced_wasserstein(x, y, directions, wants, {}), got = gl_->sliced(x, y, directions, wants, {});
        QVERIFY(expected.ok());
        QVERIFY2(got.ok(), got ? "" : got.error().message().c_str());
        close(got->costs, expected->costs, "costs", 1e-9);
        QVERIFY(std::abs(got->cost - expected->cost) <= 1e-9 * std::abs(expected->cost));
        if (ties) return;
        close(got->source_gradient, expected->source_gradient, "source gradient", 1e-9);
        close(got->turn_gradient, expected->turn_gradient, "turn gradient", 1e-9);
        close(got->direction_gradient, expected->direction_gradient, "direction gradient", 1e-9);
        if (wants.partners) QVERIFY(got->partners == expected->partners);
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
        QTest::addColumn<int>("directions");
        QTest::addColumn<int>("p");
        const int cases[][5] = {{1, 1, 1, 1, 2},   {1, 2, 3, 2, 2},    {2, 1, 3, 1, 1},   {3, 3, 2, 5, 2},    {64, 64, 3, 4, 2},
                                {101, 101, 7, 3, 1}, {255, 257, 3, 3, 2}, {1024, 1024, 3, 2, 2}, {1025, 997, 5, 3, 2}, {5003, 4999, 3, 3, 2},
                                {2500, 2500, 40, 70, 2}};
        for (auto& c : cases)
            QTest::addRow("%d and %d rows, %d columns, %d directions, p %d", c[0], c[1], c[2], c[3], c[4])
                << c[0] << c[1] << c[2] << c[3] << c[4];
    }
    void sizes() {
        QFETCH(int, n);
        QFETCH(int, m);
        QFETCH(int, columns);
        QFETCH(int, directions);
        QFETCH(int, p);
        Random random(std::uint64_t(n + 7 * m));
        const Matrix x = random.normal(n, columns), y = (1.2 * random.normal(m, columns)).array() + 0.3;
        agree({x}, {y}, haar_directions(columns, directions, 3), everything(p));
    }

    void emptySetsGetTheSameAnswer() {
        Random random(2);
        const Matrix x = random.normal(9, 3), none(0, 3), t = haar_directions(3, 2, 4);
        for (auto& [a, b] : {std::pair{none, x}, {x, none}, {none, none}}) {
            const auto expected = cpu_backend()->sliced({a}, {b}, t, {}, {}), got = gl_->sliced({a}, {b}, t, {}, {});
            QCOMPARE(got.ok(), expected.ok());
            if (expected) QCOMPARE(got->cost, expected->cost);
            else QCOMPARE(got.error().message(), expected.error().message());
        }
    }

    void massesOnOneSideAndOnBoth() {
        Random random(11);
        const Matrix x = random.normal(307, 3), y = random.normal(411, 3), t = haar_directions(3, 5, 2);
        std::vector<double> a(307), b(411);
        for (auto& v : a) v = random.uniform() + 0.1;
        for (auto& v : b) v = random.uniform() + 0.1;
        SlicedWants wants = everything(2);
        wants.partners = false;  // a heavy row takes several equal ones whole: rounding says which is its first
        agree({x, a}, {y}, t, wants);
        agree({x}, {y, b}, t, everything(2));
        agree({x, a}, {y, b}, t, everything(1));
        a[5] = a[77] = 0, a[9] = 50;
        agree({x, a}, {y, b}, t, wants);
    }

    void underARotation() {
        Random random(12);
        const Matrix x = random.normal(500, 6), y = random.normal(500, 6), r = random_orthogonal(6, random, true);
        SlicedWants wants = everything(2);
        wants.rotation = &r;
        agree({x}, {y}, haar_directions(6, 9, 2), wants);
    }

    void tiesAndCoincidingRows() {
        Random random(13);
        Matrix x = Matrix::Constant(300, 3, 2.5), y = random.normal(300, 3);
        agree({x}, {y}, haar_directions(3, 4, 2), everything(2), true);
        for (Index i = 0; i < 300; ++i) x.row(i) = y.row(i % 10);
        agree({x}, {y}, haar_directions(3, 4, 2), everything(2), true);
        auto same = gl_->sliced({y}, {y}, haar_directions(3, 4, 2), everything(2), {});
        QVERIFY(same.ok());
        QCOMPARE(same->cost, 0.0);
    }

    void hugeTinyAndHeavyTailedValues() {
        Random random(14);
        Matrix x = random.normal(400, 3), y = random.normal(400, 3);
        const Matrix t = haar_directions(3, 4, 2);
        agree({x * 1e140}, {y * 1e140}, t, everything(2));
        agree({x * 1e-140}, {y * 1e-140}, t, everything(2));
        x.row(7) *= 1e6, y.row(9) *= 1e6;
        auto expected = sliced_wasserstein({x}, {y}, t, {}, {}), got = gl_->sliced({x}, {y}, t, {}, {});
        QVERIFY(expected.ok() && got.ok());
        QVERIFY(std::abs(got->cost - expected->cost) <= 1e-9 * expected->cost);
    }

    void aCallIsTheSameEveryTime() {
        Random random(15);
        const Matrix x = random.normal(2000, 3), y = random.normal(1500, 3), t = haar_directions(3, 20, 2);
        auto one = gl_->sliced({x}, {y}, t, everything(2), {}), two = gl_->sliced({x}, {y}, t, everything(2), {});
        QVERIFY(one.ok() && two.ok());
        QVERIFY(one->costs == two->costs);
        QVERIFY(one->source_gradient == two->source_gradient);
    }

    void whatIsNotFiniteIsRefused() {
        Random random(16);
        const Matrix x = random.normal(20, 3), t = haar_directions(3, 4, 2);
        Matrix broken = x;
        broken(3, 1) = std::nan("");
        std::vector<double> negative(20, 1);
        negative[3] = -1;
        for (auto* backend : std::initializer_list<ComputeBackend*>{cpu_backend().get(), gl_.get()}) {
            auto as_source = backend->sliced({broken}, {x}, t, {}, {}), as_target = backend->sliced({x}, {broken}, t, {}, {}),
                 masses = backend->sliced({x, negative}, {x}, t, {}, {}), large = backend->sliced({x * 1e308}, {x}, t, {}, {});
            QVERIFY(!as_source && as_source.error().kind == ErrorKind::Input);
            QVERIFY(!as_target && as_target.error().kind == ErrorKind::Input);
            QVERIFY(!masses && masses.error().kind == ErrorKind::Input);
            QVERIFY(!large && large.error().kind == ErrorKind::Input);
        }
    }
};

QTEST_APPLESS_MAIN(TestSlicedKernel)
#include "test_sliced_kernel.moc"
