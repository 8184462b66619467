// What a person plays: recorded frames exactly, between them and beyond them the rotation, each plane as the mix says.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/rotations/rebuild.h"

using namespace orthoscope;

namespace {

struct Orbit {
    std::shared_ptr<PlanesState> state;
    Matrix frames;
};

// Three planes turning by 20, 50 and 90 degrees about `centre`, a flipped direction and a fixed one, in 8 dimensions.
Orbit orbit(Index count, bool closed, double centre) {
    Random random(1);
    const Matrix basis = random_orthogonal(8, random, true);
    auto s = std::make_shared<PlanesState>();
    const double angles[] = {20, 50, 90}, radius[] = {3, 2, 1};
    Matrix phasors(count, 6), turns(3, 1), rest(count, 2);
    for (int k = 0; k < 3; ++k) {
        turns(k) = angles[k] * std::numbers::pi / 180;
        for (Index t = 0; t < count; ++t) {
            const double a = turns(k) * double(t) + 0.3 * k;
            phasors.block(t, 2 * k, 1, 2) << centre + radius[k] * std::cos(a), centre + radius[k] * std::sin(a);
        }
    }
    for (Index t = 0; t < count; ++t) rest.row(t) << 0.25, t % 2 ? -0.5 : 0.5;
    s->mean = share(random.normal(1, 8));
    s->planes = share(Matrix(basis.topRows(6))), s->angles = share(turns);
    s->centres = share(Matrix(Matrix::Constant(1, 6, centre)));
    s->phasors = share(phasors), s->rest = share(rest);
    s->fixed = share(Matrix(basis.row(6))), s->flipped = share(Matrix(basis.row(7)));
    Indices next(count);
    for (Index t = 0; t < count; ++t) next(t) = t + 1 < count ? t + 1 : closed ? 0 : -1;
    s->next = share(next), s->closed = closed;
    Matrix frames = phasors * *s->planes + rest.col(0) * *s->fixed + rest.col(1) * *s->flipped;
    frames.rowwise() += s->mean->row(0);
    return {s, frames};
}

}  // namespace

class TestRebuild : public QObject {
    Q_OBJECT

  private slots:
    void recordedFramesAreExact() {
        const auto o = orbit(36, true, 0);
        const PlanePlayer player(o.state, 4);
        for (Index t : {0, 1, 31, 32, 35, 36, -4, -5, 72, -1000}) {
            const Index row = ((4 + t) % 36 + 36) % 36;
            QVERIFY((player.frame({double(t)}) - o.frames.row(row)).norm() < 1e-13);
            QVERIFY((first_planes(*o.state, row, 3) - o.frames.row(row)).norm() < 1e-13);
        }
    }
    void switchingAPlaneOffTakesExactlyItsPart() {
        const auto o = orbit(36, true, 0);
        const PlanePlayer player(o.state);
        PlaneMix mix;
        mix.planes.resize(2), mix.planes[1].on = false;
        const RowVector lost = player.frame({7.0}) - player.frame({7.0}, mix);
        const RowVector part = o.state->phasors->block(7, 2, 1, 2) * o.state->planes->middleRows(2, 2);
        QVERIFY((lost - part).norm() < 1e-14);
        QVERIFY((first_planes(*o.state, 7, 2) - first_planes(*o.state, 7, 1) - part).norm() < 1e-14);
    }
    // About a centre that is not the mean: between the data and far beyond them the circle goes on.
    void fractionsAndTheFutureStayOnTheCircle() {
        const auto few = orbit(10, false, 0.7), many = orbit(200, false, 0.7);
        const PlanePlayer player(few.state, 3);
        QCOMPARE(player.ahead(), Index(6));
        QCOMPARE(player.behind(), Index(3));
        for (double t : {0.5, 2.25, 5.999, 6.0, 6.5, 40.0, 100.125, -3.5, -2.75}) {
            const RowVector z = player.phasors({t});
            for (int k = 0; k < 3; ++k) {
                const double a = (*few.state->angles)(k) * (3 + t) + 0.3 * k, r = 3 - k;
                QVERIFY(std::abs(z(2 * k) - 0.7 - r * std::cos(a)) < 1e-12 && std::abs(z(2 * k + 1) - 0.7 - r * std::sin(a)) < 1e-12);
            }
        }
        for (Index t : {40, 41, 100}) QVERIFY((player.frame({double(t - 3)}) - many.frames.row(t)).norm() < 1e-12);
    }
    void eachPlaneHasItsOwnClock() {
        const auto o = orbit(36, true, 0);
        const PlanePlayer player(o.state);
        PlaneMix mix;
        mix.planes = {{true, 0.5, 0}, {true, 1, 3}, {true, 0, 0}};
        const RowVector z = player.phasors({8.0}, mix);
        QVERIFY((z.segment(0, 2) - o.state->phasors->block(4, 0, 1, 2)).norm() < 1e-13);
        QVERIFY((z.segment(2, 2) - o.state->phasors->block(11, 2, 1, 2)).norm() < 1e-13);
        QVERIFY((z.segment(4, 2) - o.state->phasors->block(0, 4, 1, 2)).norm() < 1e-13);
    }
    void anUnresolvedPlaneIsNotTurned() {
        auto o = orbit(10, false, 0);
        o.state->kinds = share(Indices(Indices::Constant(3, PlanesState::Unresolved)));
        const PlanePlayer player(o.state);
        const Matrix& z = *o.state->phasors;
        QVERIFY((player.phasors({2.5}) - 0.5 * (z.row(2) + z.row(3))).norm() < 1e-13);
        QVERIFY((player.phasors({50.0}) - z.row(9)).norm() < 1e-13);
    }
    // A grid of two shifts: both advance, each by fractions too.
    void twoMapsAdvanceTogether() {
        const Index n = 8;
        auto s = std::make_shared<PlanesState>();
        Matrix phasors(n * n, 4), angles(2, 2);
        angles << 1, 2, 3, -1;
        angles *= 2 * std::numbers::pi / double(n);
        Indices next(2 * n * n);
        for (Index a = 0; a < n; ++a)
            for (Index b = 0; b < n; ++b) {
                const Index row = a * n + b;
                next(row) = (a + 1) % n * n + b, next(n * n + row) = a * n + (b + 1) % n;
                for (int k = 0; k < 2; ++k) {
                    const double turn = angles(k, 0) * double(a) + angles(k, 1) * double(b);
                    phasors.block(row, 2 * k, 1, 2) << std::cos(turn), std::sin(turn);
                }
            }
        s->planes = share(Matrix(Matrix::Identity(4, 4))), s->angles = share(angles);
        s->phasors = share(phasors), s->next = share(next);
        const PlanePlayer player(s, 9);
        QCOMPARE(player.ahead(1), n);
        for (auto& [a, b] : {std::pair{0.0, 0.0}, {0.5, 0.0}, {2.25, 7.75}, {-3.0, 100.5}}) {
            const RowVector z = player.phasors({a, b});
            for (int k = 0; k < 2; ++k) {
                const double turn = angles(k, 0) * (1 + a) + angles(k, 1) * (1 + b);
                QVERIFY(std::abs(z(2 * k) - std::cos(turn)) < 1e-12 && std::abs(z(2 * k + 1) - std::sin(turn)) < 1e-12);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestRebuild)
#include "test_rebuild.moc"
