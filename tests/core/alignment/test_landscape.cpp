// The cost of every rotation against sums over the rows, grids and finite differences.
#include <QtTest>
#include <cmath>
#include <numbers>

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <Eigen/LU>

#include "core/alignment/landscape.h"
#include "core/base/random.h"
#include "core/linalg/procrustes.h"

using namespace orthoscope;

namespace {

constexpr double pi = std::numbers::pi;

DatasetPtr cloud(const std::string& name, Matrix points) {
    auto set = std::make_shared<Dataset>();
    set->name = name;
    set->payload = PointCloud{std::move(points)};
    return set;
}

std::shared_ptr<const Pairs> some_pairs(Index d, std::uint64_t seed, PairingOptions options = {}) {
    Random random(seed);
    Matrix x = random.normal(40, d);
    for (Index k = 0; k < d; ++k) x.col(k) *= 1 + 0.7 * double(k);
    Matrix y = x * random_orthogonal(d, random, seed % 2 == 0) + 0.4 * random.normal(40, d);
    y.rowwise() += RowVector::Constant(d, 1.5);
    return *make_pairs({cloud("x", x), cloud("y", y)}, options, {});
}

AlignmentState resting(Index d, double scale = 1) {
    AlignmentState state;
    state.rotation = std::make_shared<const Matrix>(Matrix::Identity(d, d));
    state.pivot = state.place = RowVector::Zero(d);
    state.scale = scale;
    return state;
}

double row_sum(const Pairs& pairs, const Landscape& l, const Matrix& r) {
    const Matrix moved =
        (l.scale * ((pairs.source->rowwise() - l.pivot) * r)).rowwise() + l.place;
    return (moved - *pairs.target).rowwise().squaredNorm().mean();
}

Vector unit(Index size, Index k, double length) {
    Vector v = Vector::Zero(size);
    v[k] = length;
    return v;
}

}  // namespace

class TestLandscape : public QObject {
    Q_OBJECT

  private slots:
    void noCostIsBelowZero() {
        Random random(31);
        for (int k = 0; k < 40; ++k) {
            const Matrix x = 30 * random.normal(60, 3), q = random_orthogonal(3, random, true);
            const auto pairs = *make_pairs({cloud("x", x), cloud("y", x * q)}, {}, {});
            const Landscape l = *landscape_of(*pairs, resting(3), true);
            const double best = l.critical_points(false).front().cost;
            QVERIFY2(best >= 0 && best < 1e-9, qPrintable(QString::number(best)));
            for (double cost : l.grid(9, false)) QVERIFY(!(cost < 0));  // not a number outside the ball
        }
    }
    void rotationVectorsActOnRowsCounterclockwise() {
        const RowVector x = RowVector::Unit(3, 0), y = RowVector::Unit(3, 1);
        QVERIFY((x * exp_rotation(unit(3, 2, pi / 2)) - y).norm() < 1e-15);
        const RowVector e = RowVector::Unit(2, 0);
        QVERIFY((e * exp_rotation(unit(1, 0, pi / 2)) - RowVector::Unit(2, 1)).norm() < 1e-15);
        Random random(1);
        for (int k = 0; k < 50; ++k) {
            const Eigen::Vector3d v = random.normal(3, 1) * 1.5;
            const Eigen::Matrix3d column = Eigen::AngleAxisd(v.norm(), v.normalized()).toRotationMatrix();
            QVERIFY((exp_rotation(v) - column.transpose()).norm() < 1e-14);
        }
    }

    void logarithmAndExponentialUndoEachOther() {
        Random random(2);
        for (double angle : {0.0, 1e-13, 1e-9, 1e-4, 0.5, 2.0, 3.1, pi - 1e-6, pi - 1e-10, pi})
            for (int k = 0; k < 30; ++k) {
                const Vector v = random.normal(3, 1).col(0).normalized() * angle;
                const Matrix r = exp_rotation(v);
                const Vector back = log_rotation(r);
                QVERIFY(back.norm() <= pi + 1e-12);
                QVERIFY((exp_rotation(back) - r).norm() < 1e-12);
                if (angle < pi - 1e-8) QVERIFY2((back - v).norm() < 1e-7 * (1 + 1e-3 / (pi - angle)), "vector");
                const Vector a = Vector::Constant(1, k % 2 ? angle : -angle);
                QVERIFY((exp_rotation(log_rotation(exp_rotation(a))) - exp_rotation(a)).norm() < 1e-12);
            }
    }

