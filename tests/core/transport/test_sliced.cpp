// Sliced distances against brute force, finite differences and POT.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/base/random.h"
#include "core/transport/order.h"
#include "core/transport/sliced.h"

using namespace orthoscope;

namespace {

Sliced sliced(const WeightedPoints& a, const WeightedPoints& b, const Matrix& t, const SlicedWants& wants = {}) {
    auto out = sliced_wasserstein(a, b, t, wants, {});
    if (!out) qFatal("%s", out.error().message().c_str());
    return *out;
}

// W_p^p on a line by moving mass between the leftmost points that still have some.
double on_a_line(std::vector<std::pair<double, double>> x, std::vector<std::pair<double, double>> y, int p) {
    std::sort(x.begin(), x.end()), std::sort(y.begin(), y.end());
    double sum = 0;
    for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
        const double w = std::min(x[i].second, y[j].second);
        sum += w * std::pow(std::abs(x[i].first - y[j].first), p);
        x[i].second -= w, y[j].second -= w;
        if (x[i].second <= 1e-15) ++i;
        else ++j;
    }
    return sum;
}

void write_raw(const QString& path, const Matrix& m) {
    std::ofstream file(path.toStdString(), std::ios::binary);
    file.write(reinterpret_cast<const char*>(m.data()), m.size() * 8);
}

Matrix masses(Index n, Random& random) {
    Matrix m(n, 1);
    for (Index i = 0; i < n; ++i) m(i, 0) = 0.1 + random.uniform();
    return m / m.sum();
}
std::span<const double> span_of(const Matrix& m) { return {m.data(), std::size_t(m.size())}; }

}  // namespace

class TestSliced : public QObject {
    Q_OBJECT

