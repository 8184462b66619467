// The sliced distance of a functional map: gradients, planted answers, descent.
#include <QtTest>
#include <unsupported/Eigen/MatrixFunctions>

#include "core/maps/sliced_refinement.h"
#include "map_support.h"

using namespace orthoscope;

namespace {

constexpr Index k = 7;

SlicedRefinement begun(const ShapePair& pair, const Matrix& c, const SlicedRefinementRules& rules, const Matrix& anchor = {}) {
    auto made = SlicedRefinement::start(pair, c, anchor, rules, {});
    if (!made) qFatal("%s", made.error().message().c_str());
    return std::move(*made);
}

// A turn of the coordinates behind the first, `angle` radians root mean square.
Matrix turned(double angle, std::uint64_t seed) {
    Random random(seed);
    Matrix skew = random.normal(k, k);
    skew = Matrix(skew - skew.transpose());
    skew.row(0).setZero(), skew.col(0).setZero();
    return (skew * (angle * std::sqrt(double(k)) / skew.norm())).exp();
}

struct Variant {
    SlicedDirections directions;
    SlicedWeights weights;
    double coupling;
};
const Variant variants[] = {{SlicedDirections::Haar, SlicedWeights::Mean, 0},
                            {SlicedDirections::Haar, SlicedWeights::Energy, 0.3},
                            {SlicedDirections::Smooth, SlicedWeights::Mean, 0.2},
                            {SlicedDirections::Smooth, SlicedWeights::Energy, 0}};

}  // namespace

class TestSlicedRefinement : public QObject {
    Q_OBJECT

  private slots:
    void gradientIsThatOfFiniteDifferences() {
        const auto planted = planted_pair(60, k, 1);
        Random random(2);
        for (auto& v : variants) {
            const auto r = begun(planted.pair, turned(0.3, 3), {.directions = v.directions, .weights = v.weights, .count = 12, .coupling = v.coupling});
            const Matrix at = r.functional_map().transpose(), by = random.normal(k, k);
            const double h = 1e-8;  // small: where two rows swap their order the slope jumps
            auto up = r.value_at(at + h * by, {}), down = r.value_at(at - h * by, {});
            auto g = r.gradient(at, {});
            QVERIFY(up.ok() && down.ok() && g.ok());
            const double slope = (*up - *down) / (2 * h), want = g->cwiseProduct(by).sum();
            QVERIFY2(std::abs(slope - want) < 1e-5 * (1 + std::abs(want)), qPrintable(QString("%1 %2").arg(slope).arg(want)));
        }
    }
    void valueIsTheSlicedDistanceOfTheTransportLibrary() {
        auto planted = planted_pair(120, k, 4);
        // Equal masses: rows of equal rank meet.
        auto source = std::make_shared<Eigenbasis>(*planted.pair.source_basis), target = std::make_shared<Eigenbasis>(*planted.pair.target_basis);
        source->mass.setConstant(1.0 / 120), target->mass.setConstant(1.0 / 120);
        planted.pair.source_basis = source, planted.pair.target_basis = target;
        const Matrix c = turned(0.4, 5);
        const auto r = begun(planted.pair, c, {.count = 20, .seed = 6});
        const Matrix moved = source->vectors * c.transpose();
        auto plain = sliced_wasserstein({moved}, {target->vectors}, haar_directions(k, 20, 6), {}, {});
        QVERIFY(plain.ok());
        QVERIFY(std::abs(r.value() - plain->cost) < 1e-12 * plain->cost);
        QVERIFY(std::abs(r.distance() - plain->distance) < 1e-12);
        auto metric = sliced_distance(planted.pair, c, 20, 6, 2, {});
        QVERIFY(metric.ok() && std::abs(*metric - plain->distance) < 1e-12);
    }
    void theMapOfAPermutationStays() {
        const auto planted = planted_pair(200, k, 7);
        const Matrix one = Matrix::Identity(k, k);
        for (auto directions : {SlicedDirections::Haar, SlicedDirections::Smooth, SlicedDirections::Worst}) {
            auto r = begun(planted.pair, one, {.directions = directions, .count = 30});
            QVERIFY(r.value() < 1e-12);
            while (!r.finished()) QVERIFY(r.step({}).ok());
            QVERIFY((r.functional_map() - one).norm() < 1e-8);
        }
    }
    void aPlantedTurnIsFound() {
        const auto planted = planted_pair(400, k, 8);
        const Matrix start = turned(0.15, 9), one = Matrix::Identity(k, k);
        QVERIFY((start - one).norm() > 0.3);
        for (auto directions : {SlicedDirections::Haar, SlicedDirections::Worst}) {
            auto r = begun(planted.pair, start, {.directions = directions, .count = 60, .rows = 0, .iterations = 250, .tolerance = 1e-7});
            while (!r.finished()) QVERIFY(r.step({}).ok());
            const double error = (r.functional_map() - one).norm();
            QVERIFY2(error < 2e-2, qPrintable(QString::number(error)));
        }
    }
    void theValueNeverRises() {
        auto planted = planted_pair(200, k, 10);
        const auto other = planted_pair(170, k, 11);
        planted.pair.target = other.pair.target, planted.pair.target_basis = other.pair.target_basis;
        for (auto& v : variants) {
            auto r = begun(planted.pair, turned(0.8, 12), {.directions = v.directions, .weights = v.weights, .count = 25, .coupling = v.coupling});
            double last = r.value();
            while (!r.finished()) {
                QVERIFY(r.step({}).ok());
                QVERIFY(r.value() <= last);
                last = r.value();
                const Matrix c = r.functional_map();
                QVERIFY((c.transpose() * c - Matrix::Identity(k, k)).norm() < 1e-12);
                QVERIFY(c(0, 0) == 1 && std::abs(r.direction().norm() - 1) < 1e-12);
            }
        }
    }
    void theCouplingPulls() {
        const auto planted = planted_pair(150, k, 13);
        const Matrix anchor = turned(0.3, 14);
        auto r = begun(planted.pair, Matrix::Identity(k, k), {.count = 20, .coupling = 1e4, .iterations = 200}, anchor);
        while (!r.finished()) QVERIFY(r.step({}).ok());
        QVERIFY((r.functional_map() - anchor).norm() < 0.05);
    }
    void sizesDifferAndRowsAreDrawn() {
        const auto planted = planted_pair(300, k, 15);
        auto r = begun(planted.pair, Matrix::Identity(k, 5), {.count = 10, .rows = 100});
        QCOMPARE(r.functional_map().rows(), Index(5));
        auto again = begun(planted.pair, Matrix::Identity(k, 5), {.count = 10, .rows = 100});
        QCOMPARE(r.value(), again.value());
    }
    void badInputIsRefusedAndStopIsHeard() {
        const auto planted = planted_pair(100, k, 16);
        Matrix c = Matrix::Identity(k, k);
        c(2, 3) = std::nan("");
        QVERIFY(!SlicedRefinement::start(planted.pair, c, {}, {}, {}).ok());
        QVERIFY(!SlicedRefinement::start(planted.pair, Matrix(), {}, {}, {}).ok());
        auto r = begun(planted.pair, turned(0.5, 17), {});
        std::stop_source stop;
        stop.request_stop();
        Context context;
        context.stop = stop.get_token();
        auto status = r.step(context);
        QVERIFY(!status.ok() && status.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestSlicedRefinement)
#include "test_sliced_refinement.moc"