    void mirroredMatricesHaveTheirOwnBall() {
        Random random(3);
        for (Index d : {2, 3}) {
            Matrix r = random_orthogonal(d, random, true);
            r.col(0) *= -1;
            QVERIFY(is_mirrored(r));
            QVERIFY((from_chart(chart(r), true) - r).norm() < 1e-12);
            // Off the group, the nearest orthogonal matrix is placed.
            QVERIFY((chart(1.3 * r) - chart(r)).norm() < 1e-9);
        }
    }

    void theCostIsTheSumOverTheRows_data() {
        QTest::addColumn<int>("dimension");
        QTest::addColumn<bool>("centred");
        for (int d : {2, 3})
            for (bool centred : {false, true}) QTest::addRow("%d %d", d, int(centred)) << d << centred;
    }
    void theCostIsTheSumOverTheRows() {
        QFETCH(int, dimension);
        QFETCH(bool, centred);
        const auto pairs = some_pairs(dimension, 4);
        const auto l = landscape_of(*pairs, resting(dimension, 1.2), centred);
        QVERIFY(l);
        Random random(5);
        for (int k = 0; k < 40; ++k) {
            Matrix r = random_orthogonal(dimension, random, true);
            if (k % 2) r.col(0) *= -1;
            const double expected = row_sum(*pairs, *l, r);
            QVERIFY(std::abs(l->cost(r) - expected) < 1e-10 * expected);
            QVERIFY(std::abs(l->cost(chart(r), k % 2) - expected) < 1e-9 * expected);
        }
    }

    void theQuaternionFormIsTheTrace() {
        const auto pairs = some_pairs(3, 6);
        const auto l = landscape_of(*pairs, resting(3), true);
        Random random(7);
        for (bool mirrored : {false, true})
            for (int k = 0; k < 20; ++k) {
                const Eigen::Vector3d v = random.normal(3, 1).col(0).normalized() * (3.1 * random.uniform());
                const Eigen::Quaterniond turn(Eigen::AngleAxisd(v.norm(), v.normalized()));
                const Eigen::Vector4d q(turn.w(), turn.x(), turn.y(), turn.z());
                const Matrix r = from_chart(v, mirrored);
                const double trace = (r.transpose() * l->cross).trace();
                QVERIFY(std::abs(q.dot(Eigen::Matrix4d(l->quaternion_form(mirrored)) * q) - trace) < 1e-10);
            }
    }

    void criticalPointsAreLevelAndRightlyNamed_data() {
        QTest::addColumn<int>("dimension");
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("mirrored");
        for (int d : {2, 3})
            for (int seed : {8, 9, 10})
                for (bool mirrored : {false, true})
                    QTest::addRow("%d %d %d", d, seed, int(mirrored)) << d << seed << mirrored;
    }
    void criticalPointsAreLevelAndRightlyNamed() {
        QFETCH(int, dimension);
        QFETCH(int, seed);
        QFETCH(bool, mirrored);
        const auto pairs = some_pairs(dimension, std::uint64_t(seed));
        const auto l = *landscape_of(*pairs, resting(dimension), true);
        const auto points = l.critical_points(mirrored);
        QCOMPARE(points.size(), std::size_t(dimension == 3 ? 4 : 2));
        const Index turns = dimension == 3 ? 3 : 1;
        const Eigen::JacobiSVD<Matrix> svd(l.cross, Eigen::ComputeFullV);
        for (std::size_t p = 0; p < points.size(); ++p) {
            const CriticalPoint& point = points[p];
            QCOMPARE(is_mirrored(point.rotation), mirrored);
            QCOMPARE(point.falling, dimension == 3 ? int(p) : int(p));
            if (p > 0) QVERIFY(point.cost > points[p - 1].cost);
            const double h = 1e-3;
            for (Index k = 0; k < turns; ++k) {
                const Vector axis = dimension == 3 ? Vector(svd.matrixV().col(k)) : Vector::Ones(1);
                const double up = l.cost(Matrix(point.rotation * exp_rotation(h * axis))),
                             down = l.cost(Matrix(point.rotation * exp_rotation(-h * axis)));
                QVERIFY2(std::abs(up - down) / (2 * h) < 1e-6, "not level");
                const double second = (up - 2 * point.cost + down) / (h * h);
                QVERIFY(std::abs(second - point.curvature[k]) < 1e-4 * (1 + std::abs(second)));
            }
        }
        // No place of a fine grid lies lower or higher, and some come close.
        const Vector grid = l.grid(41, mirrored);
        double low = 1e300, high = -1e300;
        for (double c : grid)
            if (std::isfinite(c)) low = std::min(low, c), high = std::max(high, c);
        const double range = points.back().cost - points.front().cost;
        QVERIFY(low >= points.front().cost - 1e-12 && low < points.front().cost + 0.02 * range);
        QVERIFY(high <= points.back().cost + 1e-12 && high > points.back().cost - 0.02 * range);
    }

