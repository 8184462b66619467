// Tours of projections: frames stay orthonormal, ends are met, speeds are even, climbs reach the summit.
#include <QtTest>
#include <cmath>
#include <numbers>

#include <Eigen/QR>
#include <Eigen/Eigenvalues>

#include "core/base/random.h"
#include "core/linalg/tour.h"

using namespace orthoscope;

namespace {

Matrix some_frame(Index d, Index k, Random& random) {
    return random_orthogonal(d, random, false).leftCols(k);
}

double skew(const Matrix& f) {
    return (f.transpose() * f - Matrix::Identity(f.cols(), f.cols())).norm();
}

double plane_gap(const Matrix& a, const Matrix& b) {
    return (a * a.transpose() - b * b.transpose()).norm();
}

}  // namespace

class TestTour : public QObject {
    Q_OBJECT

    static void checkPath(const FramePath& path, const Matrix& from) {
        QVERIFY((path.at(0) - from).norm() == 0);
        QVERIFY((path.at(1) - path.end()).norm() == 0);
        QVERIFY(skew(path.end()) < 1e-12);
        // No jump at the ends.
        QVERIFY((path.basis() * path.within(0) - from).norm() < 1e-11);
        QVERIFY((path.basis() * path.within(1) - path.end()).norm() < 1e-11);
        const double h = 1e-5;
        for (int i = 0; i <= 20; ++i) {
            const double t = std::clamp(i / 20.0, h, 1 - h);
            QVERIFY(skew(path.at(t)) < 1e-12);
            QVERIFY((path.at(t) - path.basis() * path.within(t)).norm() < 1e-14);
            const double speed = (path.at(t + h) - path.at(t - h)).norm() / (2 * h);
            const double before = (path.basis() * (path.within(t) - path.within(t - h))).norm() / h;
            QVERIFY(std::abs(before - path.length()) < 1e-4 * (1 + path.length()));
            if (i > 0 && i < 20) QVERIFY(std::abs(speed - path.length()) < 1e-5 * (1 + path.length()));
        }
    }

  private slots:
    void pathsAreOrthogonalMotionsOfEvenSpeed_data() {
        QTest::addColumn<int>("d");
        QTest::addColumn<int>("seed");
        for (int d : {4, 5, 6, 12, 100})
            for (int seed : {1, 2, 3}) QTest::addRow("%d %d", d, seed) << d << seed;
    }
    void pathsAreOrthogonalMotionsOfEvenSpeed() {
        QFETCH(int, d);
        QFETCH(int, seed);
        Random random(std::uint64_t(10 * d + seed));
        const Matrix from = some_frame(d, 3, random), to = some_frame(d, 3, random);
        const FramePath spins(from, to, FramePath::Spin::With), still(from, to, FramePath::Spin::Without);
        checkPath(spins, from);
        checkPath(still, from);
        QVERIFY((spins.at(1) - to).norm() == 0);
        QVERIFY(plane_gap(still.at(1), to) < 1e-12);
        // Without a spin the picture does not turn in itself: the frames' product stays symmetric.
        const Matrix seen = from.transpose() * still.at(0.6);
        QVERIFY((seen - seen.transpose()).norm() < 1e-12);
        QVERIFY(still.length() <= spins.length() + 1e-12);
        // In fewer than 2 k dimensions frames share axes.
        for (Index i = 0; i < 3; ++i) QVERIFY(still.angles()[i] <= std::numbers::pi / 2 + 1e-12);
        if (d == 4) QVERIFY(still.angles()[0] < 1e-7 && still.angles()[1] < 1e-7);
    }

    void degenerateEndsAreMet() {
        Random random(5);
        const Matrix from = some_frame(6, 3, random);
        checkPath(FramePath(from, from, FramePath::Spin::Without), from);
        Matrix mirrored = from;
        mirrored.col(0) *= -1;
        const FramePath flip(from, mirrored, FramePath::Spin::With);
        checkPath(flip, from);
        QVERIFY((flip.at(1) - mirrored).norm() == 0);
        Matrix turned = from;
        turned.col(0) = from.col(1), turned.col(1) = -from.col(0);
        checkPath(FramePath(from, turned, FramePath::Spin::With), from);
    }