  private slots:
    void ordersWhateverComes() {
        Random random(1);
        OrderSpace space;
        for (int kind = 0; kind < 6; ++kind)
            for (Index n : {1, 2, 199, 200, 5000}) {
                Vector v(n);
                for (Index i = 0; i < n; ++i) {
                    const double g = random.normal();
                    v(i) = kind == 0   ? g
                           : kind == 1 ? 7.0                              // all alike
                           : kind == 2 ? double(random.below(5))          // many ties
                           : kind == 3 ? std::exp(30 * g)                 // heavy tails
                           : kind == 4 ? 1e9 + 1e-6 * g                   // narrow and far away
                                       : (i % 2 ? 1e308 : -1e308) * std::abs(std::sin(double(i)));  // range overflows
                }
                Vector sorted(n);
                std::vector<std::int32_t> order(static_cast<std::size_t>(n));
                order_of(v.data(), n, sorted.data(), order.data(), space);
                std::vector<char> seen(std::size_t(n), 0);
                for (Index i = 0; i < n; ++i) {
                    QVERIFY(i == 0 || sorted(i - 1) <= sorted(i));
                    QCOMPARE(sorted(i), v(order[std::size_t(i)]));
                    QVERIFY(!seen[std::size_t(order[std::size_t(i)])]++);
                }
            }
    }
    void agreesWithTheLineByHand() {
        Random random(2);
        const Matrix x = random.normal(300, 4), y = random.normal(170, 4), t = haar_directions(4, 9, 3);
        const Matrix a = masses(300, random), b = masses(170, random), y300 = random.normal(300, 4);
        for (int p : {1, 2})
            for (int weighted : {0, 1, 2}) {
                const WeightedPoints source{x, weighted == 1 ? span_of(a) : std::span<const double>()};
                const Matrix& other = weighted == 2 ? y300 : y;
                const WeightedPoints target{other, weighted == 1 ? span_of(b) : std::span<const double>()};
                const auto got = sliced(source, target, t, {.p = p});
                for (Index k = 0; k < t.cols(); ++k) {
                    std::vector<std::pair<double, double>> u, v;
                    for (Index i = 0; i < 300; ++i)
                        u.push_back({x.row(i).dot(t.col(k)), weighted == 1 ? a(i) : 1.0 / 300});
                    for (Index i = 0; i < other.rows(); ++i)
                        v.push_back({other.row(i).dot(t.col(k)), weighted == 1 ? b(i) : 1.0 / double(other.rows())});
                    QVERIFY(std::abs(got.costs(k) - on_a_line(u, v, p)) < 1e-12);
                }
                QVERIFY(std::abs(got.cost - got.costs.mean()) < 1e-15);
            }
    }
    void isAMetricOnThePoints() {
        Random random(4);
        const Matrix x = random.normal(500, 3), t = haar_directions(3, 20, 5);
        Matrix shuffled(500, 3);
        const auto order = random.permutation(500);
        for (Index i = 0; i < 500; ++i) shuffled.row(i) = x.row(order[std::size_t(i)]);
        QVERIFY(sliced({x}, {shuffled}, t).cost < 1e-30);
        // A shift by s costs the mean of (s t)^2.
        const RowVector s = random.normal(1, 3);
        const double want = (s * t).squaredNorm() / 20;
        QVERIFY(std::abs(sliced({x.rowwise() + s}, {shuffled}, t).cost - want) < 1e-12);
    }
    void threadsAndSplitMassesChangeNothing() {
        Random random(6);
        const Matrix x = random.normal(400, 3), y = random.normal(400, 3), t = haar_directions(3, 17, 7);
        const auto one = sliced({x}, {y}, t, {.threads = 1}), three = sliced({x}, {y}, t, {.threads = 3});
        QVERIFY(one.costs == three.costs);
        // Each target point twice, at half the mass.
        Matrix twice(800, 3);
        twice << y, y;
        QVERIFY((sliced({x}, {twice}, t).costs - one.costs).norm() < 1e-12);
    }
    void gradientsAreThoseOfFiniteDifferences() {
        Random random(8);
        const Matrix x = random.normal(60, 3), y = random.normal(45, 3), t = haar_directions(3, 6, 9);
        const Matrix r = random_orthogonal(3, random, true), a = masses(60, random);
        for (int p : {1, 2}) {
            const WeightedPoints source{x, span_of(a)}, target{y};
            const SlicedWants wants{.p = p, .threads = 2, .rotation = &r, .source_gradient = true,
                                    .turn_gradient = true, .direction_gradient = true};
            const auto got = sliced(source, target, t, wants);
            const double h = 1e-6;
            const Matrix moved = x * r, by = random.normal(60, 3), turn = random.normal(3, 3);
            const Matrix plus = moved + h * by, minus = moved - h * by;
            const double slope = (sliced({plus, span_of(a)}, target, t, {.p = p}).cost -
                                  sliced({minus, span_of(a)}, target, t, {.p = p}).cost) / (2 * h);
            QVERIFY(std::abs(slope - got.source_gradient.cwiseProduct(by).sum()) < 1e-7);
            const Matrix up = r + h * turn, down = r - h * turn;
            const double by_turn = (sliced(source, target, t, {.p = p, .rotation = &up}).cost -
                                    sliced(source, target, t, {.p = p, .rotation = &down}).cost) / (2 * h);
            QVERIFY(std::abs(by_turn - got.turn_gradient.cwiseProduct(turn).sum()) < 1e-7);
            const Matrix bend = random.normal(3, 6);
            const Matrix ahead = t + h * bend, behind = t - h * bend;
            const Vector by_axis = (sliced(source, target, ahead, {.p = p, .rotation = &r}).costs -
                                    sliced(source, target, behind, {.p = p, .rotation = &r}).costs) / (2 * h);
            for (Index k = 0; k < 6; ++k)
                QVERIFY(std::abs(by_axis(k) - got.direction_gradient.col(k).dot(bend.col(k))) < 1e-7);
            // Along the group: R exp(h B) with B skew.
            const Matrix b = turn - turn.transpose();
            QVERIFY(std::abs(skew_gradient(r, got.turn_gradient).cwiseProduct(b).sum() -
                             got.turn_gradient.cwiseProduct(r * b).sum()) < 1e-9);
        }
    }
    void partnersAreThoseOfThePlan() {
        Random random(10);
        const Matrix x = random.normal(250, 3), t = haar_directions(3, 5, 11);
        const auto order = random.permutation(250);
        Matrix y(250, 3);
        for (Index i = 0; i < 250; ++i) y.row(order[std::size_t(i)]) = x.row(i);
        const auto got = sliced({x}, {y}, t, {.partners = true});
        for (Index i = 0; i < 250; ++i)
            for (Index k = 0; k < 5; ++k) QCOMPARE(Index(got.partners(i, k)), order[std::size_t(i)]);
        // Unequal sizes: every row has one.
        const auto fewer = sliced({x}, {y.topRows(90)}, t, {.partners = true});
        QVERIFY(fewer.partners.minCoeff() >= 0 && fewer.partners.maxCoeff() < 90);
    }
    void theLargestDirectionIsFound() {
        // The clouds differ along one axis alone.
        Random random(12);
        const Index d = 12;
        const Matrix x = random.normal(600, d);
        Matrix y = x;
        const Vector axis = random.normal(d, 1).normalized();
        y += (2 * (x * axis)) * axis.transpose();
        auto found = max_sliced_wasserstein({x}, {y}, 2, 20, 1, 2, {});
        QVERIFY(found.ok() && found->converged);
        const Matrix along = axis;
        QVERIFY(found->cost >= sliced({x}, {y}, along).cost * (1 - 1e-9));
        QVERIFY(std::abs(found->direction.dot(axis)) > 0.999);
        QVERIFY(found->cost >= sliced({x}, {y}, haar_directions(d, 200, 2)).costs.maxCoeff());
    }
    void refusesWhatItCannotTake() {
        const Matrix x = Matrix::Ones(3, 2), t = haar_directions(2, 2, 1);
        const std::vector<double> two{1, 1}, negative{1, -1, 1}, none{0, 0, 0};
        for (auto* mass : {&two, &negative, &none}) {
            auto out = sliced_wasserstein({x, *mass}, {x}, t, {}, {});
            QVERIFY(!out.ok() && out.error().kind == ErrorKind::Input);
        }
        const Matrix huge = x * 1e308 * 1e10;
        QVERIFY(!sliced_wasserstein({huge}, {x}, t, {}, {}).ok());
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        auto stopped = sliced_wasserstein({x}, {x}, t, {}, context);
        QVERIFY(!stopped.ok() && stopped.error().kind == ErrorKind::Cancelled);
    }
    void agreesWithPot() {
        QProcess probe;
        QString python;
        for (QString candidate : {"/usr/bin/python3", "python3"}) {
            probe.start(candidate, {"-c", "import ot"});
            if (probe.waitForFinished(60000) && probe.exitCode() == 0) { python = candidate; break; }
        }
        if (python.isEmpty()) QSKIP("python3 with POT (package python3-pot) is not installed");
        Random random(13);
        const Matrix x = random.normal(400, 3), y = 1.3 * random.normal(400, 3), z = random.normal(250, 3);
        const Matrix t = haar_directions(3, 50, 14), a = masses(400, random), b = masses(250, random);
        QTemporaryDir folder;
        const std::vector<std::pair<const char*, const Matrix*>> files{{"x", &x}, {"y", &y}, {"z", &z},
                                                                       {"t", &t}, {"a", &a}, {"b", &b}};
        for (auto& [name, m] : files) write_raw(folder.filePath(name), *m);
        const char* script =
            "import numpy as np, ot, sys\n"
            "def f(n, d): return np.fromfile(sys.argv[1] + '/' + n).reshape(d, -1).T\n"
            "x, y, z, a, b = f('x', 3), f('y', 3), f('z', 3), f('a', 1)[:, 0], f('b', 1)[:, 0]\n"
            "t = np.fromfile(sys.argv[1] + '/t').reshape(-1, 3).T\n"
            "for p in (1, 2):\n"
            "    print(repr(float(ot.sliced_wasserstein_distance(x, y, n_projections=t.shape[1], projections=t, p=p))))\n"
            "    print(repr(float(ot.sliced_wasserstein_distance(x, z, a, b, n_projections=t.shape[1], projections=t, p=p))))\n";
        QProcess run;
        run.start(python, {"-c", script, folder.path()});
        QVERIFY2(run.waitForFinished(120000) && run.exitCode() == 0, run.readAllStandardError());
        const auto lines = run.readAllStandardOutput().split('\n');
        QVERIFY(lines.size() >= 4);
        for (int p : {1, 2}) {
            const double equal = sliced({x}, {y}, t, {.p = p}).distance;
            const double weighted = sliced({x, span_of(a)}, {z, span_of(b)}, t, {.p = p}).distance;
            QVERIFY2(std::abs(equal - lines[2 * p - 2].toDouble()) < 1e-9, lines[2 * p - 2]);
            QVERIFY2(std::abs(weighted - lines[2 * p - 1].toDouble()) < 1e-9, lines[2 * p - 1]);
        }
    }
};

QTEST_APPLESS_MAIN(TestSliced)
#include "test_sliced.moc"