    void theOthersAreHalfTurnsFromTheOptimum() {
        const auto l = *landscape_of(*some_pairs(3, 11), resting(3), true);
        const auto points = l.critical_points(false);
        for (std::size_t p = 1; p < 4; ++p)
            QVERIFY(std::abs(angle_between(points[0].rotation, points[p].rotation) - pi) < 1e-6);
    }

    void theOptimumIsThatOfProcrustes() {
        for (Index d : {2, 3})
            for (std::uint64_t seed : {12, 13}) {
                const auto pairs = some_pairs(d, seed);
                const RowPairs rows{*pairs->source, *pairs->target, {}, {}, {}};
                const auto fit = procrustes(rows, {true, true, false});
                QVERIFY(fit.ok());
                const auto best = landscape_of(*pairs, resting(d), true)->critical_points(false).front();
                QVERIFY((best.rotation - fit->rotation).norm() < 1e-10);
                QVERIFY(std::abs(best.cost - fit->residual / 40) < 1e-10);
            }
    }

    void theFramesPartnersAreWhatCounts() {
        const auto pairs = some_pairs(3, 14);
        AlignmentState state = resting(3);
        Indices matching(40);
        for (Index i = 0; i < 40; ++i) matching[i] = i % 4 ? (i * 7) % 40 : -1;
        auto confidence = std::make_shared<Matrix>(Matrix::Ones(40, 1));
        (*confidence)(1, 0) = 0, (*confidence)(2, 0) = 0.5;
        state.matching = std::make_shared<const Indices>(matching), state.confidence = confidence;
        const auto l = landscape_of(*pairs, state, false);
        const Matrix r = random_orthogonal(3, *std::make_unique<Random>(15), true);
        double sum = 0, weight = 0;
        for (Index i = 0; i < 40; ++i) {
            if (matching[i] < 0) continue;
            const double w = (*confidence)(i, 0);
            sum += w * (pairs->source->row(i) * r - pairs->target->row(matching[i])).squaredNorm(), weight += w;
        }
        QVERIFY(std::abs(l->cost(r) - sum / weight) < 1e-10);
        state.matching = std::make_shared<const Indices>(Indices::Constant(40, -1));
        QVERIFY(!landscape_of(*pairs, state, true));
        // While M is being gathered, the rows seen so far.
        AlignmentState half = resting(3);
        half.cross_covariance = std::make_shared<const Matrix>(Matrix::Identity(3, 3)), half.covered = 0.5;
        QCOMPARE(landscape_of(*pairs, half, true)->weight, 20.0);
    }

    void pathsLeaveOnOneSideAndEnterOnTheOther() {
        Random random(16);
        for (int k = 0; k < 20; ++k) {
            // From 150 degrees about an axis, 60 further: past the half turn.
            const Vector axis = random.normal(3, 1).col(0).normalized();
            const Vector tilt = 0.2 * random.normal(3, 1).col(0);
            const Matrix from = exp_rotation(axis * (150 * pi / 180));
            const Vector turn = axis * (60 * pi / 180) + tilt;
            const auto at = [&](double t) { return Matrix(from * exp_rotation(t * turn)); };
            const auto lines = chart_path(at, 24);
            QCOMPARE(lines.size(), std::size_t(2));
            const Vector out = lines[0].back(), in = lines[1].front();
            QVERIFY(std::abs(out.norm() - pi) < 1e-12 && (out + in).norm() < 1e-12);
            // The edge is met where the path is half a turn.
            const Vector before = lines[0][lines[0].size() - 2];
            QVERIFY((out - before).norm() < 0.35 && (in - lines[1][1]).norm() < 0.35);
            QVERIFY((exp_rotation(lines[1].back()) - at(1)).norm() < 1e-10);
            double longest = 0;
            for (auto& line : lines)
                for (std::size_t i = 1; i < line.size(); ++i)
                    longest = std::max(longest, (line[i] - line[i - 1]).norm());
            QVERIFY(longest < 0.5);
        }
        const auto around = [](double t) { return exp_rotation(Vector::Constant(1, 2.5 * pi * t)); };
        QCOMPARE(chart_path(around, 60).size(), std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TestLandscape)
#include "test_landscape.moc"