    void theGrandTourGoesRoundAtOneSpeed() {
        Random random(6);
        const Matrix first = some_frame(20, 3, random);
        const Tour tour = grand_tour(first, 1, 8);
        QCOMPARE(tour.stops().size(), std::size_t(9));
        QVERIFY((tour.path(0).at(0) - first).norm() == 0);
        QVERIFY((tour.path(8).at(1) - first).norm() == 0);
        const auto frame = [&](double seconds) {
            const auto place = tour.at(seconds);
            return tour.path(place.leg).at(place.t);
        };
        const double h = 1e-4;
        for (double s = 0.01; s < tour.seconds(); s += 0.37) {
            QVERIFY(skew(frame(s)) < 1e-12);
            const double speed = (frame(s + h) - frame(s)).norm() / h;
            if (tour.at(s).leg == tour.at(s + h).leg) QVERIFY(std::abs(speed - tour_speed) < 1e-3);
            QVERIFY((frame(s + h) - frame(s)).norm() < 2 * h);  // whole, at stops too
        }
        QVERIFY((frame(tour.seconds() + 1.5) - frame(1.5)).norm() < 1e-9);
        // The seed is the tour.
        QVERIFY((grand_tour(first, 1, 8).stops()[3].frame - tour.stops()[3].frame).norm() == 0);
        QVERIFY(plane_gap(grand_tour(first, 2, 8).stops()[3].frame, tour.stops()[3].frame) > 0.1);
    }

    void climbsReachTheSummit() {
        Random random(7);
        const Matrix v = random_orthogonal(30, random, false);
        Vector values = Vector::Constant(30, 0.1);
        values.head(6) << 9, 7, 5, 3, 2.5, 2;
        const Matrix a = v * values.asDiagonal() * v.transpose();
        const double best = (9 + 7 + 5) / values.sum();
        const Matrix start = some_frame(30, 3, random);
        double before = shown_share(a, start);
        const auto way = climb(a, start, Matrix(30, 0));
        Matrix last = start;
        for (auto& frame : way) {
            QVERIFY(skew(frame) < 1e-12);
            QVERIFY(shown_share(a, frame) > before);
            const FramePath step(last, frame, FramePath::Spin::Without);
            QVERIFY(step.angles().maxCoeff() <= 0.35 + 1e-9);
            before = shown_share(a, frame), last = frame;
        }
        QVERIFY2(before > 0.999 * best && before <= best + 1e-12, qPrintable(QString::number(before / best)));
        // What was seen is left out of the next climb.
        const Matrix seen = v.leftCols(3);
        Matrix other = some_frame(30, 3, random);
        other -= seen * (seen.transpose() * other);
        other = Eigen::HouseholderQR<Matrix>(other).householderQ() * Matrix::Identity(30, 3);
        const auto second = climb(a, other, seen);
        QVERIFY(!second.empty());
        QVERIFY((seen.transpose() * second.back()).norm() < 1e-9);
        QVERIFY(shown_share(a, second.back()) > 0.999 * (3 + 2.5 + 2) / values.sum());
    }

    void theGuidedTourClimbsAndComesHome() {
        Random random(8);
        const Matrix e = random.normal(200, 12) * Vector::LinSpaced(12, 2.0, 0.1).asDiagonal();
        const Matrix a = e.transpose() * e;
        const Matrix first = some_frame(12, 3, random);
        const Tour tour = guided_tour(first, a, 1, 3);
        int peak = 1;
        double share = 0;
        for (auto& stop : tour.stops()) {
            QVERIFY(skew(stop.frame) < 1e-12);
            QVERIFY(std::abs(stop.index - shown_share(a, stop.frame)) < 1e-9);
            if (stop.peak == peak && &stop != &tour.stops().front()) QVERIFY(stop.index > share);
            if (stop.peak > 0) peak = stop.peak;
            share = stop.index;
        }
        QCOMPARE(peak, 3);
        QVERIFY((tour.path(tour.stops().size() - 1).at(1) - first).norm() == 0);
        // In four dimensions there is but one.
        const Matrix small = a.topLeftCorner(4, 4);
        QCOMPARE(guided_tour(some_frame(4, 3, random), small, 1, 3).stops().back().peak, 1);
    }
};

QTEST_APPLESS_MAIN(TestTour)
#include "test_tour.moc"
